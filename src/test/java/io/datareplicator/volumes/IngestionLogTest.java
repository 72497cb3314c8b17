package io.datareplicator.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.compare.volumes.FileIndex;
import io.datareplicator.compare.volumes.FileIndex.Answer;
import io.datareplicator.compare.volumes.VolumeCopy;
import io.datareplicator.config.Side;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.model.TableName;
import io.datareplicator.model.VolumeName;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeIngestionLog;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.volumes.IngestionLog.Pace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When rows are written, how they are read again, and what happens when they cannot be. */
@Timeout(30)
class IngestionLogTest {
  private static final TableName TABLE = new TableName("log", "s", "t");
  private static final VolumeCopy VOLUME =
      new VolumeCopy(
          new VolumeName("shared", "s", "v"),
          new VolumeName("tgt", "s", "v"),
          Configs.replication().volume(),
          Configs.QUICK);

  private final FakeIngestionLog table = new FakeIngestionLog(true);
  private final FakeSql sql = table.on(new FakeSql());
  private final MovableClock clock = new MovableClock();

  private IngestionLog log(FakeSql engine, Pace pace) {
    Workspace target = new FakeUnityCatalog("m").workspace(Side.TARGET, engine);
    return new IngestionLog(target, TABLE, "r1", Configs.QUICK, clock, Map.of(), pace);
  }

  private IngestionRow row(int i) {
    return new IngestionRow(
        "/Volumes/shared/s/v/f" + i, "/Volumes/tgt/s/v/f" + i, clock.instant(), i, 1000L + i, null);
  }

  private long merges() {
    return sql.texts().stream().filter(t -> t.startsWith("MERGE")).count();
  }

  @Test
  void rowsAreWrittenInBatches() throws Exception {
    try (IngestionLog log = log(sql, new Pace(50, 3_600_000, 5000, 100))) {
      for (int i = 0; i < 120; i++) {
        log.add(row(i));
      }
      log.flush();
      assertThat(table.rows()).hasSize(120);
      assertThat(merges()).isBetween(3L, 4L);
      log.flush();
      assertThat(merges()).isBetween(3L, 4L);
    }
  }

  @Test
  void fewRowsAreWrittenAfterAWhile() throws Exception {
    try (IngestionLog log = log(sql, new Pace(500, 50, 5000, 100))) {
      log.add(row(1));
      for (int i = 0; i < 100 && merges() == 0; i++) {
        clock.advance(java.time.Duration.ofMillis(10));
        Thread.sleep(10);
      }
      assertThat(merges()).isEqualTo(1);
    }
  }

  @Test
  void whatWasWrittenIsReadPageByPage() throws Exception {
    try (IngestionLog log = log(sql, new Pace(50, 3_600_000, 5000, 10))) {
      for (int i = 0; i < 35; i++) {
        log.add(row(i));
      }
      log.add(
          new IngestionRow(
              "/Volumes/shared/s/v/bad", "/Volumes/tgt/s/v/bad", clock.instant(), 1, 1, "no"));
      log.flush();
      FileIndex index = new FileIndex();
      log.read(VOLUME, false, index);
      assertThat(sql.texts().stream().filter(t -> t.startsWith("SELECT h"))).hasSize(4);
      assertThat(index.size()).isEqualTo(35);
      index.atTarget("/Volumes/tgt/s/v/f7", 7);
      assertThat(index.compare("/Volumes/tgt/s/v/f7", 7, 1007)).isEqualTo(Answer.UNCHANGED);
    }
  }

  @Test
  void whoeverHasTooManyRowsWaits() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    FakeSql slow =
        new FakeSql()
            .when(
                t -> t.startsWith("MERGE"),
                t -> {
                  try {
                    held.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return FakeSql.rows(List.of());
                });
    try (IngestionLog log = log(slow, new Pace(5, 3_600_000, 10, 100))) {
      Thread adder =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 40; i++) {
                    log.add(row(i));
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      adder.start();
      adder.join(300);
      assertThat(adder.isAlive()).isTrue();
      held.countDown();
      adder.join(TimeUnit.SECONDS.toMillis(10));
      assertThat(adder.isAlive()).isFalse();
      log.flush();
    }
  }

  @Test
  void statementThatWasCancelledIsSentAgain() throws Exception {
    AtomicInteger merges = new AtomicInteger();
    FakeSql cancelled =
        new FakeSql()
            .when(
                t -> t.startsWith("MERGE") && merges.incrementAndGet() == 1,
                t -> {
                  throw new StatementFailure(
                      StatementFailure.Kind.CANCELED, "st", null, null, "cancelled");
                });
    table.on(cancelled);
    try (IngestionLog log = log(cancelled, new Pace(5, 3_600_000, 10, 100))) {
      log.add(row(1));
      log.flush();
    }
    assertThat(table.rows()).hasSize(1);
  }

  @Test
  void tableThatCannotBeWrittenIsToldToAll() throws Exception {
    FakeSql broken =
        new FakeSql()
            .otherwise(
                t -> {
                  throw FakeSql.failure("[INSUFFICIENT_PERMISSIONS] no MODIFY");
                });
    try (IngestionLog log = log(broken, new Pace(5, 3_600_000, 10, 100))) {
      log.add(row(1));
      assertThatThrownBy(log::flush).hasMessageContaining("log.s.t").hasMessageContaining("MODIFY");
      assertThatThrownBy(() -> log.add(row(2))).hasMessageContaining("MODIFY");
    }
  }
}
