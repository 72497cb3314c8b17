package io.datareplicator.testkit;

import io.datareplicator.databricks.sql.StatementResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ingestion log as a table in memory that understands the statements on it. */
public final class FakeIngestionLog {
  private static final Pattern ROWS =
      Pattern.compile("FROM VALUES\\n (.*)\\n AS v \\(", Pattern.DOTALL);
  private static final Pattern CELL =
      Pattern.compile("TIMESTAMP'([^']*)'|'((?:\\\\.|[^'\\\\])*)'|(NULL)|(\\d+)L");
  private static final Pattern QUERY =
      Pattern.compile(
          "target_path >= '((?:\\\\.|[^'\\\\])*)' AND .*startswith\\(source_path, '((?:\\\\.|[^'\\\\])*)'\\)"
              + "(?: AND run_id = '([^']*)')?.* > '([0-9a-f]*)' GROUP BY 1.* LIMIT (\\d+)",
          Pattern.DOTALL);
  private static final List<String> NAMES =
      List.of(
          "run_id",
          "source_path",
          "target_path",
          "ingestion_time",
          "length",
          "file_modification_time",
          "status",
          "error_msg",
          "batch_id");

  private final List<Map<String, String>> rows = new ArrayList<>();
  private boolean exists;

  public FakeIngestionLog(boolean exists) {
    this.exists = exists;
  }

  /** Rules of an engine that hold this table. */
  public FakeSql on(FakeSql sql) {
    return sql.when(t -> t.startsWith("SELECT 1 FROM"), t -> probe())
        .when(t -> t.startsWith("CREATE TABLE IF NOT EXISTS"), t -> create())
        .when(t -> t.startsWith("MERGE INTO"), this::merge)
        .when(t -> t.startsWith("SELECT h, "), this::copied);
  }

  private synchronized StatementResult probe() {
    if (!exists) {
      throw FakeSql.failure("[TABLE_OR_VIEW_NOT_FOUND] The table cannot be found");
    }
    return FakeSql.rows(List.of("1"));
  }

  private synchronized StatementResult create() {
    exists = true;
    return FakeSql.rows(List.of());
  }

  private synchronized StatementResult merge(String sql) {
    Matcher values = ROWS.matcher(sql);
    if (!values.find()) {
      throw new AssertionError(sql);
    }
    Matcher cell = CELL.matcher(values.group(1));
    List<String> cells = new ArrayList<>();
    while (cell.find()) {
      String text = cell.group(2);
      cells.add(
          cell.group(1) != null
              ? cell.group(1)
              : text != null ? text.replaceAll("\\\\(.)", "$1") : cell.group(4));
    }
    for (int i = 0; i < cells.size(); i += NAMES.size()) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int c = 0; c < NAMES.size(); c++) {
        row.put(NAMES.get(c), cells.get(i + c));
      }
      boolean there =
          rows.stream()
              .anyMatch(
                  r ->
                      r.get("run_id").equals(row.get("run_id"))
                          && r.get("batch_id").equals(row.get("batch_id"))
                          && r.get("source_path").equals(row.get("source_path"))
                          && r.get("target_path").equals(row.get("target_path")));
      if (!there) {
        rows.add(row);
      }
    }
    return FakeSql.rows(List.of("num_affected_rows"), List.of("1"));
  }

  private synchronized StatementResult copied(String sql) {
    Matcher query = QUERY.matcher(sql);
    if (!query.find()) {
      throw new AssertionError(sql);
    }
    String target = query.group(1).replaceAll("\\\\(.)", "$1");
    String source = query.group(2).replaceAll("\\\\(.)", "$1");
    Map<String, Map<String, String>> latest = new HashMap<>();
    for (Map<String, String> row : rows) {
      if (row.get("target_path").startsWith(target)
          && row.get("source_path").startsWith(source)
          && (query.group(3) == null || query.group(3).equals(row.get("run_id")))) {
        latest.merge(
            row.get("target_path"),
            row,
            (a, b) -> a.get("ingestion_time").compareTo(b.get("ingestion_time")) > 0 ? a : b);
      }
    }
    List<List<String>> page =
        latest.values().stream()
            .filter(r -> r.get("status").equals("success"))
            .map(
                r ->
                    List.of(
                        FakeFilesServer.sha(r.get("target_path").getBytes(StandardCharsets.UTF_8))
                            .substring(0, 32),
                        r.get("length"),
                        String.valueOf(
                            Instant.parse(r.get("file_modification_time")).toEpochMilli())))
            .filter(r -> r.get(0).compareTo(query.group(4)) > 0)
            .sorted(Comparator.comparing(r -> r.get(0)))
            .limit(Integer.parseInt(query.group(5)))
            .toList();
    return new StatementResult("st", List.of("h", "length", "modified"), page);
  }

  public synchronized List<Map<String, String>> rows() {
    return List.copyOf(rows);
  }

  /** {@code status path} of the rows of a run, the path without that of its volume. */
  public List<String> of(String runId) {
    return rows().stream()
        .filter(r -> r.get("run_id").equals(runId))
        .map(r -> r.get("status") + " " + r.get("target_path").split("/", 6)[5])
        .sorted()
        .toList();
  }
}
