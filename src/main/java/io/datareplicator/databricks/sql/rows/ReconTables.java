package io.datareplicator.databricks.sql.rows;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Literal;
import io.datareplicator.model.TableName;
import java.util.List;
import java.util.stream.Collectors;

/** Statements on the two output tables of reconciliation (operations.md §5). */
public final class ReconTables {
  /** Default name of the table of schema differences. */
  public static final String SCHEMA_CHECK = "recon_schema_check";

  /** Default name of the table of differing rows. */
  public static final String MISSING_DATA = "recon_missing_data";

  public static final String MISSING_IN_TARGET = "missing_in_target";
  public static final String MISSING_IN_SOURCE = "missing_in_source";

  /** Column of {@link #stored}. */
  public static final String STORED_ROWS = "stored_rows";

  private static final List<String> NAMES =
      List.of(
          "run_id STRING",
          "target_catalog STRING",
          "target_schema STRING",
          "target_table STRING",
          "source_catalog STRING",
          "source_schema STRING",
          "source_table STRING");

  private static final List<String> OF_SCHEMA =
      List.of(
          "column_name STRING",
          "source_data_type STRING",
          "target_data_type STRING",
          "source_nullable BOOLEAN",
          "target_nullable BOOLEAN",
          "comparison_result STRING",
          "check_timestamp TIMESTAMP");

  private static final List<String> OF_DATA =
      List.of("issue_type STRING", "data MAP<STRING, STRING>", "check_timestamp TIMESTAMP");

  private ReconTables() {}

  /** Creates the table of schema differences, if it is missing. */
  public static String createSchemaCheck(TableName table) {
    return create(table, OF_SCHEMA, "Differences of columns that data-replicator found");
  }

  /** Creates the table of differing rows, if it is missing. */
  public static String createMissingData(TableName table) {
    return create(table, OF_DATA, "Differences of rows that data-replicator found");
  }

  private static String create(TableName table, List<String> columns, String comment) {
    return "CREATE TABLE IF NOT EXISTS "
        + Identifier.quote(table)
        + " ("
        + String.join(", ", NAMES)
        + ", "
        + String.join(", ", columns)
        + ") COMMENT "
        + Literal.string(comment);
  }

  /**
   * Adds lines to the table of schema differences. Sent twice it adds them twice: {@link #stored}
   * tells whether it was done.
   *
   * @param differences at least one
   */
  public static String insertSchemaDifferences(
      TableName table, OutputNames names, List<SchemaDifference> differences) {
    String rows =
        differences.stream()
            .map(
                d ->
                    "("
                        + String.join(
                            ", ",
                            Literal.string(d.column()),
                            Literal.string(d.sourceType()),
                            Literal.string(d.targetType()),
                            bool(d.sourceNullable()),
                            bool(d.targetNullable()),
                            Literal.string(d.result()))
                        + ")")
            .collect(Collectors.joining(",\n "));
    return "INSERT INTO "
        + Identifier.quote(table)
        + " ("
        + names(NAMES)
        + ", "
        + names(OF_SCHEMA)
        + ") SELECT "
        + values(names)
        + ", CAST(column_name AS STRING), CAST(source_data_type AS STRING),"
        + " CAST(target_data_type AS STRING), CAST(source_nullable AS BOOLEAN),"
        + " CAST(target_nullable AS BOOLEAN), CAST(comparison_result AS STRING), "
        + Literal.timestamp(names.checkTime())
        + " FROM VALUES\n "
        + rows
        + "\n AS v (column_name, source_data_type, target_data_type, source_nullable,"
        + " target_nullable, comparison_result)";
  }

  private static String bool(Boolean value) {
    return value == null ? Literal.NULL : value.toString();
  }

  /** How many rows of this run and pair of tables an output table has: one row, STORED_ROWS. */
  public static String stored(TableName table, OutputNames names) {
    List<String> values = literals(names);
    StringBuilder condition = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      condition
          .append(i == 0 ? "" : " AND ")
          .append(name(NAMES.get(i)))
          .append(" = ")
          .append(values.get(i));
    }
    return "SELECT count(*) AS "
        + STORED_ROWS
        + " FROM "
        + Identifier.quote(table)
        + " WHERE "
        + condition;
  }

  /** Columns of the table of differing rows, in their order. */
  static String dataColumns() {
    return names(NAMES) + ", " + names(OF_DATA);
  }

  /** Values of the first seven columns. */
  static String values(OutputNames names) {
    return String.join(", ", literals(names));
  }

  private static List<String> literals(OutputNames names) {
    TableName target = names.target();
    TableName source = names.source();
    return List.of(
        Literal.string(names.runId()),
        Literal.string(target.catalog()),
        Literal.string(target.schema()),
        Literal.string(target.table()),
        Literal.string(source.catalog()),
        Literal.string(source.schema()),
        Literal.string(source.table()));
  }

  private static String names(List<String> columns) {
    return columns.stream().map(ReconTables::name).collect(Collectors.joining(", "));
  }

  private static String name(String column) {
    return column.substring(0, column.indexOf(' '));
  }
}
