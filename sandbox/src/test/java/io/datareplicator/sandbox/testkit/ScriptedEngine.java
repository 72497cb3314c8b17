package io.datareplicator.sandbox.testkit;

import io.datareplicator.sandbox.sql.SqlEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine whose statements tell it what to do, to test the layers above SQL without Spark: {@code
 * ROWS n [bytes]}, {@code FAIL}, {@code BREAK}, {@code BLOCK} (until {@link #release} or an
 * interrupt), {@code DDL}, {@code ECHO} (parameters).
 */
public final class ScriptedEngine implements SqlEngine {
  private static final Pattern ROWS = Pattern.compile("ROWS (\\d+)(?: (\\d+))?");
  private static final ResultColumn ID = new ResultColumn("id", "BIGINT", "LONG", null, null, null);
  private static final ResultColumn TEXT =
      new ResultColumn("text", "STRING", "STRING", null, null, null);

  private final Semaphore released = new Semaphore(0);

  /** Lets one blocked statement go on. */
  public void release() {
    released.release();
  }

  @Override
  public SqlResult execute(SqlRequest request) throws SqlFailure, InterruptedException {
    String text = request.text();
    Matcher rows = ROWS.matcher(text);
    if (rows.find()) {
      int width = rows.group(2) == null ? 1 : Integer.parseInt(rows.group(2));
      return rows(Integer.parseInt(rows.group(1)), width, request.rowLimit());
    }
    if (text.startsWith("FAIL")) {
      throw new SqlFailure(
          "[TABLE_OR_VIEW_NOT_FOUND] The table or view `t` cannot be found. SQLSTATE: 42P01",
          "42P01");
    }
    if (text.startsWith("BREAK")) {
      throw new IllegalStateException("broken on purpose");
    }
    if (text.startsWith("BLOCK")) {
      released.acquire();
      return new SqlResult(List.of(), List.of(), false);
    }
    if (text.startsWith("ECHO")) {
      List<String[]> echoed = new ArrayList<>();
      for (Parameter p : request.parameters()) {
        echoed.add(new String[] {p.name() + ":" + p.type(), p.value()});
      }
      return new SqlResult(List.of(TEXT, TEXT), echoed, false);
    }
    return new SqlResult(List.of(), List.of(), false);
  }

  private static SqlResult rows(int count, int width, long limit) {
    List<String[]> rows = new ArrayList<>();
    int wanted = limit > 0 && limit < count ? (int) limit : count;
    String filler = "x".repeat(width);
    for (int i = 0; i < wanted; i++) {
      rows.add(new String[] {Integer.toString(i), filler});
    }
    return new SqlResult(List.of(ID, TEXT), rows, wanted < count);
  }

  @Override
  public TableDetail describe(String catalog, String schema, String table) {
    TableColumn id =
        new TableColumn(
            "id",
            "bigint",
            "LONG",
            "{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}}",
            0,
            0,
            0,
            true,
            null,
            null);
    return new TableDetail(List.of(id), Map.of("delta.minReaderVersion", "3"), 7L, null);
  }

  @Override
  public void close() {}
}
