package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.TokenSource;
import io.datareplicator.databricks.jdbc.ComputePath;
import io.datareplicator.databricks.jdbc.JdbcSqlEngine;
import io.datareplicator.databricks.sql.SqlEngine;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract through the driver's Thrift mode, as for a {@code cluster_id}. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class JdbcClusterEngineIT extends InProcessEngineContract {
  @Override
  SqlEngine engine(URI host, TokenSource tokens, HttpPipeline http) {
    return new JdbcSqlEngine(
        host,
        ComputePath.ofCluster(sandbox.announced("SOURCE_CLUSTER_ID")).orElseThrow(),
        tokens,
        http,
        "contract/1",
        IMPATIENT,
        new RetryBudget(),
        new Random(1),
        Clock.systemUTC(),
        Map.of());
  }

  /** Rows of the Thrift protocol know one type of timestamp only. */
  @Override
  String localTime() {
    return "2026-03-29T02:30:00.000Z";
  }

  @Test
  void aClusterThatStartsIsWaitedFor() {
    Map<String, Object> starting = new HashMap<>();
    starting.put("method", "POST");
    starting.put("path", "^/sql/protocolv1/");
    starting.put("status", 503);
    starting.put("times", 2);
    sandbox.source().faults(List.of(starting));
    URI host = URI.create(sandbox.source().host());
    TestTokens tokens = new TestTokens(sandbox.source().token());
    HttpPipeline http =
        new HttpPipeline(
            host, Network.DIRECT, tokens, IMPATIENT, new RetryBudget(), new Random(1), 32);
    try (SqlEngine own = engine(host, tokens, http)) {
      assertThat(own.run(query("SELECT 10 AS n")).value(0, "n")).isEqualTo("10");
    }
    assertThat(http.counter().byCall()).containsEntry("JDBC session", 3L);
    assertThat(http.counter().retries()).isZero();
  }

  @Override
  Map<String, Object> onSubmission(String text, Map<String, Object> effect) {
    return StatementFaults.onSubmission(text, effect);
  }

  /** Every call of the protocol is a POST to one path; the first that names the text submits it. */
  @Override
  Map<String, Object> onPoll(String text, Map<String, Object> effect) {
    Map<String, Object> rule = new HashMap<>(effect);
    rule.put("method", "POST");
    rule.put("path", "^/sql/protocolv1/");
    rule.put("statement", Pattern.quote(text));
    rule.put("nth", 2);
    return rule;
  }
}
