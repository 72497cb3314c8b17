package io.datareplicator.databricks.http;

import io.datareplicator.databricks.http.RetryRules.Verdict;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The pipeline of one workspace. Typed clients call through it; it authenticates, limits, counts,
 * retries what is safe and, where the outcome of a creation is in doubt, looks before it sends
 * again.
 */
public final class HttpPipeline {
  private static final Logger LOG = Logger.getLogger(HttpPipeline.class);
  private static final int ONE_HOUR = 1;
  private static final int WHOLE_DAY = 24;

  private final URI host;
  private final Network network;
  private final TokenSource tokens;
  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final RandomGenerator random;
  private final int maxInFlight;
  private final InFlightLimiter limiter;
  private final RequestCounter counter;
  private final ThreadLocal<String> token = new ThreadLocal<>();

  /**
   * @param network the run's, for messages
   * @param budget shared by the whole run: when it is spent, nothing is retried any more
   * @param maxInFlight most requests under way at once
   */
  public HttpPipeline(
      URI host,
      Network network,
      TokenSource tokens,
      RetryPolicy policy,
      RetryBudget budget,
      RandomGenerator random,
      int maxInFlight) {
    this(host, network, tokens, policy, budget, random, maxInFlight, new RequestCounter());
  }

  private HttpPipeline(
      URI host,
      Network network,
      TokenSource tokens,
      RetryPolicy policy,
      RetryBudget budget,
      RandomGenerator random,
      int maxInFlight,
      RequestCounter counter) {
    this.host = host;
    this.network = network;
    this.maxInFlight = maxInFlight;
    this.tokens = tokens;
    this.policy = policy;
    this.budget = budget;
    this.random = random;
    this.limiter = new InFlightLimiter(maxInFlight);
    this.counter = counter;
  }

  /** A pipeline with the same settings for another host. */
  public HttpPipeline at(URI other) {
    return new HttpPipeline(other, network, tokens, policy, budget, random, maxInFlight);
  }

  /**
   * The same workspace with a limit of its own, so that transfers that last do not hold up short
   * requests. Both count together.
   */
  public HttpPipeline transfers(int atOnce) {
    return new HttpPipeline(host, network, tokens, policy, budget, random, atOnce, counter);
  }

  /**
   * For another host that must not get the token, such as the storage behind a presigned URL; it
   * counts with this one.
   */
  public HttpPipeline withoutToken(URI other) {
    return new HttpPipeline(
        other, network, TokenSource.NONE, policy, budget, random, maxInFlight, counter);
  }

  URI host() {
    return host;
  }

  public RequestCounter counter() {
    return counter;
  }

  /** The token of the request that this thread is about to send; read by the header filter. */
  String tokenOfThisThread() {
    return token.get();
  }

  String authKind() {
    return tokens.kind();
  }

  /**
   * Sends a request that only reads. An empty answer is a failure: it does not say that there is
   * nothing.
   */
  public <T> T read(String call, Supplier<T> request) {
    T answer = send(CallKind.READ, call, request, Optional::empty);
    if (answer == null) {
      throw new ApiException(0, "", call + " got an empty answer from " + host, null, null, null);
    }
    return answer;
  }

