package io.datareplicator.e2e;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.TokenSource;
import io.datareplicator.databricks.jdbc.ComputePath;
import io.datareplicator.databricks.jdbc.JdbcSqlEngine;
import io.datareplicator.databricks.sql.SqlEngine;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Random;

/** The contract through the driver's REST mode, as for the {@code http_path} of a warehouse. */
class JdbcWarehouseEngineIT extends SqlEngineContract {
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

  @Override
  Map<String, Object> onSubmission(String text, Map<String, Object> effect) {
    return StatementFaults.onSubmission(text, effect);
  }

  @Override
  Map<String, Object> onPoll(String text, Map<String, Object> effect) {
    return StatementFaults.onPoll(text, effect);
  }
}
