package io.datareplicator.databricks.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.StatementApi.ExecuteStatement;
import io.datareplicator.databricks.sql.StatementApi.Manifest;
import io.datareplicator.databricks.sql.StatementApi.ResultColumn;
import io.datareplicator.databricks.sql.StatementApi.ResultData;
import io.datareplicator.databricks.sql.StatementApi.ResultSchema;
import io.datareplicator.databricks.sql.StatementApi.StatementError;
import io.datareplicator.databricks.sql.StatementApi.StatementResponse;
import io.datareplicator.databricks.sql.StatementApi.StatementStatus;
import io.datareplicator.databricks.sql.StatementFailure.Kind;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.datareplicator.testkit.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(60)
class RestSqlEngineTest {
  /** Answers from a script; the last one stays. */
  private static final class ScriptedApi implements StatementApi {
    private final Deque<Supplier<StatementResponse>> script = new ArrayDeque<>();
    private final Map<Integer, ResultData> chunks = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final List<ExecuteStatement> requests = new ArrayList<>();
    private Runnable onCancel = () -> {};

    synchronized ScriptedApi then(StatementResponse response) {
      return then(() -> response);
    }

    synchronized ScriptedApi then(Supplier<StatementResponse> response) {
      script.add(response);
      return this;
    }

    /** What comes next, whatever was planned. */
    synchronized void onlyThen(StatementResponse response) {
      script.clear();
      then(response);
    }

    private StatementResponse next(String call) {
      Supplier<StatementResponse> answer;
      synchronized (this) {
        calls.add(call);
        answer = script.size() > 1 ? script.poll() : script.peek();
      }
      return answer.get();
    }

    @Override
    public StatementResponse execute(ExecuteStatement request) {
      synchronized (this) {
        requests.add(request);
      }
      return next("execute");
    }

    @Override
    public StatementResponse get(String statementId) {
      return next("get " + statementId);
    }

    @Override
    public void cancel(String statementId, Map<String, String> empty) {
      synchronized (this) {
        calls.add("cancel " + statementId);
      }
      onCancel.run();
    }

    @Override
    public synchronized ResultData chunk(String statementId, int index) {
      calls.add("chunk " + index);
      return chunks.get(index);
    }

    synchronized List<String> calls() {
      return List.copyOf(calls);
    }
  }

  private final ScriptedApi api = new ScriptedApi();
  private final MovableClock clock = new MovableClock();
  private final RestSqlEngine engine =
      new RestSqlEngine(api, FakeUnityCatalog.pipeline(), "wh-1", clock);

  @AfterEach
  void close() {
    engine.close();
  }

  private static StatementResponse state(String state) {
    return new StatementResponse("id-1", new StatementStatus(state, null, null), null, null);
  }

  private static Manifest manifest(long rows, Boolean truncated) {
    return new Manifest(
        new ResultSchema(1, List.of(new ResultColumn("n", "LONG"))), 1, rows, truncated);
  }

  private static StatementResponse rows(Manifest manifest, ResultData data) {
    return new StatementResponse(
        "id-1", new StatementStatus("SUCCEEDED", null, null), manifest, data);
  }

  private static ResultData data(Integer next, String... values) {
    List<List<String>> cells = new ArrayList<>();
    for (String value : values) {
      cells.add(List.of(value));
    }
    return new ResultData(0, cells, next);
  }

  private static Statement query() {
    return Statement.query("SELECT 1", Map.of("run_id", "r1"));
  }

  private static Statement clone(Duration timeout, Supplier<Optional<StatementResult>> effect) {
    return Statement.longRunning("CLONE", timeout, Map.of(), effect);
  }

  private StatementFailure failureOf(Statement statement) {
    return catchThrowableOfType(StatementFailure.class, () -> engine.run(statement));
  }

  @Test
  void requestSaysWhatIsWanted() {
    api.then(rows(manifest(0, null), null));

    engine.run(query());
    engine.run(clone(Duration.ofHours(1), Optional::empty));

    ExecuteStatement first = api.requests.get(0);
    assertThat(first.warehouseId()).isEqualTo("wh-1");
    assertThat(first.statement()).isEqualTo("SELECT 1");
    assertThat(first.waitTimeout()).isEqualTo("5s");
    assertThat(first.onWaitTimeout()).isEqualTo("CONTINUE");
    assertThat(first.queryTags()).containsExactly(new StatementApi.QueryTag("run_id", "r1"));
    assertThat(api.requests.get(1).waitTimeout()).isEqualTo("0s");
    assertThat(api.requests.get(1).queryTags()).isNull();
  }

  @Test
  void pendingThenRunningThenDone() throws Exception {
    api.then(state("PENDING"))
        .then(state("RUNNING"))
        .then(rows(manifest(2, false), data(null, "1", "2")));
    Trace trace = new Trace();

    StatementResult result = trace.during(() -> engine.run(query()));

    assertThat(result)
        .isEqualTo(new StatementResult("id-1", List.of("n"), List.of(List.of("1"), List.of("2"))));
    assertThat(api.calls()).containsExactly("execute", "get id-1", "get id-1");
    assertThat(trace.statementIds()).containsExactly("id-1");
  }

