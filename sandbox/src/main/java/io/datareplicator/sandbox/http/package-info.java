/**
 * The HTTP side of one workspace: reading requests, routing, authentication, error envelopes,
 * writing answers.
 *
 * <p>Invariant: every request gets exactly one answer in Databricks' own terms, or its connection
 * is closed on purpose.
 */
package io.datareplicator.sandbox.http;
