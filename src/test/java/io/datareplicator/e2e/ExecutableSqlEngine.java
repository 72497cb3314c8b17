package io.datareplicator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementFailure.Kind;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.e2e.Cli.Result;
import io.datareplicator.e2e.Cli.Started;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The engine inside the packaged tool: each statement is one process of the {@code sql} command, so
 * that the contract of the engines holds for what is shipped.
 */
final class ExecutableSqlEngine implements SqlEngine {
  private final Cli cli;
  private final String group;
  private final Set<Started> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param group configuration whose source runs the statements
   */
  ExecutableSqlEngine(Cli cli, String group) {
    this.cli = cli;
    this.group = group;
  }

  @Override
  public CompletableFuture<StatementResult> submit(Statement statement) {
    if (closed) {
      return CompletableFuture.failedFuture(new CancellationException("the engine is closed"));
    }
    Started started =
        cli.start(
            statement.text(),
            List.of(
                "sql",
                group,
                "--side",
                "source",
                "--output",
                "json",
                "--timeout",
                Long.toString(statement.timeout().toSeconds()),
                "-"));
    running.add(started);
    return CompletableFuture.supplyAsync(
        () -> {
          Result result = started.await();
          running.remove(started);
          return read(result);
        },
        task -> {
          Thread thread = new Thread(task, "sql command");
          thread.setDaemon(true);
          thread.start();
        });
  }

  private static StatementResult read(Result result) {
    JsonNode json = result.json();
    if (result.exitCode() == 0) {
      return new StatementResult(
          json.path("statement_id").textValue(), texts(json.path("columns")), rows(json));
    }
    String message = json.path("message").asText();
    String kind = json.path("kind").asText();
    if (kind.equals("REQUEST_FAILED")) {
      throw new ApiException(
          json.path("http_status").asInt(),
          json.path("error_code").asText(),
          message,
          null,
          null,
          null);
    }
    throw new StatementFailure(
        Kind.valueOf(kind),
        json.path("statement_id").textValue(),
        json.path("error_code").asText(),
        json.path("sql_state").asText(),
        message);
  }

  private static List<List<String>> rows(JsonNode json) {
    List<List<String>> rows = new ArrayList<>();
    json.path("rows").forEach(row -> rows.add(texts(row)));
    return rows;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(cell -> texts.add(cell.textValue()));
    return texts;
  }

  @Override
  public void cancelAll() {
    for (Started started : running) {
      try {
        started.signal("INT");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
