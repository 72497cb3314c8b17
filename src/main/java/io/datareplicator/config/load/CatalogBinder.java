package io.datareplicator.config.load;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.TableConfig;
import io.datareplicator.config.VolumeConfig;
import io.datareplicator.config.keys.KeyGroup;
import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Binds one catalog with its schemas, tables and volumes. */
final class CatalogBinder {

  /**
   * A bound catalog.
   *
   * @param config settings
   * @param effective the same as a tree; below the catalog only what differs from the level above
   */
  record Bound(CatalogConfig config, Mapping effective) {}

  private final Mapping group;
  private final Map<String, String> sides;
  private final Map<String, String> audit;

  CatalogBinder(Mapping group, Map<String, String> sides, Map<String, String> audit) {
    this.group = group;
    this.sides = sides;
    this.audit = audit;
  }

  Bound bind(Mapping catalog) {
    Mapping merged = Inheritance.catalog(group, catalog);
    String name = name(catalog, "catalog_name", KeyTable.CATALOG, sides);
    Map<String, String> context = with(sides, "catalog_name", name);
    Mapping complete = complete(merged, KeyTable.CATALOG, context);
    Values v = new Values(complete);
    Set<String> excluded =
        names(catalog, "exclude_schemas", "schema_name", KeyTable.SCHEMA, context);
    CatalogConfig bare =
        new CatalogConfig(
            name,
            SelectionBinder.bind(v),
            SectionBinder.backup(v.inner("backup_config")),
            SectionBinder.replication(v.inner("replication_config")),
            SectionBinder.reconciliation(v.inner("reconciliation_config")),
            SectionBinder.concurrency(v.inner("concurrency")),
            SectionBinder.retry(v.inner("retry")),
            v.text("schema_table_filter_expression"),
            List.of(),
            excluded);
    Map<String, SchemaConfig> schemas = new LinkedHashMap<>();
    List<ConfigNode> trees = new ArrayList<>();
    for (Mapping schema : catalog.mappings("target_schemas")) {
      SchemaConfig bound = schema(merged, bare, schema, context, trees);
      schemas.putIfAbsent(bound.name(), bound);
    }
    CatalogConfig config =
        new CatalogConfig(
            name,
            bare.objects(),
            bare.backup(),
            bare.replication(),
            bare.reconciliation(),
            bare.concurrency(),
            bare.retry(),
            bare.schemaTableFilter(),
            List.copyOf(schemas.values()),
            excluded);
    Mapping effective =
        trees.isEmpty()
            ? complete
            : complete.with(
                "target_schemas", new Sequence(trees, catalog.get("target_schemas").origin()));
    return new Bound(config, effective);
  }

  private SchemaConfig schema(
      Mapping catalogRaw,
      CatalogConfig catalog,
      Mapping schema,
      Map<String, String> above,
      List<ConfigNode> trees) {
    String name = name(schema, "schema_name", KeyTable.SCHEMA, above);
    Map<String, String> context = with(above, "schema_name", name);
    Mapping merged = Inheritance.schema(catalogRaw, schema);
    Mapping own = complete(merged, KeyTable.SCHEMA, context);
    SchemaConfig inherited = catalog.schema(name);
    boolean plain = KeyTable.INHERITED.stream().noneMatch(schema::has);
    Values v = new Values(own);
    SchemaConfig bare =
        new SchemaConfig(
            catalog.name(),
            name,
            plain ? inherited.objects() : SelectionBinder.bind(v),
            plain ? inherited.backup() : SectionBinder.backup(v.inner("backup_config")),
            plain
                ? inherited.replication()
                : SectionBinder.replication(v.inner("replication_config")),
            plain
                ? inherited.reconciliation()
                : SectionBinder.reconciliation(v.inner("reconciliation_config")),
            plain ? inherited.concurrency() : SectionBinder.concurrency(v.inner("concurrency")),
            plain ? inherited.retry() : SectionBinder.retry(v.inner("retry")),
            List.of(),
            v.text("table_filter_expression"),
            names(schema, "exclude_tables", "table_name", KeyTable.TABLE, context),
            List.of(),
            names(schema, "exclude_volumes", "volume_name", KeyTable.VOLUME, context));
    Mapping tree = Shown.below(schema, own, name, "schema_name");
    Map<String, TableConfig> tables = new LinkedHashMap<>();
    List<ConfigNode> shown = new ArrayList<>();
    for (Mapping table : schema.mappings("tables")) {
      TableConfig bound = table(merged, bare, table, context, shown);
      tables.putIfAbsent(bound.name(), bound);
    }
    tree =
        shown.isEmpty()
            ? tree
            : tree.with("tables", new Sequence(shown, schema.get("tables").origin()));
    Map<String, VolumeConfig> volumes = new LinkedHashMap<>();
    List<ConfigNode> shownVolumes = new ArrayList<>();
    for (Mapping volume : schema.mappings("volumes")) {
      VolumeConfig bound = volume(merged, bare, volume, context, shownVolumes);
      volumes.putIfAbsent(bound.name(), bound);
    }
    tree =
        shownVolumes.isEmpty()
            ? tree
            : tree.with("volumes", new Sequence(shownVolumes, schema.get("volumes").origin()));
    trees.add(tree);
    return new SchemaConfig(
        bare.catalog(),
        name,
        bare.objects(),
        bare.backup(),
        bare.replication(),
        bare.reconciliation(),
        bare.concurrency(),
        bare.retry(),
        List.copyOf(tables.values()),
        bare.tableFilter(),
        bare.excludeTables(),
        List.copyOf(volumes.values()),
        bare.excludeVolumes());
  }

