package io.datareplicator.plan.recon;

/**
 * One way in which a column differs; a row of the schema check table.
 *
 * @param column null when the whole table is missing
 * @param sourceType type at the source as the API writes it; null when the source has no such
 *     column
 * @param targetType the same of the target
 * @param sourceNullable null when the source has no such column
 * @param targetNullable the same of the target
 */
public record ColumnDifference(
    String column,
    String sourceType,
    String targetType,
    Boolean sourceNullable,
    Boolean targetNullable,
    Kind kind) {
  /** Values of {@code comparison_result}. */
  public enum Kind {
    TABLE_MISSING_IN_TARGET("table_missing_in_target"),
    TABLE_MISSING_IN_SOURCE("table_missing_in_source"),
    MISSING_IN_TARGET("missing_in_target"),
    MISSING_IN_SOURCE("missing_in_source"),
    TYPE("type_mismatch"),
    NULLABILITY("nullability_mismatch"),
    POSITION("position_mismatch"),
    GENERATED("generated_mismatch");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** Value in the table. */
    public String label() {
      return label;
    }
  }

  /** The difference in words. */
  public String describe() {
    return switch (kind) {
      case TABLE_MISSING_IN_TARGET -> "the table is missing on the target";
      case TABLE_MISSING_IN_SOURCE -> "the table is missing at the source";
      case MISSING_IN_TARGET -> "column '" + column + "' is missing on the target";
      case MISSING_IN_SOURCE -> "column '" + column + "' is missing at the source";
      case TYPE ->
          "column '"
              + column
              + "' is "
              + sourceType
              + " at the source and "
              + targetType
              + " on the target";
      case NULLABILITY ->
          "column '"
              + column
              + "' allows NULL "
              + (sourceNullable.equals(targetNullable)
                  ? "in other places of its type"
                  : sourceNullable ? "at the source only" : "on the target only");
      case POSITION -> "column '" + column + "' stands at another place";
      case GENERATED -> "column '" + column + "' is generated or numbered differently";
    };
  }
}
