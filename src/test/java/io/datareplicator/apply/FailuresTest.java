package io.datareplicator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementFailure.Kind;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
  private static ApiException api(int status, String code) {
    return new ApiException(status, code, "said so", "req-1", null, null);
  }

  @Test
  void wrappersOfFuturesAreTakenOff() {
    IllegalStateException inner = new IllegalStateException("x");

    assertThat(Failures.unwrap(new CompletionException(new CompletionException(inner))))
        .isSameAs(inner);
    assertThat(Failures.unwrap(inner)).isSameAs(inner);
    CompletionException bare = new CompletionException("no cause", null);
    assertThat(Failures.unwrap(bare)).isSameAs(bare);
  }

  @ParameterizedTest
  @CsvSource({
    "429,REQUEST_LIMIT_EXCEEDED,true,false",
    "503,TEMPORARILY_UNAVAILABLE,true,false",
    "500,INTERNAL_ERROR,true,false",
    "400,BAD_REQUEST,false,false",
    "404,NOT_FOUND,false,false",
    "403,PERMISSION_DENIED,false,false",
    "403,403,false,true",
    "401,401,false,true",
    "0,NO_CONNECTION,false,true",
    "0,,false,false"
  })
  void requests(int status, String code, boolean again, boolean stop) {
    assertThat(Failures.isTransient(api(status, code))).isEqualTo(again);
    assertThat(Failures.stopsRun(api(status, code))).isEqualTo(stop);
  }

  @Test
  void lostConnectionIsTransientAProgrammingErrorIsNot() {
    ApiException lost =
        new ApiException(0, "", "no answer", null, null, new SocketTimeoutException("read"));

    assertThat(Failures.isTransient(lost)).isTrue();
    assertThat(Failures.isTransient(new IllegalStateException("bug"))).isFalse();
    assertThat(Failures.stopsRun(new IllegalStateException("bug"))).isFalse();
  }

  @Test
  void descriptionsTellWhatToLookUp() {
    assertThat(Failures.describe(api(400, "BAD_REQUEST")))
        .isEqualTo("said so (HTTP 400 BAD_REQUEST, request req-1)");
    assertThat(Failures.describe(api(401, "401"))).contains("HTTP 401", "refuses the credential");
    assertThat(Failures.describe(api(400, "BAD_REQUEST"))).doesNotContain("credential");
    assertThat(Failures.describe(new ApiException(502, "", "said so", null, null, null)))
        .isEqualTo("said so (HTTP 502)");
    assertThat(Failures.describe(new ApiException(0, "", "no answer", null, null, null)))
        .isEqualTo("no answer");
    assertThat(Failures.describe(new StatementFailure(Kind.FAILED, "01ef", null, null, "broke")))
        .isEqualTo("broke (statement 01ef)");
    assertThat(
            Failures.describe(
                new StatementFailure(Kind.TIMED_OUT, "01ef", null, null, "01ef timed out")))
        .isEqualTo("01ef timed out");
    assertThat(Failures.describe(new StatementFailure(Kind.FAILED, null, null, null, "broke")))
        .isEqualTo("broke");
    assertThat(Failures.describe(new NullPointerException()))
        .isEqualTo("java.lang.NullPointerException");
  }
}