  @Test
  void failureInsideAnOkAnswer() {
    api.then(
        new StatementResponse(
            "id-1",
            new StatementStatus(
                "FAILED",
                new StatementError("BAD_REQUEST", "[TABLE_OR_VIEW_NOT_FOUND] gone"),
                "42P01"),
            null,
            null));

    StatementFailure failure = failureOf(query());

    assertThat(failure.kind()).isEqualTo(Kind.FAILED);
    assertThat(failure.isNotFound()).isTrue();
    assertThat(failure.sqlState()).isEqualTo("42P01");
    assertThat(failure.statementId()).contains("id-1");
  }

  @Test
  void failureWithoutAnyWordStillNamesTheStatement() {
    api.then(state("FAILED"));

    assertThat(failureOf(query())).hasMessageContaining("id-1");
  }

  @Test
  void closedIsSuccess() {
    api.then(state("CLOSED"));

    assertThat(engine.run(query())).isEqualTo(new StatementResult("id-1", List.of(), List.of()));
  }

  @Test
  void closedKeepsTheRowsThatCameAlong() {
    api.then(
        new StatementResponse(
            "id-1",
            new StatementStatus("CLOSED", null, null),
            manifest(1, false),
            data(null, "7")));

    assertThat(engine.run(query()).value(0, "n")).isEqualTo("7");
  }

  @Test
  void closedIsSuccessThoughTheAnnouncedRowsAreGone() {
    api.then(
        new StatementResponse(
            "id-1", new StatementStatus("CLOSED", null, null), manifest(3, false), null));

    assertThat(engine.run(query()).rows()).isEmpty();
  }

  @Test
  void canceledFromOutside() {
    api.then(state("RUNNING")).then(state("CANCELED"));

    assertThat(failureOf(query()).kind()).isEqualTo(Kind.CANCELED);
  }

