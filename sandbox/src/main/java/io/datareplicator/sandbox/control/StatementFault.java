package io.datareplicator.sandbox.control;

/**
 * Makes a statement end as FAILED inside an HTTP 200.
 *
 * @param sqlState null = left out
 * @param afterEffect run the statement first, then report the failure
 */
public record StatementFault(
    String errorCode, String message, String sqlState, boolean afterEffect) {}
