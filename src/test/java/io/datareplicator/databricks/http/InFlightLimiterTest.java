package io.datareplicator.databricks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InFlightLimiterTest {
  @Test
  void throttlingHalvesAndSuccessesGiveBackOneByOne() throws InterruptedException {
    InFlightLimiter limiter = new InFlightLimiter(16);

    pass(limiter, true);
    assertThat(limiter.limit()).isEqualTo(8);
    pass(limiter, true);
    assertThat(limiter.limit()).isEqualTo(4);
    for (int i = 0; i < 10; i++) {
      pass(limiter, false);
    }
    assertThat(limiter.limit()).isEqualTo(5);
  }

  @Test
  void limitStaysBetweenOneAndTheCeiling() throws InterruptedException {
    InFlightLimiter limiter = new InFlightLimiter(4);
    for (int i = 0; i < 20; i++) {
      pass(limiter, true);
    }
    assertThat(limiter.limit()).isEqualTo(1);
    for (int i = 0; i < 200; i++) {
      pass(limiter, false);
    }
    assertThat(limiter.limit()).isEqualTo(4);
  }

  @Test
  void throttlingForgetsEarlierSuccesses() throws InterruptedException {
    InFlightLimiter limiter = new InFlightLimiter(8);
    pass(limiter, true);
    for (int i = 0; i < 9; i++) {
      pass(limiter, false);
    }
    pass(limiter, true);
    pass(limiter, false);
    assertThat(limiter.limit()).isEqualTo(2);
  }

  @Test
  void neverMoreThanTheCeilingAtOnce() throws Exception {
    InFlightLimiter limiter = new InFlightLimiter(3);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(12);
    for (int i = 0; i < 120; i++) {
      int number = i;
      threads.execute(
          () -> {
            try {
              limiter.acquire();
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              Thread.sleep(1);
              now.decrementAndGet();
              limiter.release(number % 40 == 0);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(most.get()).isBetween(2, 3);
    assertThat(now).hasValue(0);
  }

  @Test
  void interruptedWaiterGivesUpWithoutTakingAPlace() throws Exception {
    InFlightLimiter limiter = new InFlightLimiter(1);
    limiter.acquire();
    CountDownLatch ended = new CountDownLatch(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<?> waiter =
        thread.submit(
            () -> {
              try {
                limiter.acquire();
              } catch (InterruptedException e) {
                ended.countDown();
                Thread.currentThread().interrupt();
              }
            });
    Thread.sleep(50);
    waiter.cancel(true);
    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    limiter.release(false);

    pass(limiter, false);
    thread.shutdownNow();
  }

  private static void pass(InFlightLimiter limiter, boolean throttled) throws InterruptedException {
    limiter.acquire();
    limiter.release(throttled);
  }
}
