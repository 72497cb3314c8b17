package io.datareplicator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run of reconciliation said and stored.
 *
 * @param objects results other than summaries
 * @param columns rows of the schema check table: table, column, types, nullability, result
 * @param data rows of the missing data table: table, issue, data as JSON
 */
record ReconResults(
    JsonNode document,
    List<JsonNode> objects,
    List<List<String>> columns,
    List<List<String>> data) {
  private static final String TYPE = "reconciliation";

  /** Reads both output tables {@code <place>.recon_…}. */
  static ReconResults of(SandboxSide target, Result result, String place) {
    JsonNode document = result.json();
    List<JsonNode> objects = new ArrayList<>();
    for (JsonNode one : document.path("results")) {
      if (one.path("operation_type").asText().equals(TYPE)) {
        objects.add(one);
      }
    }
    String own = " WHERE run_id = '" + document.path("run_id").asText() + "' ORDER BY ALL";
    return new ReconResults(
        document,
        objects,
        target.sql(
            "SELECT concat_ws('.', target_schema, target_table), column_name, source_data_type,"
                + " target_data_type, source_nullable, target_nullable, comparison_result FROM "
                + place
                + ".recon_schema_check"
                + own),
        target.sql(
            "SELECT concat_ws('.', target_schema, target_table), issue_type, to_json(data) FROM "
                + place
                + ".recon_missing_data"
                + own));
  }

  String runId() {
    return document.path("run_id").asText();
  }

  /** The only result of a table. */
  JsonNode table(String schema, String table) {
    List<JsonNode> found =
        objects.stream()
            .filter(o -> o.path("schema_name").asText().equals(schema))
            .filter(o -> o.path("object_name").asText().equals(table))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(
          schema + "." + table + " has " + found.size() + " results in " + objects);
    }
    return found.get(0);
  }

  JsonNode details(String schema, String table) {
    return table(schema, table).path("details");
  }

  /** {@code status/outcome}; the latter is "-" when nothing was compared. */
  String verdict(String schema, String table) {
    JsonNode one = table(schema, table);
    return one.path("status").asText() + "/" + one.path("details").path("outcome").asText("-");
  }

  /** Verdicts of all objects, as {@code schema.table status/outcome}. */
  List<String> verdicts() {
    return objects.stream()
        .map(
            o ->
                o.path("schema_name").asText()
                    + "."
                    + o.path("object_name").asText()
                    + " "
                    + o.path("status").asText()
                    + "/"
                    + o.path("details").path("outcome").asText("-"))
        .toList();
  }

  /** Rows of the schema check table for one table, without its name. */
  List<List<String>> columnsOf(String schema, String table) {
    return columns.stream()
        .filter(r -> r.get(0).equals(schema + "." + table))
        .map(r -> r.subList(1, r.size()))
        .toList();
  }

  /** Rows of the missing data table for one table: {@code issue data}. */
  List<String> dataOf(String schema, String table) {
    return data.stream()
        .filter(r -> r.get(0).equals(schema + "." + table))
        .map(r -> r.get(1) + " " + r.get(2))
        .toList();
  }

  /** Statements that read the rows of both sides for a fingerprint. */
  static List<String> fingerprints(SandboxSide side) {
    return side.requests().statements().stream()
        .map(SandboxSide.SeenStatement::text)
        .filter(t -> t.startsWith("SELECT") && t.contains("fingerprint"))
        .toList();
  }
}
