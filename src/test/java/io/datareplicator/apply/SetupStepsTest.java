package io.datareplicator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.testkit.Results;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SetupStepsTest {
  private final Results results = new Results();
  private final SetupSteps steps =
      new SetupSteps(
          "backup",
          "tgt",
          results,
          new MovableClock().moving(Duration.ofSeconds(1)),
          Configs.QUICK);

  private static ApiException busy() {
    return new ApiException(503, "TEMPORARILY_UNAVAILABLE", "busy", null, null, null);
  }

  @Test
  void whatWasDoneIsRecorded() {
    assertThat(steps.<String>step("share", "share1", () -> new Outcome<>("value", "created")))
        .isEqualTo("value");

    OperationResult result = results.the("share", "share1");
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.operationType()).isEqualTo("backup");
    assertThat(result.catalog()).isEqualTo("tgt");
    assertThat(result.schema()).isNull();
    assertThat(result.details()).isEqualTo(Map.of("action", "created"));
    assertThat(result.seconds()).isEqualTo(1.0);
    assertThat(result.attempt()).isEqualTo(1);
  }

  @Test
  void nothingToDoIsNotRecorded() {
    assertThat(steps.<Integer>step("share", "share1", () -> new Outcome<>(5, null))).isEqualTo(5);
    assertThat(results.all()).isEmpty();
  }

  @Test
  void transientFailureIsTriedAgain() {
    AtomicInteger calls = new AtomicInteger();

    steps.step(
        "s",
        "schema",
        "s",
        () -> {
          if (calls.incrementAndGet() < 3) {
            throw busy();
          }
          return new Outcome<>("x", "added");
        });

    assertThat(calls).hasValue(3);
    assertThat(results.the("schema", "s").attempt()).isEqualTo(3);
    assertThat(results.the("schema", "s").status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void lastFailureIsRecordedOnceAndStopsTheCatalog() {
    AtomicInteger calls = new AtomicInteger();

    assertThatThrownBy(
            () ->
                steps.step(
                    "share",
                    "share1",
                    () -> {
                      calls.incrementAndGet();
                      throw busy();
                    }))
        .isInstanceOf(StopCatalog.class)
        .hasMessageContaining("busy (HTTP 503");

    assertThat(calls).hasValue(3);
    assertThat(results.lines()).containsExactly("share share1 failed");
    assertThat(results.the("share", "share1").error()).contains("busy");
  }

  @Test
  void permanentFailureIsTriedOnce() {
    AtomicInteger calls = new AtomicInteger();

    assertThatThrownBy(
            () ->
                steps.step(
                    "share",
                    "share1",
                    () -> {
                      calls.incrementAndGet();
                      throw new StopCatalog("set create_share");
                    }))
        .isInstanceOf(StopCatalog.class)
        .hasMessage("set create_share");

    assertThat(calls).hasValue(1);
    assertThat(results.the("share", "share1").error()).isEqualTo("set create_share");
  }

  @Test
  void refusedCredentialStopsTheRun() {
    ApiException refused =
        new ApiException(403, "403", "Invalid access token dapi00112233445566", null, null, null);

    assertThatThrownBy(
            () ->
                steps.step(
                    "share",
                    "share1",
                    () -> {
                      throw refused;
                    }))
        .isInstanceOf(StopRun.class)
        .hasMessageContaining("[redacted]")
        .hasMessageNotContaining("dapi0011");
    assertThat(results.the("share", "share1").error()).doesNotContain("dapi0011");
  }

  @Test
  void interruptionStaysVisible() {
    assertThatThrownBy(
            () ->
                steps.step(
                    "share",
                    "share1",
                    () -> {
                      throw new InterruptedException("stop");
                    }))
        .isInstanceOf(StopCatalog.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(results.lines()).containsExactly("share share1 failed");
  }

  @Test
  void retriedRequestsAreInTheDetails() {
    steps.step(
        "share",
        "share1",
        () -> {
          Trace.current().retried("GET share", busy(), 1, 20);
          return new Outcome<>(1, "created");
        });

    assertThat(results.the("share", "share1").details()).containsKey("retries");
  }

  @Test
  void endedRecordsWhatIsSaid() {
    steps.ended("s", "table", "t", Status.SKIPPED, Map.of("reason", "unchanged"), null);

    OperationResult result = results.the("table", "t");
    assertThat(result.schema()).isEqualTo("s");
    assertThat(result.seconds()).isZero();
    assertThat(result.details()).isEqualTo(Map.of("reason", "unchanged"));
    assertThat(result.fullName()).isEqualTo("tgt.s.t");
  }
}
