package io.datareplicator.config.load;

import io.datareplicator.config.AuditConfig;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.CredentialType;
import io.datareplicator.config.LogFormat;
import io.datareplicator.config.LogLevel;
import io.datareplicator.config.LoggingConfig;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.Side;
import io.datareplicator.config.StorageCredentialConfig;
import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.layers.SideNames;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.ScalarType;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binds a checked and merged tree. */
final class RunBinder {

  /**
   * A bound run.
   *
   * @param config settings
   * @param effective the same as a tree with origins
   */
  record Bound(RunConfig config, Mapping effective) {}

  private final Mapping group;
  private final String environment;
  private final RunOptions options;

  RunBinder(Mapping group, String environment, RunOptions options) {
    this.group = group;
    this.environment = environment;
    this.options = options;
  }

  Bound bind() {
    Map<String, String> sides = SideNames.of(group);
    Mapping plain = group.without(KeyTable.OPERATIONS.toArray(String[]::new));
    Mapping complete = new Completion(sides, Map.of(), false).complete(plain, KeyTable.GROUP);
    Values v = new Values(complete);
    AuditConfig audit = SectionBinder.audit(v.inner("audit_config"));
    Map<String, String> auditNames =
        Map.of("audit catalog", audit.auditCatalog(), "audit schema", audit.auditSchema());

    List<CatalogConfig> catalogs = new ArrayList<>();
    List<ConfigNode> trees = new ArrayList<>();
    CatalogBinder binder = new CatalogBinder(group, sides, auditNames);
    for (Mapping catalog : group.mappings("target_catalogs")) {
      CatalogBinder.Bound bound = binder.bind(catalog);
      catalogs.add(bound.config());
      trees.add(bound.effective());
    }
    Mapping replication = replication(sides, auditNames);
    RunConfig config =
        new RunConfig(
            v.text("version"),
            v.text("replication_group"),
            environment,
            SideBinder.bind(
                Side.SOURCE, v.inner("source_databricks_connect_config"), options.allowHttp()),
            SideBinder.bind(
                Side.TARGET, v.inner("target_databricks_connect_config"), options.allowHttp()),
            audit,
            logging(v.inner("logging")),
            SectionBinder.concurrency(v.inner("concurrency")),
            SectionBinder.retry(v.inner("retry")),
            v.dictionary("cloud_url_mapping"),
            v.dictionary("principal_mapping"),
            credentials(v.inner("storage_credential_config")),
            names(v.inner("external_location_config"), "external_locations"),
            names(v.inner("tag_policy_config"), "tag_policies"),
            SelectionBinder.bind(v),
            replication(replication),
            catalogs,
            options.operations(),
            options.replicationWait(),
            options.since(),
            options.runId(),
            options.profile());
    return new Bound(config, effective(complete, replication, trees));
  }

  private Mapping replication(Map<String, String> sides, Map<String, String> audit) {
    Mapping raw = group.mapping("replication_config");
    return raw == null || !raw.has("enabled")
        ? null
        : new Completion(sides, audit, true).complete(raw, KeyTable.REPLICATION);
  }

  private static ReplicationConfig replication(Mapping complete) {
    return complete == null ? null : SectionBinder.replication(new Values(complete));
  }

  private Mapping effective(Mapping complete, Mapping replication, List<ConfigNode> catalogs) {
    Map<String, ConfigNode> tree = new LinkedHashMap<>();
    Origin chosen = options.environmentOption() ? Origin.option("--environment") : Origin.DEFAULT;
    tree.put("environment", new Scalar(environment, ScalarType.STRING, chosen));
    tree.putAll(complete.entries());
    if (catalogs.isEmpty()) {
      if (replication != null) {
        tree.put("replication_config", replication);
      }
    } else {
      tree.remove("target_catalogs");
      tree.put("target_catalogs", new Sequence(catalogs, group.get("target_catalogs").origin()));
    }
    return new Mapping(tree, group.origin());
  }

  private static LoggingConfig logging(Values v) {
    return new LoggingConfig(
        v.choice("level", LogLevel.values()),
        v.choice("format", LogFormat.values()),
        v.flag("log_to_file"),
        v.text("log_file_path"));
  }

  private static StorageCredentialConfig credentials(Values v) {
    return v == null
        ? null
        : new StorageCredentialConfig(
            v.choice("target_credential_type", CredentialType.values()), v.dictionary("mapping"));
  }

  private static List<String> names(Values v, String key) {
    return v == null ? null : v.textsOrNull(key);
  }
}
