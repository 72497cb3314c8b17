package io.datareplicator.e2e;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.http.RestClients;
import io.datareplicator.databricks.http.TokenSource;
import io.datareplicator.databricks.sql.RestSqlEngine;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.databricks.sql.StatementApi;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract over the Statement Execution API, whose clients the framework builds. */
@QuarkusTest
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class RestSqlEngineIT extends InProcessEngineContract {
  @Override
  SqlEngine engine(URI host, TokenSource tokens, HttpPipeline http) {
    Clock clock = Clock.systemUTC();
    RestClients clients = new RestClients(host, "contract/1", Network.DIRECT, clock);
    return new RestSqlEngine(
        clients.authenticated(StatementApi.class, http),
        http,
        sandbox.announced("SOURCE_WAREHOUSE_ID"),
        clock);
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
