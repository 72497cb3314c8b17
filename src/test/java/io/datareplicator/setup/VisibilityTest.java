package io.datareplicator.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.testkit.MovableClock;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VisibilityTest {
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void answerThatIsThereIsNotWaitedFor() {
    Visibility visibility = new Visibility(new MovableClock(), Duration.ofHours(1));

    assertThat(visibility.await(() -> Optional.of(asked.incrementAndGet()))).contains(1);
  }

  @Test
  void asksOnceWhenThereIsNoTime() {
    Visibility visibility = new Visibility(new MovableClock(), Duration.ZERO);

    assertThat(
            visibility.await(
                () -> {
                  asked.incrementAndGet();
                  return Optional.empty();
                }))
        .isEmpty();
    assertThat(asked).hasValue(1);
  }

  @Test
  void asksUntilItAppears() {
    Visibility visibility = new Visibility(Clock.systemUTC(), Duration.ofSeconds(5));

    assertThat(
            visibility.await(
                () -> asked.incrementAndGet() < 2 ? Optional.empty() : Optional.of("there")))
        .contains("there");
    assertThat(asked).hasValue(2);
  }

  @Test
  void boundCountsForAllQuestionsTogether() {
    MovableClock clock = new MovableClock();
    Visibility visibility = new Visibility(clock, Duration.ofMillis(300));
    Runnable question =
        () ->
            assertThat(
                    visibility.await(
                        () -> {
                          asked.incrementAndGet();
                          clock.advance(Duration.ofMillis(200));
                          return Optional.empty();
                        }))
                .isEmpty();

    question.run();
    assertThat(asked).hasValue(2);
    question.run();
    assertThat(asked).hasValue(3);
  }

  @Test
  void failureIsNotAbsence() {
    Visibility visibility = new Visibility(new MovableClock(), Duration.ofHours(1));

    assertThatThrownBy(
            () ->
                visibility.await(
                    () -> {
                      throw new IllegalStateException("refused");
                    }))
        .hasMessage("refused");
  }

  @Test
  void interruptionEndsTheWait() {
    Thread.currentThread().interrupt();

    assertThat(new Visibility(new MovableClock(), Duration.ofHours(1)).await(Optional::empty))
        .isEmpty();
    assertThat(Thread.interrupted()).isTrue();
  }
}
