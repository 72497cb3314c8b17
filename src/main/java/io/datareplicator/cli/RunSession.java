package io.datareplicator.cli;

import io.datareplicator.audit.ConfigDetails;
import io.datareplicator.audit.Journal;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.RunConfig;
import io.datareplicator.databricks.WorkspaceFactory;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.run.ResultLog;
import io.datareplicator.run.Run;
import io.datareplicator.run.RunOutcome;
import io.quarkus.arc.Arc;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/** Puts a run together from the configuration and the process it runs in. */
final class RunSession {
  private final RunConfig config;
  private final Network network;
  private final Path stateDir;

  /**
   * @param network how hosts are reached
   * @param stateDir where the journal goes; null = from the environment
   */
  RunSession(RunConfig config, Network network, Path stateDir) {
    this.config = config;
    this.network = network;
    this.stateDir = stateDir;
  }

  RunOutcome execute() throws IOException, InterruptedException {
    String runId = config.runId() == null ? UUID.randomUUID().toString() : config.runId();
    Map<String, String> environment = System.getenv();
    LogSetup.apply(config.logging(), runId);
    Clock clock = Clock.systemUTC();
    WorkspaceFactory workspaces = Workspaces.of(config, network, environment, clock);
    Map<String, String> tags =
        Map.of("tool", "data-replicator", "version", VersionProvider.version(), "run_id", runId);
    try (Journal journal = Journal.open(stateDirectory(environment), runId, clock);
        Progress progress =
            Progress.on(new PrintStream(System.err, true), environment, config.logging())) {
      ResultLog log = new ResultLog(journal, progress);
      for (CatalogConfig catalog : config.catalogs()) {
        log.describeConfig(catalog.name(), ConfigDetails.of(catalog));
      }
      Run run = new Run(config, runId, workspaces, log, clock, tags);
      Interruption interruption = Arc.container().instance(Interruption.class).get();
      interruption.cancels(run::cancel);
      try {
        return run.execute();
      } finally {
        interruption.over();
      }
    }
  }

  private Path stateDirectory(Map<String, String> environment) {
    if (stateDir != null) {
      return stateDir;
    }
    String configured = environment.get("DATA_REPLICATOR_STATE_DIR");
    if (configured != null && !configured.isBlank()) {
      return Path.of(configured);
    }
    String xdg = environment.get("XDG_STATE_HOME");
    Path base =
        xdg == null || xdg.isBlank()
            ? Workspaces.home(environment).resolve(".local").resolve("state")
            : Path.of(xdg);
    return base.resolve("data-replicator");
  }
}
