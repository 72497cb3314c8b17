package io.datareplicator.model.uc;

/**
 * A column with all that its definition needs.
 *
 * @param name in its own case
 * @param typeText SQL type as the API writes it, lower case, without what is nested in comments
 * @param typeJson the StructField as JSON text with its metadata (defaults, generated, identity,
 *     collations); null when the API does not tell
 * @param partitionIndex position among the partition columns, null for others
 * @param mask null without one
 */
public record ColumnMeta(
    String name,
    String typeText,
    String typeJson,
    boolean nullable,
    String comment,
    Integer partitionIndex,
    FunctionUse mask) {}