  /** Reads an object that may be missing. */
  public <T> Optional<T> find(String call, Supplier<T> request) {
    try {
      return Optional.of(read(call, request));
    } catch (ApiException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Sends a change that states the wanted result. */
  public <T> T change(String call, Supplier<T> request) {
    return send(CallKind.IDEMPOTENT, call, request, Optional::empty);
  }

  /**
   * Sends a creation or addition.
   *
   * @param lookup answers with the object when it is there as wanted; asked when an earlier attempt
   *     may have made it, and never before the first attempt
   */
  public <T> T create(String call, Supplier<T> request, Supplier<Optional<T>> lookup) {
    return send(CallKind.CREATE, call, request, lookup);
  }

  /**
   * Sends a request whose body can be read only once: it is never sent again here. The caller makes
   * the body anew and repeats both, see {@link #repeat}.
   */
  public <T> T once(String call, Supplier<T> request) {
    try {
      return exchange(call, request);
    } catch (InterruptedException e) {
      throw interrupted(call);
    }
  }

  /**
   * Repeats work made of several requests as a whole, by the same rules as one request; every part
   * of it must be repeatable.
   *
   * @param patience attempts and back-off; throttling is waited for as patiently as by any request
   */
  public <T> T repeat(String what, RetryPolicy patience, Supplier<T> work) {
    return send(
        new Attempts<>(CallKind.IDEMPOTENT, what, work::get, Optional::empty, patience), WHOLE_DAY);
  }

  /** The same as patiently as one request is repeated. */
  public <T> T repeat(String what, Supplier<T> work) {
    return repeat(what, policy, work);
  }

  private <T> T send(
      CallKind kind, String call, Supplier<T> request, Supplier<Optional<T>> lookup) {
    return send(
        new Attempts<>(kind, call, () -> exchange(call, request), lookup, policy), ONE_HOUR);
  }

  private <T> T send(Attempts<T> attempts, int longestHours) {
    String call = attempts.call;
    TypedGuard<Object> guard =
        TypedGuard.create(Object.class)
            .withDescription(call)
            .withRetry()
            .maxRetries(attempts.most() - 1)
            .maxDuration(longestHours, ChronoUnit.HOURS)
            .whenException(attempts::worthAnother)
            .withCustomBackoff()
            .strategy(() -> attempts)
            .done()
            .done()
            .build();
    try {
      @SuppressWarnings("unchecked")
      T result = (T) guard.call((Callable<Object>) attempts::once);
      return result;
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      throw interrupted(call);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static CancellationException interrupted(String call) {
    Thread.currentThread().interrupt();
    return new CancellationException("interrupted during " + call);
  }

  private <T> T exchange(String call, Supplier<T> request) throws InterruptedException {
    boolean throttled = false;
    limiter.acquire();
    String bearer = null;
    try {
      bearer = bearer();
      token.set(bearer);
      counter.sent(call);
      return request.get();
    } catch (ApiException e) {
      if (e.status() == ApiException.PROXY_WANTS_USER) {
        throw unconnectable(ConnectionProblem.refusedUser(host, network), e);
      }
      throttled = RetryRules.isThrottling(e);
      if (e.isUnauthenticated() && bearer != null && tokens.refused(bearer)) {
        throw new TokenRefreshed(e);
      }
      throw e;
    } catch (WebApplicationException | ProcessingException e) {
      throw noAnswer(call, e);
    } finally {
      token.remove();
      limiter.release(throttled);
    }
  }

  private String bearer() {
    try {
      return tokens.token();
    } catch (ApiException e) {
      throw new NoToken(e);
    }
  }

  private ApiException noAnswer(String call, RuntimeException failure) {
    if (failure.getCause() instanceof ApiException nested) {
      return nested;
    }
    Optional<ConnectionProblem> problem = ConnectionProblem.of(failure, host, network);
    if (problem.isPresent() && problem.get().lasting()) {
      return unconnectable(problem.get(), failure);
    }
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String last = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    String why = problem.map(ConnectionProblem::message).orElse(last);
    return new ApiException(
        0, "", call + " got no usable answer from " + host + ": " + why, null, null, failure);
  }

  /**
   * What to say of a failure of another client of the same workspace, when it means that every
   * connection made as this machine is set up would fail; empty for all others.
   */
  public Optional<ApiException> unconnectable(Throwable failure) {
    return ConnectionProblem.of(failure, host, network)
        .filter(ConnectionProblem::lasting)
        .map(
            problem ->
                new ApiException(
                    0, ApiException.NO_CONNECTION, problem.message(), null, null, failure));
  }

  private static ApiException unconnectable(ConnectionProblem problem, RuntimeException cause) {
    return new ApiException(0, ApiException.NO_CONNECTION, problem.message(), null, null, cause);
  }

  /** A new token was obtained after a refusal: once per request, try with it. */
  private static final class TokenRefreshed extends ApiException {
    TokenRefreshed(ApiException refused) {
      super(
          refused.status(),
          refused.errorCode(),
          refused.getMessage(),
          null,
          java.time.Duration.ZERO,
          refused);
    }
  }

  /** No token could be had, after the token source's own repetitions. */
  private static final class NoToken extends ApiException {
    NoToken(ApiException cause) {
      super(
          cause.status(),
          cause.errorCode(),
          cause.getMessage(),
          cause.requestId().orElse(null),
          null,
          cause);
    }
  }

  /** One request with its repetitions; also the back-off of the guard that repeats it. */
  private final class Attempts<T> implements CustomBackoffStrategy {
    private final CallKind kind;
    private final String call;
    private final Callable<T> request;
    private final Supplier<Optional<T>> lookup;
    private final RetryPolicy patience;
    private final Trace trace = Trace.current();
    private int failures;
    private boolean inDoubt;
    private boolean refreshed;

    Attempts(
        CallKind kind,
        String call,
        Callable<T> request,
        Supplier<Optional<T>> lookup,
        RetryPolicy patience) {
      this.kind = kind;
      this.call = call;
      this.request = request;
      this.lookup = lookup;
      this.patience = patience;
    }

    /** Attempts that are ever made, the first included. */
    int most() {
      return Math.max(patience.maxAttempts(), policy.maxAttempts());
    }

    private int allowed(ApiException failure) {
      return RetryRules.isThrottling(failure) ? most() : patience.maxAttempts();
    }

    T once() throws Exception {
      if (inDoubt) {
        Optional<T> there = lookup.get();
        if (there.isPresent()) {
          return there.get();
        }
        inDoubt = false;
      }
      try {
        return request.call();
      } catch (ApiException e) {
        if (failures > 0 && kind == CallKind.CREATE && e.isAlreadyExists()) {
          return lookup.get().orElseThrow(() -> e);
        }
        throw e;
      }
    }

    boolean worthAnother(Throwable failure) {
      if (!(failure instanceof ApiException e) || failure instanceof NoToken) {
        return false;
      }
      failures++;
      if (e instanceof TokenRefreshed) {
        boolean first = !refreshed;
        refreshed = true;
        return first;
      }
      Verdict verdict = RetryRules.judge(kind, e);
      inDoubt |= verdict == Verdict.VERIFY;
      boolean tooLong =
          e.retryAfter().filter(d -> d.compareTo(patience.maxServerDelay()) > 0).isPresent();
      return verdict != Verdict.FAIL && failures < allowed(e) && !tooLong && budget.take();
    }

    @Override
    public long nextDelayInMillis(Throwable failure) {
      ApiException e = (ApiException) failure;
      long wait = patience.delayMillis(Math.max(1, failures), e, random);
      counter.retried();
      trace.retried(call, e, failures, wait);
      LOG.debugf("%s: attempt %d failed (%s), next in %d ms", call, failures, e.getMessage(), wait);
      return wait;
    }
  }
}
