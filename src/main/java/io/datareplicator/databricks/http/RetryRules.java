package io.datareplicator.databricks.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Decides about a failed request: error code first, then status, then the kind of failure
 * (anchors-reliability.md C.1). The only place that does.
 */
public final class RetryRules {
  /** What to do after a failure. */
  public enum Verdict {
    /** The request surely had no effect: send it again. */
    RETRY,
    /** It may have had its effect: look first, then decide. */
    VERIFY,
    /** Sending it again would not help. */
    FAIL
  }

  private static final Set<String> THROTTLED_CODES =
      Set.of("REQUEST_LIMIT_EXCEEDED", "UC_REQUEST_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED");

  private static final Set<String> UNAVAILABLE_CODES =
      Set.of(
          "TEMPORARILY_UNAVAILABLE",
          "WORKSPACE_TEMPORARILY_UNAVAILABLE",
          "SERVICE_UNDER_MAINTENANCE");

  private static final List<String> TRANSIENT_TEXTS =
      List.of(
          "com.databricks.backend.manager.util.UnknownWorkerEnvironmentException",
          "does not have any associated worker environments",
          "There is no worker environment with id",
          "Unknown worker environment",
          "ClusterNotReadyException",
          "RPC token bucket limit has been exceeded");

  private RetryRules() {}

  /** The verdict on {@code failure} of a request of that kind. */
  public static Verdict judge(CallKind kind, ApiException failure) {
    if (failure.isUnconnectable()) {
      return Verdict.FAIL;
    }
    if (THROTTLED_CODES.contains(failure.errorCode()) || hasTransientText(failure)) {
      return Verdict.RETRY;
    }
    if (UNAVAILABLE_CODES.contains(failure.errorCode())) {
      return inDoubt(kind);
    }
    return switch (failure.status()) {
      case 429 -> Verdict.RETRY;
      // A gateway also answers 503 when the service behind it has done the work already.
      case 408, 500, 502, 503, 504 -> inDoubt(kind);
      case 0 -> judgeConnection(kind, failure.getCause());
      default -> Verdict.FAIL;
    };
  }

  /** Whether the answer says that the service wants less traffic. */
  public static boolean isThrottling(ApiException failure) {
    return failure.status() == 429
        || failure.status() == 503
        || THROTTLED_CODES.contains(failure.errorCode())
        || UNAVAILABLE_CODES.contains(failure.errorCode());
  }

  private static Verdict judgeConnection(CallKind kind, Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof SSLException && !isAbruptEnd(t)) {
        return Verdict.FAIL;
      }
      if (t instanceof ConnectException
          || t instanceof ConnectTimeoutException
          || t instanceof UnknownHostException
          || t instanceof NoRouteToHostException
          || t instanceof PortUnreachableException) {
        return Verdict.RETRY;
      }
      if (t instanceof JsonProcessingException) {
        // an answer did arrive: asking again brings the same, but a creation has probably happened
        return kind == CallKind.CREATE ? Verdict.VERIFY : Verdict.FAIL;
      }
      // The HTTP client has an own exception for a pooled connection that the peer has closed.
      if (t instanceof IOException
          || t instanceof TimeoutException
          || t instanceof VertxException) {
        return inDoubt(kind);
      }
    }
    return Verdict.FAIL;
  }

  /** Whether a peer just closed the connection, which may happen to any. */
  static boolean isAbruptEnd(Throwable t) {
    return t.getMessage() != null && t.getMessage().contains("closed");
  }

  private static Verdict inDoubt(CallKind kind) {
    return kind == CallKind.CREATE ? Verdict.VERIFY : Verdict.RETRY;
  }

  private static boolean hasTransientText(ApiException failure) {
    String message = failure.getMessage();
    return TRANSIENT_TEXTS.stream().anyMatch(message::contains);
  }
}
