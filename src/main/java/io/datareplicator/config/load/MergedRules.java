package io.datareplicator.config.load;

import io.datareplicator.config.check.StructureCheck;
import io.datareplicator.config.keys.KeyGroup;
import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.layers.SideNames;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import io.datareplicator.config.tree.KeyPaths;
import io.datareplicator.config.tree.Layer;
import io.datareplicator.config.tree.Origin;
import io.datareplicator.config.tree.Problems;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Rules about what is in force once every layer is merged and inherited. */
final class MergedRules {

  private static final Set<String> METASTORE_TYPES =
      Set.of("storage_credential", "external_location", "tag_policy");

  private final Problems problems;
  private final StructureCheck check;
  private final Mapping original;
  private final boolean allowHttp;
  private final boolean jdbc;

  /**
   * Rules for a merged tree.
   *
   * @param original merged tree before options picked catalogs, for key paths as in the file
   * @param allowHttp plain http is allowed for any host
   * @param jdbc whether this build has the JDBC driver
   */
  MergedRules(
      Problems problems, StructureCheck check, Mapping original, boolean allowHttp, boolean jdbc) {
    this.jdbc = jdbc;
    this.allowHttp = allowHttp;
    this.problems = problems;
    this.check = check;
    this.original = original;
  }

  void check(Mapping group) {
    check.require(group, KeyTable.GROUP, "", "replication_group", "audit_config");
    required(group, "audit_config", KeyTable.AUDIT, "audit_table");
    required(
        group,
        "storage_credential_config",
        KeyTable.STORAGE_CREDENTIALS,
        "target_credential_type",
        "mapping");
    logging(group);
    side(group, "source_databricks_connect_config", "--source-host");
    side(group, "target_databricks_connect_config", "--target-host");
    credentials(group);
    if (group.get("target_catalogs") instanceof Scalar) {
      return;
    }
    List<Mapping> catalogs = group.mappings("target_catalogs");
    if (group.items("target_catalogs").isEmpty()) {
      withoutCatalogs(group);
    }
    int position = 0;
    for (Mapping catalog : catalogs) {
      catalog(group, catalog, path(catalog, position++));
    }
  }

  private void required(Mapping group, String section, KeyGroup keys, String... names) {
    if (group.mapping(section) != null) {
      check.require(group.mapping(section), keys, section, names);
    }
  }

  private void side(Mapping group, String key, String option) {
    if (group.mapping(key) != null) {
      new SideRules(problems, check, SideNames.of(group), allowHttp, jdbc)
          .check(group.mapping(key), key, option);
    }
  }

  private void logging(Mapping group) {
    Mapping logging = group.mapping("logging");
    if (logging != null
        && "true".equals(logging.text("log_to_file"))
        && !OwnRules.filled(logging, "log_file_path")) {
      problems.error(
          logging.get("log_to_file"),
          "logging.log_to_file",
          "needs log_file_path",
          "Add \"log_file_path:\" to logging");
    }
  }

  private void credentials(Mapping group) {
    if (words(group, "uc_object_types").contains("storage_credential")
        && !group.has("storage_credential_config")) {
      problems.warning(
          group.get("uc_object_types").origin(),
          "uc_object_types",
          "storage_credential needs storage_credential_config; no credential will be replicated",
          "Add storage_credential_config");
    }
  }

  private void withoutCatalogs(Mapping group) {
    List<String> types = words(group, "uc_object_types");
    if (!types.isEmpty() && METASTORE_TYPES.containsAll(types)) {
      Mapping replication = group.mapping("replication_config");
      if (replication == null) {
        problems.error(
            group.get("uc_object_types").origin(),
            "replication_config",
            null,
            "is required and missing",
            "Add replication_config with \"enabled: true\"");
      } else {
        enabled(replication, "replication_config");
      }
      return;
    }
    ConfigNode list = group.get("target_catalogs");
    problems.error(
        list == null ? group.origin() : list.origin(),
        "target_catalogs",
        null,
        "at least one catalog is needed, unless uc_object_types has only storage_credential,"
            + " external_location and tag_policy",
        "Add target_catalogs or give --target-catalogs");
  }

  private void catalog(Mapping group, Mapping catalog, String path) {
    Mapping merged = Inheritance.catalog(group, catalog);
    Origin place = inFile(catalog.origin(), group);
    kind(catalog, merged, path, place);
    boolean any = KeyTable.OPERATIONS.stream().anyMatch(merged::has);
    if (!any) {
      problems.error(
          place,
          path,
          null,
          "at least one of backup_config, replication_config and reconciliation_config is needed"
              + " here or at group level",
          "Add for example replication_config with \"enabled: true\"");
    }
    for (String operation : KeyTable.OPERATIONS) {
      if (merged.mapping(operation) != null) {
        enabled(
            merged.mapping(operation),
            catalog.has(operation) ? KeyPaths.child(path, operation) : operation);
      }
    }
    together(merged, catalog, path);
    int index = 0;
    for (ConfigNode item : catalog.items("target_schemas")) {
      String schemaPath = KeyPaths.item(KeyPaths.child(path, "target_schemas"), index++);
      if (item instanceof Mapping schema) {
        schema(merged, schema, schemaPath);
      }
    }
  }

