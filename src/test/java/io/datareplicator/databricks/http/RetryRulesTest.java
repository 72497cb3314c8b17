package io.datareplicator.databricks.http;

import static io.datareplicator.databricks.http.CallKind.CREATE;
import static io.datareplicator.databricks.http.CallKind.IDEMPOTENT;
import static io.datareplicator.databricks.http.CallKind.READ;
import static io.datareplicator.databricks.http.RetryRules.Verdict.FAIL;
import static io.datareplicator.databricks.http.RetryRules.Verdict.RETRY;
import static io.datareplicator.databricks.http.RetryRules.Verdict.VERIFY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.datareplicator.databricks.http.RetryRules.Verdict;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.VertxException;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryRulesTest {
  /** Verdicts for READ, IDEMPOTENT and CREATE of every status that matters. */
  private static final Map<Integer, List<Verdict>> BY_STATUS =
      Map.ofEntries(
          Map.entry(302, List.of(FAIL, FAIL, FAIL)),
          Map.entry(400, List.of(FAIL, FAIL, FAIL)),
          Map.entry(401, List.of(FAIL, FAIL, FAIL)),
          Map.entry(403, List.of(FAIL, FAIL, FAIL)),
          Map.entry(404, List.of(FAIL, FAIL, FAIL)),
          Map.entry(405, List.of(FAIL, FAIL, FAIL)),
          Map.entry(408, List.of(RETRY, RETRY, VERIFY)),
          Map.entry(409, List.of(FAIL, FAIL, FAIL)),
          Map.entry(412, List.of(FAIL, FAIL, FAIL)),
          Map.entry(413, List.of(FAIL, FAIL, FAIL)),
          Map.entry(422, List.of(FAIL, FAIL, FAIL)),
          Map.entry(429, List.of(RETRY, RETRY, RETRY)),
          Map.entry(499, List.of(FAIL, FAIL, FAIL)),
          Map.entry(500, List.of(RETRY, RETRY, VERIFY)),
          Map.entry(501, List.of(FAIL, FAIL, FAIL)),
          Map.entry(502, List.of(RETRY, RETRY, VERIFY)),
          Map.entry(503, List.of(RETRY, RETRY, VERIFY)),
          Map.entry(504, List.of(RETRY, RETRY, VERIFY)));

  private static final List<CallKind> KINDS = List.of(READ, IDEMPOTENT, CREATE);

  static Stream<Arguments> statuses() {
    return BY_STATUS.entrySet().stream()
        .flatMap(
            e ->
                KINDS.stream()
                    .map(k -> Arguments.of(e.getKey(), k, e.getValue().get(k.ordinal()))));
  }

  @ParameterizedTest(name = "{0} {1} -> {2}")
  @MethodSource("statuses")
  void statusDecidesWhenTheCodeSaysNothing(int status, CallKind kind, Verdict expected) {
    for (String code : List.of("", "SOME_ERROR", "INTERNAL_ERROR", String.valueOf(status))) {
      assertThat(RetryRules.judge(kind, failure(status, code, "text", null))).isEqualTo(expected);
    }
  }

  static Stream<Arguments> throttlingCodes() {
    List<Arguments> all = new ArrayList<>();
    for (String code :
        List.of("REQUEST_LIMIT_EXCEEDED", "UC_REQUEST_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED")) {
      for (int status : BY_STATUS.keySet()) {
        KINDS.forEach(kind -> all.add(Arguments.of(code, status, kind)));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0} with {1} {2}")
  @MethodSource("throttlingCodes")
  void throttlingCodeWinsOverAnyStatus(String code, int status, CallKind kind) {
    ApiException failure = failure(status, code, "text", null);

    assertThat(RetryRules.judge(kind, failure)).isEqualTo(RETRY);
    assertThat(RetryRules.isThrottling(failure)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TEMPORARILY_UNAVAILABLE",
        "WORKSPACE_TEMPORARILY_UNAVAILABLE",
        "SERVICE_UNDER_MAINTENANCE"
      })
  void anUnavailableServiceMayHaveDoneTheWork(String code) {
    ApiException failure = failure(400, code, "text", null);

    assertThat(RetryRules.judge(READ, failure)).isEqualTo(RETRY);
    assertThat(RetryRules.judge(IDEMPOTENT, failure)).isEqualTo(RETRY);
    assertThat(RetryRules.judge(CREATE, failure)).isEqualTo(VERIFY);
    assertThat(RetryRules.isThrottling(failure)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x com.databricks.backend.manager.util.UnknownWorkerEnvironmentException: y",
        "it does not have any associated worker environments yet",
        "There is no worker environment with id 7",
        "Unknown worker environment",
        "ClusterNotReadyException",
        "RPC token bucket limit has been exceeded"
      })
  void transientTextIsRetriedWhateverTheStatus(String text) {
    for (CallKind kind : KINDS) {
      assertThat(RetryRules.judge(kind, failure(400, "BAD_REQUEST", text, null))).isEqualTo(RETRY);
    }
  }

  static Stream<Arguments> connectionFailures() {
    return Stream.of(
        Arguments.of(new ConnectException("refused"), List.of(RETRY, RETRY, RETRY)),
        Arguments.of(new ConnectTimeoutException("slow"), List.of(RETRY, RETRY, RETRY)),
        Arguments.of(new UnknownHostException("nowhere"), List.of(RETRY, RETRY, RETRY)),
        Arguments.of(new NoRouteToHostException("no route"), List.of(RETRY, RETRY, RETRY)),
        Arguments.of(new PortUnreachableException("port"), List.of(RETRY, RETRY, RETRY)),
        Arguments.of(new SocketException("Connection reset"), List.of(RETRY, RETRY, VERIFY)),
        Arguments.of(new IOException("Connection was closed"), List.of(RETRY, RETRY, VERIFY)),
        Arguments.of(new VertxException("Connection was closed"), List.of(RETRY, RETRY, VERIFY)),
        Arguments.of(new TimeoutException("read"), List.of(RETRY, RETRY, VERIFY)),
        Arguments.of(
            new SSLHandshakeException("PKIX path building failed"), List.of(FAIL, FAIL, FAIL)),
        Arguments.of(new SSLException("SSLEngine closed already"), List.of(RETRY, RETRY, VERIFY)),
        Arguments.of(new JsonParseException(null, "not JSON"), List.of(FAIL, FAIL, VERIFY)),
        Arguments.of(new IllegalStateException("bug"), List.of(FAIL, FAIL, FAIL)));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @MethodSource("connectionFailures")
  void connectionFailureIsFoundInTheCauses(Exception cause, List<Verdict> expected) {
    for (CallKind kind : KINDS) {
      ApiException direct = failure(0, "", "no answer", cause);
      ApiException wrapped =
          failure(0, "", "no answer", new ProcessingException(new RuntimeException(cause)));
      assertThat(RetryRules.judge(kind, direct)).isEqualTo(expected.get(kind.ordinal()));
      assertThat(RetryRules.judge(kind, wrapped)).isEqualTo(expected.get(kind.ordinal()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 400, 401, 404, 500, 502, 504})
  void otherFailuresDoNotSlowTheTraffic(int status) {
    assertThat(RetryRules.isThrottling(failure(status, "X", "text", null))).isFalse();
  }

  private static ApiException failure(int status, String code, String message, Throwable cause) {
    return new ApiException(status, code, message, null, null, cause);
  }
}
