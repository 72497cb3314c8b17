package io.datareplicator.databricks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  @Test
  void givesExactlyWhatItHolds() {
    RetryBudget budget = new RetryBudget(2);

    assertThat(budget.take()).isTrue();
    assertThat(budget.take()).isTrue();
    assertThat(budget.take()).isFalse();
    assertThat(budget.take()).isFalse();
  }

  @Test
  void threadsNeverTakeMoreThanThereIs() {
    RetryBudget budget = new RetryBudget(500);
    AtomicInteger taken = new AtomicInteger();

    IntStream.range(0, 5000).parallel().forEach(i -> taken.addAndGet(budget.take() ? 1 : 0));

    assertThat(taken).hasValue(500);
  }

  @Property
  void ownBackOffGrowsButStaysUnderTheCap(
      @ForAll @IntRange(min = 1, max = 60) int failures, @ForAll long seed) {
    ApiException failure = new ApiException(500, "", "x", null, null, null);

    long delay = RetryPolicy.DEFAULT.delayMillis(failures, failure, new Random(seed));

    assertThat(delay).isBetween(250L, RetryPolicy.DEFAULT.cap().toMillis());
  }

  @Property
  void serverDelayIsNeverCutShort(@ForAll @IntRange(max = 100_000) int millis, @ForAll long seed) {
    ApiException failure = new ApiException(429, "", "x", null, Duration.ofMillis(millis), null);

    assertThat(RetryPolicy.DEFAULT.delayMillis(1, failure, new Random(seed)))
        .isGreaterThan(millis)
        .isLessThan(millis + 100L);
  }
}
