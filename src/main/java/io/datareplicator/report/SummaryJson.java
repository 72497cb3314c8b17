package io.datareplicator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.datareplicator.apply.OperationResult;
import io.datareplicator.run.RunOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run as one JSON document. */
public final class SummaryJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private SummaryJson() {}

  public static String render(RunOutcome outcome, int exitCode) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("run_id", outcome.runId());
    document.put("exit_code", exitCode);
    document.put("duration_seconds", outcome.duration().toMillis() / 1000.0);
    document.put("audit_table", outcome.auditTable());
    document.put("interrupted", outcome.interrupted());
    document.put("stopped", outcome.fatal().orElse(null));
    document.put("unrecorded", outcome.unrecorded().orElse(null));
    document.put("requests", outcome.requests());
    document.put("repeated_requests", outcome.retries());
    Compared compared = Compared.of(outcome.results());
    document.put("reconciliation", compared.isEmpty() ? null : compared.json());
    document.put("not_replicated", NotReplicated.list(outcome.results()));
    document.put("unresolved_principals", NotReplicated.unresolved(outcome.results()));
    List<Map<String, Object>> results = new ArrayList<>();
    outcome.results().forEach(r -> results.add(result(r)));
    document.put("results", results);
    try {
      return JSON.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the outcome cannot be written as JSON", e);
    }
  }

  private static Map<String, Object> result(OperationResult r) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("operation_type", r.operationType());
    json.put("catalog_name", r.catalog());
    json.put("schema_name", r.schema());
    json.put("object_name", r.object());
    json.put("object_type", r.objectType());
    json.put("status", r.status().label());
    json.put("start_time", r.start().toString());
    json.put("end_time", r.end().toString());
    json.put("duration_seconds", r.seconds());
    json.put("error_message", r.error());
    json.put("attempt_number", r.attempt());
    json.put("max_attempts", r.maxAttempts());
    json.put("details", r.details());
    return json;
  }
}
