package io.datareplicator.e2e;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.rows.ComparedColumn;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Two sets of rows and how many of each the other has not.
 *
 * @param columns {@code name TYPE}, with {@code | TYPE} behind it where the target has another
 * @param source rows as VALUES has them, or a query; empty for none
 * @param target as above
 */
record RowCase(
    String name,
    List<String> columns,
    String source,
    String target,
    long missingInTarget,
    long missingInSource) {

  /** Of columns divided by semicolons. */
  static RowCase differ(
      String name, String columns, String source, String target, long inTarget, long inSource) {
    return new RowCase(
        name,
        Arrays.stream(columns.split(";")).map(String::strip).toList(),
        source,
        target,
        inTarget,
        inSource);
  }

  /** One row each, and these differ. */
  static RowCase differ(String name, String columns, String source, String target) {
    return differ(name, columns, source, target, 1, 1);
  }

  static RowCase equal(String name, String columns, String source, String target) {
    return differ(name, columns, source, target, 0, 0);
  }

  boolean isEqual() {
    return missingInTarget == 0 && missingInSource == 0;
  }

  /** Whether the sandbox's tables can have its columns. */
  boolean isStorable() {
    return columns.stream()
        .noneMatch(c -> c.contains("VOID") || c.contains("COLLATE") || c.contains("INTERVAL"));
  }

  List<ComparedColumn> compared() {
    List<ComparedColumn> compared = new ArrayList<>();
    for (String column : columns) {
      String[] types = types(column);
      compared.add(
          new ComparedColumn(
              name(column), ColumnType.parse(types[0]), name(column), ColumnType.parse(types[1])));
    }
    return compared;
  }

  private static String name(String column) {
    return column.substring(0, column.indexOf(' '));
  }

  private static String[] types(String column) {
    String types = column.substring(column.indexOf(' ') + 1);
    int bar = types.indexOf('|');
    return bar < 0
        ? new String[] {types, types}
        : new String[] {types.substring(0, bar).strip(), types.substring(bar + 1).strip()};
  }

  /** Statement that makes a view of one side. */
  String view(TableName name, boolean ofSource) {
    String rows = ofSource ? source : target;
    String values =
        columns.stream()
            .map(
                c -> {
                  String type = types(c)[ofSource ? 0 : 1];
                  String column = Identifier.quote(name(c));
                  String value = rows.isEmpty() || type.equals("VOID") ? "NULL" : "v." + column;
                  return (type.equals("VOID") ? value : "CAST(" + value + " AS " + type + ")")
                      + " AS "
                      + column;
                })
            .collect(Collectors.joining(", "));
    String names =
        columns.stream().map(c -> Identifier.quote(name(c))).collect(Collectors.joining(", "));
    String from =
        rows.isEmpty()
            ? " WHERE 1 = 0"
            : rows.startsWith("SELECT")
                ? " FROM (" + rows + ") AS v (" + names + ")"
                : " FROM VALUES " + rows + " AS v (" + names + ")";
    return "CREATE VIEW " + Identifier.quote(name) + " AS SELECT " + values + from;
  }
}
