package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datareplicator.apply.Failures;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.RetryPolicy;
import io.datareplicator.databricks.http.TokenSource;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementFailure.Kind;
import io.datareplicator.databricks.sql.StatementResult;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every SQL engine does, whatever it speaks to the workspace and wherever it runs. An engine
 * is one subclass that says how it is made.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SqlEngineContract {
  static final RetryPolicy IMPATIENT =
      new RetryPolicy(3, Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(5));
  private static final long STARTED = System.nanoTime();
  private static final String SLOW = "SELECT reflect('java.lang.Thread', 'sleep', 60000L) AS slow";

  SandboxProcess sandbox;
  private HttpPipeline http;
  private SqlEngine engine;

  /** An engine for the source workspace of the sandbox. */
  abstract SqlEngine engine(URI host, TokenSource tokens, HttpPipeline http);

  /** How TIMESTAMP_NTZ'2026-03-29 02:30:00' comes. */
  String localTime() {
    return "2026-03-29T02:30:00.000";
  }

  /** A marker of the subclass, so that statements of other classes are not taken for its own. */
  final String mark(String test) {
    return "/* " + getClass().getSimpleName() + " " + test + " " + STARTED + " */";
  }

  @BeforeAll
  void begin(SandboxProcess shared) {
    sandbox = shared;
  }

  @BeforeEach
  void open() {
    engine = make(URI.create(sandbox.source().host()), new TestTokens(sandbox.source().token()));
    engine.run(query("SELECT 1"));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  final SqlEngine make(URI host, TokenSource tokens) {
    http =
        new HttpPipeline(
            host, Network.DIRECT, tokens, IMPATIENT, new RetryBudget(), new Random(1), 32);
    return engine(host, tokens, http);
  }

  /** Requests of the engine of this test, if it runs in this process. */
  final HttpPipeline http() {
    return http;
  }

  /** Runs a statement on the engine of this test. */
  final StatementResult run(Statement statement) {
    return engine.run(statement);
  }

  static Statement query(String text) {
    return Statement.query(text, Map.of("test", "contract"));
  }

  private static Statement limited(String text, Duration limit) {
    return new Statement(text, false, limit, Map.of(), null, null);
  }

  private Optional<SandboxSide.SeenStatement> seen(String marker) {
    return sandbox.source().requests().statements().stream()
        .filter(s -> s.text().contains(marker))
        .findFirst();
  }

  final void awaitState(String marker, String... states) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String last = "unseen";
    while (System.nanoTime() < deadline) {
      last = seen(marker).map(SandboxSide.SeenStatement::state).orElse("unseen");
      if (List.of(states).contains(last)) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError(marker + " is " + last + " instead of " + List.of(states));
  }

  private static Throwable failure(CompletableFuture<?> future) {
    try {
      future.get(90, TimeUnit.SECONDS);
      throw new AssertionError("it succeeded");
    } catch (java.util.concurrent.ExecutionException e) {
      return e.getCause() instanceof CompletionException c ? c.getCause() : e.getCause();
    } catch (java.util.concurrent.CancellationException e) {
      return e;
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void cellsAreText() {
    StatementResult result =
        engine.run(
            query(
                "SELECT true AS b, CAST(7 AS TINYINT) AS ti, CAST(-8 AS SMALLINT) AS si, 9 AS i,"
                    + " 9007199254740993 AS l, 1.5D AS d, 1.0E30D AS big, CAST(0.1 AS FLOAT) AS f,"
                    + " CAST(0.0000001 AS DECIMAL(38,10)) AS n, DATE'1999-12-31' AS dt,"
                    + " TIMESTAMP'2026-03-29 01:30:00.123456Z' AS ts,"
                    + " TIMESTAMP'2026-10-25 00:30:00Z' AS ts2,"
                    + " TIMESTAMP_NTZ'2026-03-29 02:30:00' AS ntz,"
                    + " CAST(NULL AS STRING) AS s0, CAST(NULL AS BIGINT) AS l0,"
                    + " CAST(NULL AS TIMESTAMP) AS t0, CAST(NULL AS BOOLEAN) AS b0,"
                    + " '' AS empty, X'00FF10' AS bin"));
    assertThat(result.columns())
        .containsExactly(
            "b", "ti", "si", "i", "l", "d", "big", "f", "n", "dt", "ts", "ts2", "ntz", "s0", "l0",
            "t0", "b0", "empty", "bin");
    assertThat(result.rows()).hasSize(1);
    assertThat(result.rows().get(0))
        .containsExactly(
            "true",
            "7",
            "-8",
            "9",
            "9007199254740993",
            "1.5",
            "1.0E30",
            "0.1",
            "0.0000001000",
            "1999-12-31",
            "2026-03-29T01:30:00.123456Z",
            "2026-10-25T00:30:00.000Z",
            localTime(),
            null,
            null,
            null,
            null,
            "",
            "AP8Q");
    assertThat(result.statementId()).isNotBlank();
  }

  @Test
  void nestedCellsAreJson() {
    StatementResult result =
        engine.run(
            query(
                "SELECT array(1, 2) AS a, map('sourceVersion', '7', 'q\"', 'x\\\\y') AS m,"
                    + " named_struct('x', 1, 'y', CAST(NULL AS STRING)) AS s"));
    com.fasterxml.jackson.databind.ObjectMapper json =
        new com.fasterxml.jackson.databind.ObjectMapper();
    assertThat(result.rows().get(0))
        .zipSatisfy(
            List.of(
                "[1,2]", "{\"sourceVersion\":\"7\",\"q\\\"\":\"x\\\\y\"}", "{\"x\":1,\"y\":null}"),
            (cell, expected) -> {
              try {
                assertThat(json.readTree(cell)).isEqualTo(json.readTree(expected));
              } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new AssertionError("not JSON: " + cell, e);
              }
            });
  }

  @Test
  void textIsKeptAsItIs() {
    String text = "äöü ∑ 🦜 'quote' \"double\" \\back `tick` {brace} ?:;--/* */ a\tb\nc";
    String literal = io.datareplicator.databricks.sql.Literal.string(text);
    assertThat(engine.run(query("SELECT " + literal + " AS t")).rows())
        .containsExactly(List.of(text));
  }

  @Test
  void manyRowsComeCompletelyAndInOrder() {
    StatementResult result =
        engine.run(query("SELECT id, repeat('x', 60) AS pad FROM range(25000) ORDER BY id"));
    assertThat(result.rows()).hasSize(25_000);
    for (int i = 0; i < result.rows().size(); i++) {
      assertThat(result.rows().get(i).get(0)).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void noRowsAreNoFailure() {
    StatementResult result = engine.run(query("SELECT 1 AS one WHERE false"));
    assertThat(result.columns()).containsExactly("one");
    assertThat(result.rows()).isEmpty();
  }

  @Test
  void changesWorkAndAnswer() {
    String catalog = "it_contract_" + getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    sandbox.source().run("CREATE CATALOG IF NOT EXISTS " + catalog);
    String schema = catalog + ".s";
    assertThat(engine.run(query("CREATE SCHEMA IF NOT EXISTS " + schema)).rows()).isEmpty();
    engine.run(query("CREATE OR REPLACE TABLE " + schema + ".t (id BIGINT, n STRING)"));
    engine.run(query("INSERT INTO " + schema + ".t VALUES (1, 'a'), (2, NULL)"));
    StatementResult clone =
        engine.run(query("CREATE OR REPLACE TABLE " + schema + ".c DEEP CLONE " + schema + ".t"));
    assertThat(clone.columns()).contains("num_copied_files", "source_num_of_files");
    assertThat(clone.value(0, "num_copied_files")).isEqualTo("1");
    StatementResult history = engine.run(query("DESCRIBE HISTORY " + schema + ".c LIMIT 1"));
    assertThat(history.value(0, "operation")).isEqualTo("CLONE");
    assertThat(io.datareplicator.databricks.sql.HistoryStatement.parsePlain(history, 0).timestamp())
        .isAfter(java.time.Instant.parse("2020-01-01T00:00:00Z"));
    assertThat(sandbox.source().sql("SELECT id, n FROM " + schema + ".c ORDER BY id"))
        .containsExactly(List.of("1", "a"), java.util.Arrays.asList("2", null));
  }

  @Test
  void aFailingStatementSaysWhatTheWorkspaceSays() {
    StatementFailure missing =
        catchThrowableOfType(
            StatementFailure.class,
            () -> engine.run(query("SELECT * FROM it_nowhere.s.t -- Error Message: x")));
    assertThat(missing.kind()).isEqualTo(Kind.FAILED);
    assertThat(missing.sqlState()).isEqualTo("42P01");
    assertThat(missing.errorClass()).isEqualTo("TABLE_OR_VIEW_NOT_FOUND");
    assertThat(missing.isNotFound()).isTrue();
    assertThat(missing.isTransient()).isFalse();
    assertThat(missing.statementId()).isPresent();
    assertThat(missing.getMessage())
        .startsWith("[TABLE_OR_VIEW_NOT_FOUND]")
        .doesNotContain("Statement execution failed");
    StatementFailure syntax =
        catchThrowableOfType(StatementFailure.class, () -> engine.run(query("SELEC 1")));
    assertThat(syntax.kind()).isEqualTo(Kind.FAILED);
    assertThat(syntax.errorClass()).isEqualTo("PARSE_SYNTAX_ERROR");
  }

  @Test
  void aTransientFailureIsToldApart() {
    String marker = mark("conflict");
    sandbox
        .source()
        .faults(
            List.of(
                Map.of(
                    "statement",
                    java.util.regex.Pattern.quote(marker),
                    "body",
                    Map.of(
                        "error",
                        Map.of(
                            "error_code",
                            "BAD_REQUEST",
                            "message",
                            "[DELTA_CONCURRENT_APPEND] files were added. SQLSTATE: 2D521"),
                        "sql_state",
                        "2D521"))));
    StatementFailure failure =
        catchThrowableOfType(StatementFailure.class, () -> engine.run(query("SELECT 1 " + marker)));
    assertThat(failure.isTransient()).isTrue();
    assertThat(failure.sqlState()).isEqualTo("2D521");
    assertThat(Failures.describe(failure)).contains("files were added");
  }

  @Test
  void aStatementOverItsTimeIsCancelled() throws InterruptedException {
    String marker = mark("time");
    StatementFailure failure =
        catchThrowableOfType(
            StatementFailure.class,
            () -> engine.run(limited(SLOW + marker, Duration.ofSeconds(1))));
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(failure.getMessage())
        .startsWith("timed out after 1 s; statement ")
        .endsWith("was cancelled");
    awaitState(marker, "CANCELED", "CLOSED");
  }

  @Test
  void everythingCanBeCancelledAndTheEngineWorksOn() throws InterruptedException {
    List<CompletableFuture<StatementResult>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(engine.submit(limited(SLOW + mark("all" + i), Duration.ofMinutes(5))));
    }
    for (int i = 0; i < 3; i++) {
      awaitState(mark("all" + i), "RUNNING");
    }
    engine.cancelAll();
    for (CompletableFuture<StatementResult> one : all) {
      assertThat(failure(one))
          .isInstanceOf(StatementFailure.class)
          .extracting(f -> ((StatementFailure) f).kind())
          .isEqualTo(Kind.CANCELED);
    }
    for (int i = 0; i < 3; i++) {
      awaitState(mark("all" + i), "CANCELED", "CLOSED");
    }
    // The audit rows of an interrupted run are written after everything was cancelled.
    assertThat(engine.run(query("SELECT 2 AS two")).value(0, "two")).isEqualTo("2");
  }

  @Test
  void manyStatementsRunAtOnce() {
    List<CompletableFuture<StatementResult>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(engine.submit(query("SELECT " + i + " AS n, count(*) FROM range(1000)")));
    }
    for (int i = 0; i < 20; i++) {
      assertThat(all.get(i).join().value(0, "n")).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void aRefusedCredentialStopsTheRun() {
    TestTokens tokens = new TestTokens("dapi-wrong-0123456789");
    try (SqlEngine own = make(URI.create(sandbox.source().host()), tokens)) {
      ApiException refused =
          catchThrowableOfType(ApiException.class, () -> own.run(query("SELECT 1")));
      assertThat(refused.status()).isEqualTo(403);
      assertThat(Failures.stopsRun(refused)).isTrue();
      assertThat(Failures.describe(refused))
          .contains("Invalid access token", "renew it")
          .doesNotContain("dapi-wrong");
    }
  }

  @Test
  void anUnreachableHostIsSaidWithItsName() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    URI nobody = URI.create("http://localhost:" + free);
    try (SqlEngine own = make(nobody, new TestTokens("dapi-any-0123456789"))) {
      ApiException failure =
          catchThrowableOfType(ApiException.class, () -> own.run(query("SELECT 1")));
      assertThat(failure.status()).isZero();
      assertThat(failure.getMessage()).contains("localhost:" + free).contains("refused");
    }
  }

  @Test
  void aClosedEngineTakesNothing() {
    engine.close();
    assertThat(failure(engine.submit(query("SELECT 1"))))
        .isInstanceOf(java.util.concurrent.CancellationException.class);
  }
}
