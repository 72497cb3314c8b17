package io.datareplicator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.datareplicator.apply.Failures;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The result of one statement, as a table or as JSON. */
final class SqlOutput {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String NULL = "NULL";

  private SqlOutput() {}

  static String json(StatementResult result) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("statement_id", result.statementId());
    document.put("columns", result.columns());
    document.put("rows", result.rows());
    return write(document);
  }

  /** Columns under each other; control characters are shown, so that a row stays a line. */
  static String text(StatementResult result) {
    StringBuilder out = new StringBuilder();
    if (!result.columns().isEmpty()) {
      List<List<String>> lines = new ArrayList<>();
      lines.add(result.columns().stream().map(SqlOutput::shown).toList());
      result.rows().forEach(row -> lines.add(row.stream().map(SqlOutput::shown).toList()));
      int[] widths = widths(lines, result.columns().size());
      line(out, lines.get(0), widths);
      List<String> rule = new ArrayList<>();
      for (int width : widths) {
        rule.add("-".repeat(width));
      }
      line(out, rule, widths);
      lines.subList(1, lines.size()).forEach(row -> line(out, row, widths));
    }
    int rows = result.rows().size();
    return out.append('(').append(rows).append(rows == 1 ? " row)\n" : " rows)\n").toString();
  }

  private static int[] widths(List<List<String>> lines, int columns) {
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], length(line.get(i)));
      }
    }
    return widths;
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static void line(StringBuilder out, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : "  ")
          .append(cells.get(i))
          .append(" ".repeat(widths[i] - length(cells.get(i))));
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static String shown(String cell) {
    if (cell == null) {
      return NULL;
    }
    StringBuilder shown = new StringBuilder();
    cell.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                  if (Character.isISOControl(c)) {
                    shown.append(String.format("\\u%04x", c));
                  } else {
                    shown.appendCodePoint(c);
                  }
                }
              }
            });
    return shown.toString();
  }

  static String failure(StatementFailure failure) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("statement_id", failure.statementId().orElse(null));
    document.put("kind", failure.kind().name());
    document.put("error_code", failure.errorCode());
    document.put("error_class", failure.errorClass());
    document.put("sql_state", failure.sqlState());
    document.put("message", Redactor.redact(failure.getMessage()));
    return write(document);
  }

  static String failure(ApiException failure) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("statement_id", null);
    document.put("kind", "REQUEST_FAILED");
    document.put("http_status", failure.status());
    document.put("error_code", failure.errorCode());
    document.put("sql_state", "");
    document.put("message", Redactor.redact(Failures.describe(failure)));
    return write(document);
  }

  static String cancelled(String message) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("statement_id", null);
    document.put("kind", "CANCELED");
    document.put("error_code", "");
    document.put("sql_state", "");
    document.put("message", Redactor.redact(message));
    return write(document);
  }

  /** One sentence, with what the workspace calls the failure. */
  static String describe(StatementFailure failure) {
    List<String> facts = new ArrayList<>();
    facts.add(failure.kind().name());
    if (!failure.errorCode().isEmpty()) {
      facts.add("error code " + failure.errorCode());
    }
    if (!failure.sqlState().isEmpty()) {
      facts.add("SQLSTATE " + failure.sqlState());
    }
    return Redactor.redact(Failures.describe(failure) + " (" + String.join(", ", facts) + ")");
  }

  static String describe(ApiException failure) {
    return Redactor.redact(Failures.describe(failure));
  }

  private static String write(Map<String, Object> document) {
    try {
      return JSON.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the result cannot be written as JSON", e);
    }
  }
}
