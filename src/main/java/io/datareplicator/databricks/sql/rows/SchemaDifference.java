package io.datareplicator.databricks.sql.rows;

/**
 * One line of the schema check of a table.
 *
 * @param sourceType null when the column is missing there, as is the nullability
 * @param result what the comparison found
 */
public record SchemaDifference(
    String column,
    String sourceType,
    String targetType,
    Boolean sourceNullable,
    Boolean targetNullable,
    String result) {}
