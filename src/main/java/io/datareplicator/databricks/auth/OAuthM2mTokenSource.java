package io.datareplicator.databricks.auth;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.http.TokenSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Tokens of a service principal (OAuth machine to machine). A token is kept until shortly before it
 * expires; one thread fetches, the others wait for its result. A refused secret is not tried again:
 * that would lock accounts, not help.
 */
public final class OAuthM2mTokenSource implements TokenSource {
  private static final Duration EARLY = Duration.ofSeconds(40);
  private static final Set<Integer> FINAL = Set.of(400, 401, 403);

  private final Supplier<AccessToken> grant;
  private final Clock clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Held held;
  private volatile Failure failure;
  private volatile long fetches;

  private record Held(String value, Instant until, boolean afterRefusal) {}

  private record Failure(ApiException cause, long fetch) {
    boolean isFinal() {
      return FINAL.contains(cause.status());
    }
  }

  /**
   * @param grant asks the token end point; fails with an ApiException
   */
  OAuthM2mTokenSource(Supplier<AccessToken> grant, Clock clock) {
    this.grant = grant;
    this.clock = clock;
  }

  @Override
  public String token() {
    Held now = held;
    if (isUsable(now)) {
      return now.value();
    }
    long seen = fetches;
    fetching.lock();
    try {
      now = held;
      if (isUsable(now)) {
        return now.value();
      }
      Failure last = failure;
      if (last != null && (last.isFinal() || last.fetch() > seen)) {
        throw last.cause();
      }
      return fetch(now != null && now.value().isEmpty()).value();
    } finally {
      fetching.unlock();
    }
  }

  private boolean isUsable(Held token) {
    return token != null && !token.value().isEmpty() && clock.instant().isBefore(token.until());
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only ever changed under the lock
  private Held fetch(boolean afterRefusal) {
    Instant asked = clock.instant();
    try {
      AccessToken token = grant.get();
      Redactor.register(token.value());
      held = new Held(token.value(), asked.plus(usable(token.lifetime())), afterRefusal);
      failure = null;
      return held;
    } catch (ApiException e) {
      failure = new Failure(e, fetches + 1);
      throw e;
    } finally {
      fetches++;
    }
  }

  /** A token that lives hardly longer than the safety margin is still used for half of its life. */
  private static Duration usable(Duration lifetime) {
    Duration half = lifetime.dividedBy(2);
    Duration early = lifetime.minus(EARLY);
    return early.compareTo(half) > 0 ? early : half;
  }

  @Override
  public boolean refused(String rejected) {
    fetching.lock();
    try {
      Held now = held;
      if (now != null && now.value().equals(rejected)) {
        if (now.afterRefusal()) {
          return false;
        }
        held = new Held("", Instant.MIN, true);
      }
      return failure == null || !failure.isFinal();
    } finally {
      fetching.unlock();
    }
  }

  @Override
  public String kind() {
    return "oauth-m2m";
  }
}
