package io.datareplicator.e2e;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.TokenSource;
import io.datareplicator.databricks.sql.SqlEngine;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract against the engines inside the native executable, as far as a process shows it. On a
 * JVM they are the objects that the other subclasses test.
 */
abstract class ExecutableEngineContract extends SqlEngineContract {
  @TempDir Path home;

  /** Key and value that say what runs SQL on the source. */
  abstract String compute();

  @Override
  final SqlEngine engine(URI host, TokenSource tokens, HttpPipeline http) {
    Cli cli =
        new Cli(
            home,
            Map.of(
                "DATA_REPLICATOR_SOURCE_HOST", host.toString(),
                "DATA_REPLICATOR_SOURCE_TOKEN", tokens.token(),
                "DATA_REPLICATOR_TARGET_HOST", host.toString(),
                "DATA_REPLICATOR_TARGET_TOKEN", tokens.token()));
    cli.write("environments.yaml", Cli.environments(compute(), compute()));
    return new ExecutableSqlEngine(
        cli, cli.write("group.yaml", Cli.group("it_contract_audit", "", "it_contract")));
  }
}
