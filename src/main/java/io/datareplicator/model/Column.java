package io.datareplicator.model;

/**
 * A column as Unity Catalog describes it.
 *
 * @param type SQL type text in lower case, e.g. {@code decimal(10,2)}
 */
public record Column(String name, String type, boolean nullable) {}
