package io.datareplicator.replicate;

import io.datareplicator.apply.Applier;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.Side;
import io.datareplicator.databricks.catalog.TablesApi.TableInfo;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.LastClone;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.setup.Shared;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.testkit.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Two metastores and two engines in memory, with a replication between them. */
abstract class ReplicationBench {
  static final Pattern HISTORY =
      Pattern.compile("DESCRIBE HISTORY `([^`]+)`\\.`([^`]+)`\\.`([^`]+)` LIMIT 1");
  static final String METASTORE = "aws:east:1";

  /** version and operation by full name; version of a clone's source equals the version given. */
  final Map<String, Long> written = new HashMap<>();

  final Map<String, Long> cloned = new HashMap<>();
  final Map<TableName, LastClone> lastClones = new HashMap<>();
  final FakeSql sourceSql = new FakeSql().when(t -> t.contains("DESCRIBE HISTORY"), this::history);
  final FakeSql targetSql =
      new FakeSql()
          .when(t -> t.contains("DESCRIBE HISTORY"), this::history)
          .when(
              t -> t.startsWith("CREATE OR REPLACE TABLE"),
              t -> FakeSql.rows(List.of("num_copied_files"), List.of("2")));
  final FakeUnityCatalog source = new FakeUnityCatalog(METASTORE).catalog("src");
  final FakeUnityCatalog target =
      new FakeUnityCatalog("azure:west:2")
          .sharedCatalog("shared", "prov", "share1")
          .catalog("tgt")
          .provider("prov", METASTORE);
  final Set<TableName> streamed = new HashSet<>();
  UrlMapping mapping = new UrlMapping(Map.of());
  final Results results = new Results();
  final MovableClock clock = new MovableClock();

  StatementResult history(String sql) {
    List<List<String>> rows = new ArrayList<>();
    Matcher m = HISTORY.matcher(sql);
    for (int i = 0; m.find(); i++) {
      String name = m.group(1) + "." + m.group(2) + "." + m.group(3);
      Long version = written.get(name);
      Long of = cloned.get(name);
      if (version == null && of == null) {
        throw FakeSql.failure("[TABLE_OR_VIEW_NOT_FOUND] " + name);
      }
      rows.add(
          Arrays.asList(
              String.valueOf(i),
              of == null ? version.toString() : "4",
              "1000",
              of == null ? "WRITE" : "CLONE",
              of == null ? null : of.toString(),
              i == 0 ? METASTORE : null));
    }
    return new StatementResult(
        "st", List.of("i", "version", "millis", "operation", "source_version", "metastore"), rows);
  }

  void run(CatalogConfig catalog, Set<String> shared) throws InterruptedException {
    run(catalog, shared, sourceSql, target, targetSql);
  }

  void run(
      CatalogConfig catalog,
      Set<String> shared,
      FakeSql sourceEngine,
      FakeUnityCatalog targetSide,
      FakeSql targetEngine)
      throws InterruptedException {
    try (Applier applier = new Applier(clock, results)) {
      new DataReplication(
              source.workspace(Side.SOURCE, sourceEngine),
              targetSide.workspace(Side.TARGET, targetEngine),
              results,
              applier,
              clock,
              mapping,
              lastClones,
              Duration.ZERO,
              Map.of("run_id", "r1"))
          .run(catalog, shared == null ? null : new Shared(shared, streamed));
    }
  }

  void run() throws InterruptedException {
    run(Configs.catalog(), null);
  }

  void tables(String schema, String... names) {
    source.schema("src", schema, infos(names));
    target.schema("shared", schema, infos(names));
    for (String name : names) {
      written.put("src." + schema + "." + name, 7L);
    }
  }

  static TableInfo[] infos(String... names) {
    return Stream.of(names)
        .map(n -> FakeUnityCatalog.table(n, "MANAGED", "id-" + n))
        .toArray(TableInfo[]::new);
  }

  List<String> clones() {
    return targetSql.texts().stream().filter(t -> t.startsWith("CREATE OR REPLACE")).toList();
  }

  static CatalogConfig with(String key, Object value) {
    CatalogConfig catalog = Configs.catalog();
    return Configs.with(catalog, "replication", Configs.with(catalog.replication(), key, value));
  }
}
