package io.datareplicator.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of an audit table on the target. */
record AuditRows(List<Map<String, String>> rows) {
  /** Columns as operations.md §6 lists them. */
  static final List<String> COLUMNS =
      List.of(
          "run_id string",
          "logging_time timestamp",
          "operation_type string",
          "catalog_name string",
          "schema_name string",
          "object_name string",
          "object_type string",
          "status string",
          "start_time timestamp",
          "end_time timestamp",
          "duration_seconds double",
          "error_message string",
          "details string",
          "attempt_number int",
          "max_attempts int",
          "config_details string",
          "execution_user string");

  /** All rows of a run. */
  static AuditRows of(SandboxSide target, String auditCatalog, String runId) {
    List<String> names = COLUMNS.stream().map(c -> c.substring(0, c.indexOf(' '))).toList();
    List<Map<String, String>> rows = new ArrayList<>();
    for (List<String> values :
        target.sql(
            "SELECT "
                + String.join(", ", names)
                + " FROM "
                + auditCatalog
                + ".audit.log WHERE run_id = '"
                + runId
                + "'")) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        row.put(names.get(i), values.get(i));
      }
      rows.add(row);
    }
    return new AuditRows(rows);
  }

  /** The rows of tables whose data was replicated, or was to be. */
  List<Map<String, String>> tables() {
    return rows.stream()
        .filter(r -> r.get("operation_type").equals("replication"))
        .filter(r -> r.get("object_type").equals("table"))
        .toList();
  }

  /** The only row of a table. */
  Map<String, String> table(String schema, String table) {
    List<Map<String, String>> found =
        tables().stream()
            .filter(r -> r.get("schema_name").equals(schema) && r.get("object_name").equals(table))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(schema + "." + table + " has " + found.size() + " rows in " + rows);
    }
    return found.get(0);
  }

  /** The only row of an object of a schema in replication. */
  Map<String, String> replication(String type, String schema, String object) {
    List<Map<String, String>> found =
        rows.stream()
            .filter(r -> r.get("operation_type").equals("replication"))
            .filter(r -> r.get("object_type").equals(type))
            .filter(r -> schema.equals(r.get("schema_name")))
            .filter(r -> r.get("object_name").equals(object))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(
          type + " " + schema + "." + object + " has " + found.size() + " rows in " + rows);
    }
    return found.get(0);
  }

  static JsonNode details(Map<String, String> row) {
    try {
      return new ObjectMapper().readTree(row.get("details"));
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + row, e);
    }
  }
}
