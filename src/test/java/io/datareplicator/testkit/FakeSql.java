package io.datareplicator.testkit;

import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/** Answers statements by the first rule that fits their text, and keeps them. */
public final class FakeSql implements SqlEngine {
  private record Rule(Predicate<String> when, Function<String, StatementResult> then) {}

  private final List<Rule> rules = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();
  private Function<String, StatementResult> fallback =
      text -> {
        throw new AssertionError("no answer was given for: " + text);
      };
  private int cancels;
  private boolean closed;

  /** An answer with a row per list; the first list names the columns. */
  @SafeVarargs
  public static StatementResult rows(List<String> columns, List<String>... rows) {
    return new StatementResult("st", columns, List.of(rows));
  }

  /** A failure as the server words it. */
  public static StatementFailure failure(String message) {
    return new StatementFailure(StatementFailure.Kind.FAILED, "st", "BAD_REQUEST", null, message);
  }

  public synchronized FakeSql when(
      Predicate<String> text, Function<String, StatementResult> answer) {
    rules.add(new Rule(text, answer));
    return this;
  }

  public synchronized FakeSql otherwise(Function<String, StatementResult> answer) {
    fallback = answer;
    return this;
  }

  @Override
  public CompletableFuture<StatementResult> submit(Statement statement) {
    Function<String, StatementResult> answer;
    synchronized (this) {
      statements.add(statement);
      answer =
          rules.stream()
              .filter(r -> r.when().test(statement.text()))
              .findFirst()
              .map(Rule::then)
              .orElse(fallback);
    }
    try {
      return CompletableFuture.completedFuture(answer.apply(statement.text()));
    } catch (RuntimeException | AssertionError e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  public synchronized List<Statement> statements() {
    return List.copyOf(statements);
  }

  public List<String> texts() {
    return statements().stream().map(Statement::text).toList();
  }

  @Override
  public synchronized void cancelAll() {
    cancels++;
  }

  public synchronized int cancels() {
    return cancels;
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  public synchronized boolean isClosed() {
    return closed;
  }
}