  private TableConfig table(
      Mapping schemaRaw,
      SchemaConfig schema,
      Mapping table,
      Map<String, String> above,
      List<ConfigNode> shown) {
    String name = name(table, "table_name", KeyTable.TABLE, above);
    if (table.entries().size() == 1) {
      shown.add(Shown.below(table, table, name, "table_name"));
      return schema.table(name);
    }
    Mapping merged = Inheritance.object(schemaRaw, table);
    boolean metadata = !schema.objects().ucObjectTypes().isEmpty();
    Mapping own =
        new Completion(with(above, "table_name", name), audit, metadata)
            .complete(merged, KeyTable.TABLE);
    Values v = new Values(own);
    shown.add(Shown.below(table, own, name, "table_name"));
    return new TableConfig(
        schema.catalog(),
        schema.name(),
        name,
        SectionBinder.backup(v.inner("backup_config")),
        SectionBinder.replication(v.inner("replication_config")),
        SectionBinder.reconciliation(v.inner("reconciliation_config")),
        table.has("retry") ? SectionBinder.retry(v.inner("retry")) : schema.retry());
  }

  private VolumeConfig volume(
      Mapping schemaRaw,
      SchemaConfig schema,
      Mapping volume,
      Map<String, String> context,
      List<ConfigNode> shown) {
    String name = name(volume, "volume_name", KeyTable.VOLUME, context);
    if (volume.entries().size() == 1) {
      shown.add(Shown.below(volume, volume, name, "volume_name"));
      return schema.volume(name);
    }
    Mapping merged = Inheritance.object(schemaRaw, volume);
    boolean metadata = !schema.objects().ucObjectTypes().isEmpty();
    Mapping own = new Completion(context, audit, metadata).complete(merged, KeyTable.VOLUME);
    Values v = new Values(own);
    shown.add(Shown.below(volume, own, name, "volume_name"));
    return new VolumeConfig(
        schema.catalog(),
        schema.name(),
        name,
        SectionBinder.backup(v.inner("backup_config")),
        SectionBinder.replication(v.inner("replication_config")),
        SectionBinder.reconciliation(v.inner("reconciliation_config")),
        volume.has("retry") ? SectionBinder.retry(v.inner("retry")) : schema.retry());
  }

  private Mapping complete(Mapping merged, KeyGroup keys, Map<String, String> context) {
    boolean metadata = OwnRules.filled(merged, "uc_object_types");
    return new Completion(context, audit, metadata).complete(merged, keys);
  }

  private Set<String> names(
      Mapping parent, String list, String nameKey, KeyGroup keys, Map<String, String> context) {
    Set<String> names = new LinkedHashSet<>();
    parent.mappings(list).forEach(item -> names.add(name(item, nameKey, keys, context)));
    return names;
  }

  private String name(Mapping item, String key, KeyGroup keys, Map<String, String> context) {
    Mapping only = new Mapping(Map.of(key, item.get(key)), item.origin());
    return new Completion(context, audit, false).complete(only, keys).text(key);
  }

  private static Map<String, String> with(Map<String, String> above, String key, String value) {
    Map<String, String> values = new HashMap<>(above);
    values.put(key, value);
    return values;
  }
}
