package io.datareplicator.databricks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Redactor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OAuthM2mTokenSourceTest {
  private final AtomicInteger grants = new AtomicInteger();
  private final SettableClock clock = new SettableClock();

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }

    void pass(long seconds) {
      now = now.plusSeconds(seconds);
    }
  }

  private OAuthM2mTokenSource source(long seconds) {
    return new OAuthM2mTokenSource(
        () ->
            new AccessToken("oauth-token-" + grants.incrementAndGet(), Duration.ofSeconds(seconds)),
        clock);
  }

  @Test
  void tokenIsKeptUntilFortySecondsBeforeItExpires() {
    OAuthM2mTokenSource source = source(3600);

    assertThat(source.token()).isEqualTo("oauth-token-1");
    clock.pass(3559);
    assertThat(source.token()).isEqualTo("oauth-token-1");
    clock.pass(1);
    assertThat(source.token()).isEqualTo("oauth-token-2");
    assertThat(grants).hasValue(2);
  }

  @Test
  void nothingIsAskedBeforeTheFirstToken() {
    assertThat(source(3600).kind()).isEqualTo("oauth-m2m");
    assertThat(grants).hasValue(0);
  }

  @Test
  void shortLivedTokenIsUsedForHalfItsLife() {
    OAuthM2mTokenSource source = source(30);

    source.token();
    clock.pass(14);
    assertThat(source.token()).isEqualTo("oauth-token-1");
    clock.pass(1);
    assertThat(source.token()).isEqualTo("oauth-token-2");
  }

  @Test
  void tokenIsKnownToTheRedactor() {
    String token = source(3600).token();

    assertThat(Redactor.redact("x " + token)).isEqualTo("x [redacted]");
    assertThat(new AccessToken(token, Duration.ofSeconds(1)).toString()).doesNotContain(token);
  }

  @Test
  void refusedTokenIsReplacedOnceNotForEver() {
    OAuthM2mTokenSource source = source(3600);
    String first = source.token();

    assertThat(source.refused(first)).isTrue();
    String second = source.token();
    assertThat(second).isEqualTo("oauth-token-2");
    assertThat(source.refused(first)).as("a late refusal of the old one").isTrue();
    assertThat(source.token()).isEqualTo(second);
    assertThat(source.refused(second)).isFalse();
    assertThat(source.token()).isEqualTo(second);
    assertThat(grants).hasValue(2);
  }

  @Test
  void afterItsNormalEndATokenMayBeRefusedAgain() {
    OAuthM2mTokenSource source = source(3600);
    source.refused(source.token());
    source.token();
    clock.pass(3600);

    assertThat(source.refused(source.token())).isTrue();
    assertThat(source.token()).isEqualTo("oauth-token-4");
  }

  @Test
  void manyThreadsShareOneFetch() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    OAuthM2mTokenSource source =
        new OAuthM2mTokenSource(
            () -> {
              await(go);
              return new AccessToken(
                  "shared-token-" + grants.incrementAndGet(), Duration.ofHours(1));
            },
            clock);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      all.add(threads.submit(source::token));
    }
    Thread.sleep(100);
    go.countDown();
    for (Future<String> one : all) {
      assertThat(one.get()).isEqualTo("shared-token-1");
    }
    assertThat(grants).hasValue(1);
    threads.shutdownNow();
  }

  @Test
  void threadsThatWaitedShareTheFailure() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    OAuthM2mTokenSource source =
        new OAuthM2mTokenSource(
            () -> {
              await(go);
              grants.incrementAndGet();
              throw failure(503);
            },
            clock);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(threads.submit(source::token));
    }
    Thread.sleep(200);
    go.countDown();
    for (Future<String> one : all) {
      assertThatThrownBy(one::get).hasCauseInstanceOf(ApiException.class);
    }
    assertThat(grants).hasValue(1);
    threads.shutdownNow();
  }

  @Test
  void failureOfTheServiceMayPass() {
    OAuthM2mTokenSource source =
        new OAuthM2mTokenSource(
            () -> {
              if (grants.incrementAndGet() == 1) {
                throw failure(503);
              }
              return new AccessToken("later-token", Duration.ofHours(1));
            },
            clock);

    assertThatThrownBy(source::token).isInstanceOf(ApiException.class);
    assertThat(source.token()).isEqualTo("later-token");
  }

  @Test
  void refusedSecretIsNotTriedAgain() {
    OAuthM2mTokenSource source =
        new OAuthM2mTokenSource(
            () -> {
              grants.incrementAndGet();
              throw failure(401);
            },
            clock);

    assertThatThrownBy(source::token).isInstanceOf(ApiException.class);
    assertThatThrownBy(source::token).isInstanceOf(ApiException.class);
    assertThat(source.refused("x")).isFalse();
    assertThat(grants).hasValue(1);
  }

  private static ApiException failure(int status) {
    return new ApiException(status, "", "no", null, null, null);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
