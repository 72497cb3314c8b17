package io.datareplicator.volumes;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.OperationResult;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.Side;
import io.datareplicator.databricks.files.FileTransfer.Sizes;
import io.datareplicator.databricks.files.Files;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeFilesServer;
import io.datareplicator.testkit.FakeIngestionLog;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.datareplicator.testkit.FilesClients;
import io.datareplicator.testkit.Results;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Two metastores in memory, files over real HTTP, and a replication between them: volume {@code v}
 * of schema {@code s} in {@code src}, seen through {@code shared}, goes to {@code tgt}.
 */
abstract class VolumeBench {
  static final String METASTORE = "aws:east:1";
  static final String FROM = "/Volumes/shared/s/v";
  static final String TO = "/Volumes/tgt/s/v";

  final FakeUnityCatalog source = new FakeUnityCatalog(METASTORE).catalog("src");
  final FakeUnityCatalog target =
      new FakeUnityCatalog("azure:west:2")
          .sharedCatalog("shared", "prov", "share1")
          .catalog("tgt")
          .catalog("log")
          .provider("prov", METASTORE);
  FakeIngestionLog log = new FakeIngestionLog(true);
  FakeSql sql = log.on(new FakeSql());
  Results results = new Results();
  Clock clock = Clock.systemUTC();
  UrlMapping mapping = new UrlMapping(Map.of("s3://src/", "abfss://tgt/"));
  FakeFilesServer server;
  Files files;
  volatile Applier applier;

  @BeforeEach
  void start() {
    server = new FakeFilesServer().directory(FROM);
    files = FilesClients.files(server.host(), FilesClients.pipeline(server.host()));
    managed("v");
  }

  @AfterEach
  void stop() {
    files.close();
    server.close();
  }

  /** A managed volume of the source. */
  void managed(String name) {
    source.volume("src", "s", name, "MANAGED", "s3://managed/" + name);
    target.volume("shared", "s", name, "MANAGED", null);
  }

  void external(String name, String location) {
    source.volume("src", "s", name, "EXTERNAL", location);
    target.volume("shared", "s", name, "MANAGED", null);
  }

  OperationResult run(String runId) throws InterruptedException {
    return run(runId, Configs.volumes());
  }

  /** Runs it and gives the result of volume v. */
  OperationResult run(String runId, CatalogConfig catalog) throws InterruptedException {
    replicate(runId, catalog, null);
    return results.the("volume", "v");
  }

  void replicate(String runId, CatalogConfig catalog, Set<String> shared)
      throws InterruptedException {
    results = new Results();
    try (Applier units = new Applier(clock, results)) {
      applier = units;
      new VolumeReplication(
              source.workspace(Side.SOURCE, new FakeSql()),
              target.workspace(Side.TARGET, sql, files),
              results,
              units,
              clock,
              mapping,
              runId,
              Duration.ZERO,
              Map.of("run_id", runId),
              new Random(5),
              new Sizes(1 << 20, 1 << 18, 1 << 30))
          .run(catalog, shared);
    }
  }

  static CatalogConfig with(String component, Object value) {
    return Configs.withVolume(Configs.volumes(), component, value);
  }
}
