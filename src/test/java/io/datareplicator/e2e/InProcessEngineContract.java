package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementFailure.Kind;
import io.datareplicator.databricks.sql.StatementResult;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What can be held of an engine only where its tokens, effects and counters are: in this process.
 * The subclass also says which of the sandbox's routes submits a statement.
 */
@Tag("jvm")
abstract class InProcessEngineContract extends SqlEngineContract {
  /** Fault rule for the requests that submit statements with this text. */
  abstract Map<String, Object> onSubmission(String text, Map<String, Object> effect);

  /** Fault rule for the requests that ask for the state of such a statement. */
  abstract Map<String, Object> onPoll(String text, Map<String, Object> effect);

  private static Statement once(String text, Supplier<Optional<StatementResult>> effect) {
    return Statement.longRunning(text, Duration.ofMinutes(2), Map.of(), effect);
  }

  private long submissions(String marker) {
    return sandbox.source().requests().statements().stream()
        .filter(s -> s.text().contains(marker))
        .count();
  }

  @Test
  void aNewTokenIsUsed() {
    TestTokens tokens = new TestTokens(sandbox.source().token());
    try (SqlEngine own = make(URI.create(sandbox.source().host()), tokens)) {
      assertThat(own.run(query("SELECT 1 AS n")).value(0, "n")).isEqualTo("1");
      tokens.current.set("dapi-wrong-0123456789");
      assertThatThrownBy(() -> own.run(query("SELECT 2 AS n")))
          .isInstanceOf(ApiException.class)
          .satisfies(e -> assertThat(((ApiException) e).isUnauthenticated()).isTrue());
      tokens.current.set(sandbox.source().token());
      assertThat(own.run(query("SELECT 3 AS n")).value(0, "n")).isEqualTo("3");
      // The workspace refuses a token that was good when it was fetched: once, another is used.
      tokens.current.set("dapi-wrong-0123456789");
      tokens.afterRefusal.set(sandbox.source().token());
      tokens.refusals.set(0);
      assertThat(own.run(query("SELECT 4 AS n")).value(0, "n")).isEqualTo("4");
      assertThat(tokens.refusals.get()).isEqualTo(1);
    }
  }

  @Test
  void aSubmissionWithoutAnswerIsSentAgainOnlyAfterALook() {
    isLookedForOnce(mark("reset"), Map.of("reset", true, "after_effect", true));
  }

  @Test
  void anUnavailableGatewayMayHaveLetTheStatementThrough() {
    isLookedForOnce(mark("gateway"), Map.of("status", 503, "after_effect", true));
    // The thread that was held back works on.
    assertThat(run(query("SELECT 5 AS n")).value(0, "n")).isEqualTo("5");
  }

  private void isLookedForOnce(String marker, Map<String, Object> fault) {
    sandbox.source().faults(List.of(onSubmission(marker, fault)));
    AtomicInteger looks = new AtomicInteger();
    StatementResult found = new StatementResult(null, List.of("n"), List.of(List.of("found")));
    StatementResult result =
        run(
            once(
                "SELECT 1 AS n " + marker,
                () -> {
                  looks.incrementAndGet();
                  return Optional.of(found);
                }));
    assertThat(result).isEqualTo(found);
    assertThat(looks.get()).isEqualTo(1);
    assertThat(submissions(marker)).isEqualTo(1);
  }

  @Test
  void aLookThatCannotTellEndsTheStatement() {
    String marker = mark("untold");
    sandbox
        .source()
        .faults(List.of(onSubmission(marker, Map.of("reset", true, "after_effect", true))));
    StatementFailure failure =
        catchThrowableOfType(
            StatementFailure.class,
            () ->
                run(
                    once(
                        "SELECT 1 AS n " + marker,
                        () -> {
                          throw new StatementFailure(Kind.UNKNOWN, null, null, null, "untold");
                        })));
    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(submissions(marker)).isEqualTo(1);
  }

  @Test
  void aQueryIsSimplyAskedAgain() {
    for (Map<String, Object> effect :
        List.<Map<String, Object>>of(
            Map.of("status", 503),
            Map.of("reset", true),
            Map.of("status", 500, "after_effect", true),
            Map.of("status", 429, "headers", Map.of("Retry-After", "1")))) {
      String marker = mark("again" + effect.hashCode());
      sandbox.source().faults(List.of(onSubmission(marker, effect)));
      assertThat(run(query("SELECT 6 AS n " + marker)).value(0, "n"))
          .as(effect.toString())
          .isEqualTo("6");
    }
  }

  @Test
  void nothingRunsUnseenWhenAPollGetsNoAnswer() throws InterruptedException {
    String marker = mark("poll");
    sandbox.source().faults(List.of(onPoll(marker, Map.of("reset", true))));
    StatementResult found = new StatementResult(null, List.of("n"), List.of(List.of("found")));
    // Long enough to be polled by every engine.
    String text =
        "SELECT reflect('java.lang.Thread', 'sleep', 13000L) AS slept, 'own' AS n " + marker;
    StatementResult result = run(once(text, () -> Optional.of(found)));
    assertThat(result.value(0, "n")).isIn("own", "found");
    assertThat(submissions(marker)).isEqualTo(1);
    awaitState(marker, "SUCCEEDED", "CANCELED", "CLOSED");
  }

  @Test
  void requestsAreCounted() {
    long before = http().counter().total();
    run(query("SELECT 7"));
    assertThat(http().counter().total()).isGreaterThan(before);
  }
}
