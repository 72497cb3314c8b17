package io.datareplicator.apply;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.config.Retry;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.testkit.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ApplierTest {
  private static final StatementFailure PERMANENT = FakeSql.failure("[DELTA_X] broken");
  private static final StatementFailure TRANSIENT =
      FakeSql.failure("[DELTA_CONCURRENT_WRITE] busy");
  private static final ApiException REFUSED =
      new ApiException(401, "401", "token dapi0123456789abcdef is dead", null, null, null);

  private final Results results = new Results();
  private Applier applier;

  @BeforeEach
  void open() {
    applier = new Applier(new MovableClock(), results);
  }

  @AfterEach
  void close() {
    applier.close();
  }

  private static WorkUnit unit(
      String object, Retry retry, Function<Trace, CompletableFuture<Map<String, Object>>> attempt) {
    return new WorkUnit("replication", "tgt", "s", object, "table", retry, attempt);
  }

  private static WorkUnit unit(
      String object, Function<Trace, CompletableFuture<Map<String, Object>>> attempt) {
    return unit(object, Configs.QUICK, attempt);
  }

  private static WorkUnit ok(String object) {
    return unit(object, trace -> completedFuture(Map.of()));
  }

  @Test
  void oneWorkerKeepsTheOrder() throws Exception {
    applier.run(IntStream.range(0, 50).mapToObj(i -> ok("t" + i)).toList(), 1);

    List<String> wanted = IntStream.range(0, 50).mapToObj(i -> "t" + i).toList();
    assertThat(results.started()).isEqualTo(wanted);
    assertThat(results.all()).extracting(OperationResult::object).isEqualTo(wanted);
  }

  @Test
  void noUnitsEndAtOnce() throws Exception {
    applier.run(List.of(), 4);

    assertThat(results.all()).isEmpty();
  }

  @Test
  void neverMoreAtOnceThanAllowedAndAllThatAreAllowed() throws Exception {
    ScheduledExecutorService remote = Executors.newScheduledThreadPool(2);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Function<Trace, CompletableFuture<Map<String, Object>>> work =
        trace -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          CompletableFuture<Map<String, Object>> future = new CompletableFuture<>();
          remote.schedule(
              () -> {
                now.decrementAndGet();
                future.complete(Map.of());
              },
              10,
              TimeUnit.MILLISECONDS);
          return future;
        };
    try {
      applier.run(IntStream.range(0, 60).mapToObj(i -> unit("t" + i, work)).toList(), 7);
    } finally {
      remote.shutdownNow();
    }

    assertThat(most).hasValue(7);
    assertThat(results.all()).hasSize(60);
  }

  @Test
  void transientFailureIsTriedAgainUntilItSucceeds() throws Exception {
    AtomicInteger calls = new AtomicInteger();

    applier.run(
        List.of(
            unit(
                "t",
                trace -> {
                  trace.statement("st-" + calls.get());
                  return calls.incrementAndGet() < 3
                      ? failedFuture(TRANSIENT)
                      : completedFuture(Map.of("metrics", 1));
                })),
        2);

    OperationResult result = results.the("table", "t");
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.attempt()).isEqualTo(3);
    assertThat(result.maxAttempts()).isEqualTo(3);
    assertThat(result.error()).isNull();
    assertThat(result.details())
        .containsEntry("metrics", 1)
        .containsEntry("statement_ids", List.of("st-0", "st-1", "st-2"));
    assertThat((List<?>) result.details().get("failed_attempts"))
        .isEqualTo(
            List.of(
                Map.of(
                    "attempt",
                    1,
                    "error",
                    "[DELTA_CONCURRENT_WRITE] busy (statement st)",
                    "statement_id",
                    "st"),
                Map.of(
                    "attempt",
                    2,
                    "error",
                    "[DELTA_CONCURRENT_WRITE] busy (statement st)",
                    "statement_id",
                    "st")));
    assertThat(results.started()).containsExactly("t");
  }

  @Test
  void attemptsAreBounded() throws Exception {
    AtomicInteger calls = new AtomicInteger();

    applier.run(
        List.of(
            unit(
                "t",
                trace -> {
                  calls.incrementAndGet();
                  return failedFuture(TRANSIENT);
                })),
        1);

    assertThat(calls).hasValue(3);
    assertThat(results.the("table", "t").attempt()).isEqualTo(3);
    assertThat(results.the("table", "t").error()).contains("busy");
  }

  @Test
  void permanentFailureIsNotTriedAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();

    applier.run(
        List.of(
            unit(
                "t",
                trace -> {
                  calls.incrementAndGet();
                  throw PERMANENT;
                }),
            ok("u")),
        1);

    assertThat(calls).hasValue(1);
    assertThat(results.lines()).containsExactly("table t failed", "table u success");
  }

  @Test
  void delayGrowsBetweenAttempts() throws Exception {
    List<Long> times = new ArrayList<>();

    applier.run(
        List.of(
            unit(
                "t",
                new Retry(2, 1),
                trace -> {
                  times.add(System.nanoTime());
                  return failedFuture(TRANSIENT);
                })),
        1);

    assertThat(Duration.ofNanos(times.get(1) - times.get(0)))
        .isGreaterThanOrEqualTo(Duration.ofMillis(990));
  }

  @Test
  void refusedCredentialStopsWhatWasNotStarted() throws Exception {
    applier.run(List.of(ok("a"), unit("b", trace -> failedFuture(REFUSED)), ok("c"), ok("d")), 1);

    assertThat(results.lines())
        .containsExactly("table a success", "table b failed", "table c failed", "table d failed");
    assertThat(results.the("table", "b").error()).contains("[redacted]").doesNotContain("dapi0123");
    assertThat(results.the("table", "b").attempt()).isEqualTo(1);
    assertThat(results.the("table", "d").error()).startsWith("not started: ").contains("is dead");
    assertThat(results.started()).containsExactly("a", "b");
    assertThat(applier.stopReason()).isPresent();
  }

  @Test
  void stoppedApplierMakesNoFurtherAttempt() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    Thread run =
        new Thread(
            () -> {
              try {
                applier.run(
                    List.of(
                        unit(
                            "t",
                            new Retry(3, 1),
                            trace -> {
                              calls.incrementAndGet();
                              failed.countDown();
                              return failedFuture(TRANSIENT);
                            })),
                    1);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    run.start();
    failed.await();

    Thread.sleep(50);
    applier.stop("the run was interrupted");
    run.join();

    assertThat(calls).hasValue(1);
    OperationResult result = results.the("table", "t");
    assertThat(result.status()).isEqualTo(Status.FAILED);
    assertThat(result.attempt()).isEqualTo(1);
    assertThat(result.error()).contains("busy", "the run was interrupted");
  }

  @Property(tries = 60)
  void everyUnitEndsExactlyOnce(
      @ForAll @Size(max = 40) List<@IntRange(max = 7) Integer> outcomes,
      @ForAll @IntRange(min = 1, max = 9) int workers) {
    Results sink = new Results();
    Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    List<WorkUnit> units = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      String object = "t" + i;
      int outcome = outcomes.get(i);
      AtomicInteger calls = attempts.computeIfAbsent(object, k -> new AtomicInteger());
      units.add(unit(object, trace -> behave(outcome, calls.incrementAndGet())));
    }

    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          try (Applier tested = new Applier(new MovableClock(), sink)) {
            tested.run(units, workers);
          }
        });

    assertThat(sink.all()).hasSameSizeAs(units);
    for (int i = 0; i < outcomes.size(); i++) {
      OperationResult result = sink.the("table", "t" + i);
      int outcome = outcomes.get(i);
      assertThat(result.failed()).as("outcome %d", outcome).isEqualTo(outcome >= 3);
      assertThat(attempts.get("t" + i)).hasValue(outcome == 2 || outcome == 3 ? 3 : 1);
      assertThat(result.error() == null).isEqualTo(outcome < 3);
    }
  }

  private static CompletableFuture<Map<String, Object>> behave(int outcome, int call) {
    return switch (outcome) {
      case 0 -> completedFuture(Map.of());
      case 1 -> CompletableFuture.supplyAsync(Map::of);
      case 2 -> call < 3 ? failedFuture(TRANSIENT) : completedFuture(Map.of());
      case 3 ->
          CompletableFuture.supplyAsync(
              () -> {
                throw TRANSIENT;
              });
      case 4 -> failedFuture(PERMANENT);
      case 5 -> throw new IllegalStateException("thrown, not returned");
      case 6 -> throw new AssertionError("an error, not an exception");
      default -> null;
    };
  }

  @Test
  void resultThatCannotBeTakenDoesNotHoldTheOthersUp() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    ResultSink broken =
        new ResultSink() {
          @Override
          public void started(WorkUnit unit) {
            assertThat(unit.object()).startsWith("t");
          }

          @Override
          public void done(OperationResult result) {
            taken.incrementAndGet();
            throw new IllegalStateException("disk full");
          }
        };
    try (Applier tested = new Applier(new MovableClock(), broken)) {
      tested.run(List.of(ok("t1"), ok("t2"), unit("t3", trace -> failedFuture(PERMANENT))), 1);
    }

    assertThat(taken).hasValue(3);
  }

  @Test
  void unitWhoseStartCannotBeRecordedFailsAndIsNotAttempted() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Results taken = new Results();
    ResultSink broken =
        new ResultSink() {
          @Override
          public void started(WorkUnit unit) {
            throw new IllegalStateException("disk full");
          }

          @Override
          public void done(OperationResult result) {
            taken.done(result);
          }
        };
    try (Applier tested = new Applier(new MovableClock(), broken)) {
      tested.run(
          List.of(
              unit(
                  "t",
                  trace -> {
                    calls.incrementAndGet();
                    return completedFuture(Map.of());
                  })),
          1);
    }

    assertThat(calls).hasValue(0);
    assertThat(taken.the("table", "t").error()).isEqualTo("disk full");
  }

  @Test
  void unitIdsAreStable() {
    assertThat(ok("t").id()).isEqualTo("replication/tgt/s/table/t");
    assertThat(
            new WorkUnit("backup", "c", null, "share", "share", Configs.QUICK, trace -> null).id())
        .isEqualTo("backup/c//share/share");
  }

  @Test
  void detailsOfAPartialFailureAreKept() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    applier.run(
        List.of(
            unit("t", trace -> failedFuture(new PartialFailure("1 of 2", Map.of("n", 1), null))),
            unit(
                "again",
                trace -> {
                  calls.incrementAndGet();
                  return failedFuture(new PartialFailure("half", Map.of("n", 2), TRANSIENT));
                })),
        1);
    OperationResult failed = results.the("table", "t");
    assertThat(failed.error()).isEqualTo("1 of 2");
    assertThat(failed.details()).containsEntry("n", 1);
    assertThat(failed.attempt()).isEqualTo(1);
    assertThat(calls).hasValue(3);
    assertThat(results.the("table", "again").details()).containsEntry("n", 2);
  }
}