  private void kind(Mapping catalog, Mapping merged, String path, Origin place) {
    List<String> kinds =
        KeyTable.KINDS.stream()
            .filter(kind -> OwnRules.filled(merged, kind) || refused(merged, kind))
            .sorted(
                Comparator.comparing((String kind) -> catalog.has(kind))
                    .thenComparing(kind -> merged.get(kind).origin().line()))
            .toList();
    if (kinds.isEmpty()) {
      problems.error(
          place,
          path,
          null,
          "exactly one of uc_object_types, table_types and volume_types is needed here or at group"
              + " level",
          "Add for example table_types: [managed]");
      return;
    }
    boolean ownConflict =
        kinds.stream().allMatch(catalog::has) || kinds.stream().noneMatch(catalog::has);
    // A conflict within one dictionary of one file was reported when that file was checked.
    boolean sameFile =
        kinds.stream().map(kind -> merged.get(kind).origin().file()).distinct().count() == 1;
    if (kinds.size() > 1 && !(ownConflict && sameFile)) {
      String last = kinds.get(kinds.size() - 1);
      Origin other = merged.get(kinds.get(0)).origin();
      problems.error(
          merged.get(last).origin(),
          catalog.has(last) ? KeyPaths.child(path, last) : last,
          null,
          "excludes " + kinds.get(0) + ", which is in force too (" + other.describe() + ")",
          "Keep one; \"" + kinds.get(0) + ": []\" in the catalog switches the inherited one off");
    }
  }

  private void schema(Mapping catalog, Mapping schema, String path) {
    Mapping merged = Inheritance.schema(catalog, schema);
    long kinds =
        KeyTable.KINDS.stream()
            .filter(kind -> OwnRules.filled(merged, kind) || refused(merged, kind))
            .count();
    if (kinds == 0) {
      problems.error(
          schema.origin(),
          path,
          null,
          "nothing is selected: uc_object_types, table_types and volume_types are all empty",
          "Set one of them");
    }
    for (String operation : KeyTable.OPERATIONS) {
      if (schema.mapping(operation) != null && !catalog.has(operation)) {
        enabled(schema.mapping(operation), KeyPaths.child(path, operation));
      }
    }
    together(merged, schema, path);
    ineffective(merged, schema, path);
    for (String list : List.of("tables", "volumes")) {
      int index = 0;
      for (ConfigNode item : schema.items(list)) {
        String itemPath = KeyPaths.item(KeyPaths.child(path, list), index++);
        if (item instanceof Mapping object) {
          together(Inheritance.object(merged, object), object, itemPath);
          for (String operation : KeyTable.OPERATIONS) {
            if (object.mapping(operation) != null && !merged.has(operation)) {
              enabled(object.mapping(operation), KeyPaths.child(itemPath, operation));
            }
          }
        }
      }
    }
  }

  private void enabled(Mapping operation, String path) {
    if (!operation.has("enabled")) {
      problems.error(
          operation.origin(),
          KeyPaths.child(path, "enabled"),
          null,
          "is required and missing; it takes true or false",
          "Add \"enabled: true\" or \"enabled: false\"");
    }
  }

  /** Settings of an operation that need another one. */
  private void together(Mapping merged, Mapping own, String path) {
    Mapping replication = merged.mapping("replication_config");
    if (replication != null
        && "true".equals(replication.text("create_intermediate_catalog"))
        && !replication.has("intermediate_catalog")) {
      problems.error(
          replication.get("create_intermediate_catalog"),
          (own.has("replication_config") ? path + "." : "")
              + "replication_config.create_intermediate_catalog",
          "needs intermediate_catalog",
          "Add \"intermediate_catalog:\" or set it to false");
    }
  }

  private void ineffective(Mapping merged, Mapping schema, String path) {
    if (OwnRules.filled(schema, "tables") && OwnRules.filled(merged, "volume_types")) {
      problems.warning(
          schema.get("tables").origin(),
          KeyPaths.child(path, "tables"),
          "has no effect, because volume_types is in force",
          "Use volumes, or table_types");
    }
    if (OwnRules.filled(schema, "volumes") && OwnRules.filled(merged, "table_types")) {
      problems.warning(
          schema.get("volumes").origin(),
          KeyPaths.child(path, "volumes"),
          "has no effect, because table_types is in force",
          "Use tables, or volume_types");
    }
  }

  /** The key path that the catalog has in its file, whatever options picked. */
  private String path(Mapping catalog, int position) {
    List<ConfigNode> before = original.items("target_catalogs");
    for (int index = 0; index < before.size(); index++) {
      if (before.get(index).origin().equals(catalog.origin())) {
        return KeyPaths.item("target_catalogs", index);
      }
    }
    return KeyPaths.item("target_catalogs", position);
  }

  /** Problems of a catalog that only an option names are mended in the file. */
  private static Origin inFile(Origin origin, Mapping group) {
    return origin.layer() == Layer.COMMAND_LINE ? group.origin() : origin;
  }

  private static boolean refused(Mapping level, String key) {
    return level.get(key) instanceof Scalar scalar && scalar.invalid();
  }

  private static List<String> words(Mapping level, String key) {
    return level.get(key) instanceof Sequence sequence
        ? sequence.items().stream()
            .filter(Scalar.class::isInstance)
            .map(item -> ((Scalar) item).text())
            .toList()
        : List.of();
  }
}
