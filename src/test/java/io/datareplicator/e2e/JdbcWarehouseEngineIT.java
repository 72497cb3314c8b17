package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.TokenSource;
import io.datareplicator.databricks.jdbc.ComputePath;
import io.datareplicator.databricks.jdbc.JdbcSqlEngine;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementFailure.Kind;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract through the driver's REST mode, as for the {@code http_path} of a warehouse. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class JdbcWarehouseEngineIT extends InProcessEngineContract {
  @Override
  SqlEngine engine(URI host, TokenSource tokens, HttpPipeline http) {
    String path = "/sql/1.0/warehouses/" + sandbox.announced("SOURCE_WAREHOUSE_ID");
    return new JdbcSqlEngine(
        host,
        ComputePath.parse(path).orElseThrow(),
        tokens,
        http,
        "contract/1",
        IMPATIENT,
        new RetryBudget(),
        new Random(1),
        Clock.systemUTC(),
        Map.of());
  }

  @Test
  void aForgottenSessionIsOpenedAgain() {
    String marker = "/* forgotten session */";
    sandbox
        .source()
        .faults(
            List.of(
                StatementFaults.onSubmission(
                    marker,
                    Map.of(
                        "status",
                        404,
                        "body",
                        Map.of(
                            "error_code",
                            "RESOURCE_DOES_NOT_EXIST",
                            "message",
                            "The session 0 was not found.")))));
    sandbox.source().clearRequests();
    assertThat(run(query("SELECT 8 AS n " + marker)).value(0, "n")).isEqualTo("8");
    assertThat(sandbox.source().requests().counts())
        .containsEntry("POST /api/2.0/sql/warehouses/{warehouse_id}/sessions", 1L);
  }

  @Test
  void theDriverIsNotAllowedToRepeatAStatement() {
    String marker = "/* held back */";
    sandbox
        .source()
        .faults(
            List.of(
                StatementFaults.onSubmission(
                    marker, Map.of("status", 503, "after_effect", true, "times", 3))));
    StatementFailure failure =
        catchThrowableOfType(
            StatementFailure.class,
            () ->
                run(
                    Statement.longRunning(
                        "SELECT 9 AS n " + marker,
                        Duration.ofMinutes(1),
                        Map.of(),
                        () -> {
                          throw new StatementFailure(Kind.UNKNOWN, null, null, null, "looked");
                        })));
    assertThat(failure.getMessage()).isEqualTo("looked");
    assertThat(sandbox.source().faultHits().get(0)).isEqualTo(1);
  }

  @Override
  Map<String, Object> onSubmission(String text, Map<String, Object> effect) {
    return StatementFaults.onSubmission(text, effect);
  }

  @Override
  Map<String, Object> onPoll(String text, Map<String, Object> effect) {
    return StatementFaults.onPoll(text, effect);
  }
}
