package io.datareplicator.sandbox.sql;

import static io.datareplicator.sandbox.sql.TwoWorkspaces.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConcurrencyTest {
  private TwoWorkspaces w;

  @BeforeAll
  void start() throws Exception {
    w = new TwoWorkspaces();
    w.source("CREATE SCHEMA main.s");
    w.source("CREATE TABLE main.s.log (n INT)");
  }

  @AfterAll
  void stop() throws Exception {
    w.close();
  }

  @Test
  void twentyStatementsAtOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(20);
    try {
      List<Future<String>> results = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int n = i;
        results.add(
            pool.submit(
                () -> {
                  switch (n % 4) {
                    case 0:
                      w.source("CREATE TABLE main.s.c" + n + " AS SELECT " + n + " AS id");
                      return cell(w.source("SELECT id FROM main.s.c" + n));
                    case 1:
                      w.source("INSERT INTO main.s.log VALUES (" + n + ")");
                      return Integer.toString(n);
                    case 2:
                      return cell(w.target("SELECT " + n + " FROM range(1)"));
                    default:
                      w.source("CREATE TABLE main.s.d" + n + " DEEP CLONE main.s.log");
                      w.source("SELECT count(*) FROM main.s.d" + n);
                      return Integer.toString(n);
                  }
                }));
      }
      for (int i = 0; i < 20; i++) {
        assertThat(results.get(i).get(2, TimeUnit.MINUTES)).isEqualTo(Integer.toString(i));
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(cell(w.source("SELECT count(*) FROM main.s.log"))).isEqualTo("5");
  }

  @Test
  void racingCreatesMakeOneTable() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    int created = 0;
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int n = i;
        results.add(
            pool.submit(() -> w.source("CREATE TABLE main.s.once AS SELECT " + n + " AS n")));
      }
      for (Future<?> result : results) {
        try {
          result.get();
          created++;
        } catch (ExecutionException e) {
          assertThat(e.getCause()).hasMessageContaining("ALREADY_EXISTS");
        }
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(created).isEqualTo(1);
    assertThat(cell(w.source("SELECT count(*) FROM main.s.once"))).isEqualTo("1");
  }

  @Test
  void interruptCancelsARunningStatement() throws Exception {
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                w.source(
                    "SELECT count(*) FROM range(100000) a CROSS JOIN range(100000) b WHERE hash(a.id, b.id) = 7");
              } catch (Throwable t) {
                outcome.set(t);
              }
            });
    thread.start();
    Thread.sleep(1500);
    thread.interrupt();
    thread.join(Duration.ofSeconds(60).toMillis());

    assertThat(thread.isAlive()).isFalse();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    var tracker =
        org.apache.spark.sql.SparkSession.getDefaultSession().get().sparkContext().statusTracker();
    while (tracker.getActiveJobIds().length > 0 && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
    assertThat(tracker.getActiveJobIds()).isEmpty();
  }

  @Test
  void interruptedCloneCommitsNothing() throws Exception {
    w.source("CREATE TABLE main.s.big AS SELECT id FROM range(0, 1000, 1, 2)");
    w.source("CREATE TABLE main.s.copy (id BIGINT)");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> w.source("CREATE OR REPLACE TABLE main.s.copy DEEP CLONE main.s.big"))
        .isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> w.source("CREATE TABLE main.s.copy2 DEEP CLONE main.s.big"))
        .isInstanceOf(InterruptedException.class);

    assertThat(Thread.interrupted()).isFalse();
    assertThat(w.source("DESCRIBE HISTORY main.s.copy").rows()).hasSize(1);
    assertThat(w.failure(w.sourceSql, "SELECT * FROM main.s.copy2").sqlState()).isEqualTo("42P01");
    w.source("CREATE OR REPLACE TABLE main.s.copy DEEP CLONE main.s.big");
    assertThat(cell(w.source("SELECT count(*) FROM main.s.copy"))).isEqualTo("1000");
  }
}