  @Test
  void unknownStateIsNotSuccess() {
    api.then(state("PAUSED"));
    assertThat(failureOf(query()).kind()).isEqualTo(Kind.UNKNOWN);

    api.onlyThen(new StatementResponse("id-1", null, null, null));
    assertThat(failureOf(query()).kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void chunksAreReadToTheEnd() {
    api.then(rows(manifest(4, false), data(1, "1", "2")));
    api.chunks.put(1, new ResultData(1, null, 2));
    api.chunks.put(2, data(0, "3", "4"));

    assertThat(engine.run(query()).rows()).hasSize(4);
    assertThat(api.calls()).containsExactly("execute", "chunk 1", "chunk 2");
  }

  @Test
  void missingRowsAreAFailure() {
    api.then(rows(manifest(3, false), data(null, "1", "2")));

    assertThat(failureOf(query())).hasMessageContaining("announced 3 rows but sent 2");
  }

  @Test
  void truncatedResultIsAFailure() {
    api.then(rows(manifest(1, true), data(null, "1")));

    assertThat(failureOf(query())).hasMessageContaining("cut");
  }

  @Test
  void absentArraysAreEmpty() {
    api.then(
        rows(
            new Manifest(new ResultSchema(0, null), 0, 0L, null),
            new ResultData(null, null, null)));
    assertThat(engine.run(query())).isEqualTo(new StatementResult("id-1", List.of(), List.of()));

    api.onlyThen(rows(new Manifest(null, null, null, null), null));
    assertThat(engine.run(query()).rows()).isEmpty();

    api.onlyThen(rows(null, null));
    assertThat(engine.run(query()).rows()).isEmpty();
  }

  @Test
  void statementOverItsTimeIsCancelled() {
    clock.moving(Duration.ofSeconds(40));
    api.then(state("RUNNING"));
    api.onCancel = () -> api.onlyThen(state("CANCELED"));

    StatementFailure failure = failureOf(clone(Duration.ofSeconds(60), Optional::empty));

    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(failure).hasMessageContaining("60 s");
    assertThat(failure.isTransient()).isFalse();
    assertThat(api.calls()).contains("cancel id-1");
  }

  @Test
  void waitingForComputeDoesNotCount() {
    clock.moving(Duration.ofMinutes(5));
    api.then(state("PENDING"))
        .then(state("PENDING"))
        .then(state("PENDING"))
        .then(rows(manifest(0, null), null));

    engine.run(clone(Duration.ofSeconds(60), Optional::empty));

    assertThat(api.calls()).doesNotContain("cancel id-1");
  }

  @Test
  void statementThatFinishesAfterItsCancellationCounts() {
    clock.moving(Duration.ofSeconds(40));
    api.then(state("RUNNING"));
    api.onCancel = () -> api.onlyThen(rows(manifest(1, null), data(null, "1")));

    assertThat(engine.run(clone(Duration.ofSeconds(60), Optional::empty)).rows()).hasSize(1);
  }

  @Test
  void ignoredCancellationIsReportedAsUnknown() {
    clock.moving(Duration.ofSeconds(40));
    api.then(state("RUNNING"));

    StatementFailure failure = failureOf(clone(Duration.ofSeconds(60), Optional::empty));

    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(failure).hasMessageContaining("still RUNNING");
  }

  @Test
  void refusedCancellationDoesNotEndTheWaiting() {
    clock.moving(Duration.ofSeconds(40));
    api.then(state("RUNNING"));
    api.onCancel =
        () -> {
          api.onlyThen(state("CANCELED"));
          throw FakeUnityCatalog.error(403, "PERMISSION_DENIED", "not yours");
        };

    assertThat(failureOf(clone(Duration.ofSeconds(60), Optional::empty)).kind())
        .isEqualTo(Kind.TIMED_OUT);
  }

  @Test
  void forgottenStatementWithAnEffectIsDone() {
    StatementResult found = new StatementResult(null, List.of("version"), List.of(List.of("3")));
    api.then(state("RUNNING"))
        .then(
            () -> {
              throw FakeUnityCatalog.error(404, "NOT_FOUND", "no such statement");
            });

    assertThat(engine.run(clone(Duration.ofHours(1), () -> Optional.of(found)))).isEqualTo(found);
  }

  @Test
  void forgottenStatementWithoutEffectIsUnknown() {
    for (Statement statement : List.of(clone(Duration.ofHours(1), Optional::empty), query())) {
      api.onlyThen(state("RUNNING"));
      api.then(
          () -> {
            throw FakeUnityCatalog.error(404, "NOT_FOUND", "no such statement");
          });

      assertThat(failureOf(statement).kind()).isEqualTo(Kind.UNKNOWN);
    }
  }

  @Test
  void unansweredSubmissionIsLookedForBeforeItIsRepeated() {
    StatementResult found = new StatementResult(null, List.of("version"), List.of(List.of("3")));
    api.then(
        () -> {
          throw new ApiException(0, "", "lost", null, null, new SocketTimeoutException("read"));
        });

    assertThat(engine.run(clone(Duration.ofHours(1), () -> Optional.of(found)))).isEqualTo(found);
    assertThat(api.calls()).containsExactly("execute");
  }

  @Test
  void unansweredSubmissionWithoutEffectIsRepeated() {
    api.then(
            () -> {
              throw new ApiException(0, "", "lost", null, null, new SocketTimeoutException("read"));
            })
        .then(rows(manifest(1, null), data(null, "1")));

    assertThat(engine.run(clone(Duration.ofHours(1), Optional::empty)).statementId())
        .isEqualTo("id-1");
    assertThat(api.calls()).containsExactly("execute", "execute");
  }

  @Test
  void refusedRequestIsAnApiException() {
    api.then(
        () -> {
          throw FakeUnityCatalog.error(400, "INVALID_PARAMETER_VALUE", "no such warehouse");
        });

    assertThatThrownBy(() -> engine.run(query()))
        .isInstanceOf(ApiException.class)
        .hasMessage("no such warehouse");
  }

  @Test
  void cancelAllReachesEveryStatement() {
    api.then(state("RUNNING"));
    List<CompletableFuture<StatementResult>> futures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      futures.add(engine.submit(clone(Duration.ofHours(1), Optional::empty)));
    }
    await(() -> api.requests.size() == 3);
    api.onCancel = () -> api.onlyThen(state("CANCELED"));

    engine.cancelAll();

    for (CompletableFuture<StatementResult> future : futures) {
      assertThat(catchThrowableOfType(StatementFailure.class, () -> joined(future)).kind())
          .isEqualTo(Kind.CANCELED);
    }
    assertThat(api.calls()).contains("cancel id-1");
  }

  @Test
  void statementThatIsBeingSentIsCancelledOnceItsIdIsKnown() throws Exception {
    CountDownLatch sending = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    api.then(
        () -> {
          sending.countDown();
          try {
            cancelled.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return state("PENDING");
        });
    api.then(state("RUNNING"));
    api.onCancel = () -> api.onlyThen(state("CANCELED"));
    CompletableFuture<StatementResult> future =
        engine.submit(clone(Duration.ofHours(1), Optional::empty));
    sending.await();

    engine.cancelAll();
    Thread.sleep(50);
    cancelled.countDown();

    assertThat(catchThrowableOfType(StatementFailure.class, () -> joined(future)).kind())
        .isEqualTo(Kind.CANCELED);
    assertThat(api.calls()).contains("cancel id-1");
  }

  @Test
  void closedEngineTakesNoStatement() {
    engine.close();

    assertThatThrownBy(() -> engine.submit(query()).join())
        .isInstanceOf(CancellationException.class);
  }

  private static StatementResult joined(CompletableFuture<StatementResult> future)
      throws Throwable {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause();
    }
  }

  private static void await(BooleanSupplier done) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!done.getAsBoolean() && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(done.getAsBoolean()).isTrue();
  }
}
