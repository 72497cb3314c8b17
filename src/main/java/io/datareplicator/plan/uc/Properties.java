package io.datareplicator.plan.uc;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells properties that people set from those that the server keeps. */
final class Properties {
  private static final String CHECK = "delta.constraints.";
  private static final Set<String> SERVERS =
      Set.of(
          "clusteringColumns",
          "clusterByAuto",
          "delta.clusterByAuto",
          "delta.lastUpdateVersion",
          "delta.lastCommitTimestamp",
          "delta.minReaderVersion",
          "delta.minWriterVersion",
          "delta.columnMapping.maxColumnId",
          "delta.inCommitTimestampEnablementTimestamp",
          "delta.inCommitTimestampEnablementVersion",
          "data_replicator.source",
          "ownerGroup");
  private static final List<String> SERVERS_BEGIN =
      List.of(
          "unity.catalog.",
          "spark.",
          "view.",
          "pipelines.",
          "option.serialization.format",
          "delta.feature.",
          "delta.rowTracking.",
          "delta.identity.",
          "delta.universalFormat.iceberg.",
          CHECK,
          "io.unitycatalog.",
          "data_replicator.",
          "catalogManaged.");

  private Properties() {}

  /** Those that people set. */
  static SortedMap<String, String> ofPeople(Map<String, String> properties) {
    SortedMap<String, String> kept = new TreeMap<>();
    properties.forEach(
        (key, value) -> {
          boolean servers =
              SERVERS.contains(key) || SERVERS_BEGIN.stream().anyMatch(key::startsWith);
          if (!servers) {
            kept.put(key, value);
          }
        });
    return kept;
  }

  /** Those that a statement which makes the table has to name. */
  static SortedMap<String, String> toCreate(Map<String, String> properties, boolean defaults) {
    SortedMap<String, String> kept = ofPeople(properties);
    if (defaults) {
      kept.put("delta.feature.allowColumnDefaults", "supported");
    }
    return kept;
  }

  /** CHECK constraints by name. */
  static SortedMap<String, String> checks(Map<String, String> properties) {
    SortedMap<String, String> checks = new TreeMap<>();
    properties.forEach(
        (key, value) -> {
          if (key.startsWith(CHECK)) {
            checks.put(key.substring(CHECK.length()), value);
          }
        });
    return checks;
  }

  /** Entries of {@code wanted} that {@code present} lacks or has with another value. */
  static SortedMap<String, String> missing(
      Map<String, String> wanted, Map<String, String> present) {
    SortedMap<String, String> missing = new TreeMap<>();
    wanted.forEach(
        (key, value) -> {
          if (!value.equals(present.get(key))) {
            missing.put(key, value);
          }
        });
    return missing;
  }

  /** All of {@code present} with {@code changes}, as APIs want it that replace the whole map. */
  static Map<String, String> merged(Map<String, String> present, Map<String, String> changes) {
    SortedMap<String, String> all = new TreeMap<>(present);
    all.putAll(changes);
    return all;
  }
}
