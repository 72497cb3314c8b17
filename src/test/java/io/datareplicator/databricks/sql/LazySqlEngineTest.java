package io.datareplicator.databricks.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.testkit.FakeSql;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LazySqlEngineTest {
  private final FakeSql engine = new FakeSql().otherwise(sql -> FakeSql.rows(List.of("x")));
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger cleanedUp = new AtomicInteger();
  private final LazySqlEngine lazy =
      new LazySqlEngine(
          () -> {
            made.incrementAndGet();
            return engine;
          },
          cleanedUp::incrementAndGet);

  @Test
  void computeIsChosenOnceAndOnlyForAStatement() {
    lazy.cancelAll();
    assertThat(made).hasValue(0);

    lazy.run(Statement.query("SELECT 1", Map.of()));
    lazy.run(Statement.query("SELECT 2", Map.of()));

    assertThat(made).hasValue(1);
    assertThat(engine.texts()).containsExactly("SELECT 1", "SELECT 2");
  }

  @Test
  void closingAnUnusedEngineMakesNone() {
    lazy.close();

    assertThat(made).hasValue(0);
    assertThat(cleanedUp).hasValue(1);
    assertThatThrownBy(() -> lazy.submit(Statement.query("SELECT 1", Map.of())))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void cancelAndCloseReachTheEngine() {
    lazy.run(Statement.query("SELECT 1", Map.of()));
    lazy.cancelAll();
    lazy.close();

    assertThat(engine.cancels()).isEqualTo(1);
    assertThat(engine.isClosed()).isTrue();
  }
}
