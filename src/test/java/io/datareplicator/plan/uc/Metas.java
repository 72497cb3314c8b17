package io.datareplicator.plan.uc;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.model.VolumeKind;
import io.datareplicator.model.VolumeName;
import io.datareplicator.model.uc.CatalogMeta;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.FunctionUse;
import io.datareplicator.model.uc.ModelMeta;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.SchemaMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.model.uc.VolumeMeta;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.testkit.Configs;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Objects of catalog {@code src}, schema {@code s}, and settings to replicate them by. */
final class Metas {
  static final String OWNER = "ann@x.com";

  /** Everything in catalog {@code src} becomes the same in {@code tgt}. */
  static final UcRules RULES =
      new UcRules(
          "tgt",
          Map.of("src", "tgt"),
          new UrlMapping(Map.of("s3://from/", "s3://to/")),
          Principals.SAME);

  private Metas() {}

  static CatalogMeta catalog(String name) {
    return new CatalogMeta(
        name, "MANAGED_CATALOG", null, OWNER, Map.of(), null, "OPEN", "INHERIT", null);
  }

  static SchemaMeta schema(String catalog, String name) {
    return new SchemaMeta(
        new SchemaName(catalog, name), null, OWNER, Map.of(), null, "INHERIT", null);
  }

  static TableName name(String dotted) {
    String[] parts = dotted.split("\\.");
    return new TableName(parts[0], parts[1], parts[2]);
  }

  /** A managed Delta table. */
  static RelationMeta table(String dotted, ColumnMeta... columns) {
    return new RelationMeta(
        name(dotted),
        TableKind.MANAGED,
        "MANAGED",
        "DELTA",
        null,
        OWNER,
        null,
        null,
        null,
        null,
        Map.of(),
        List.of(columns));
  }

  static RelationMeta external(String dotted, String location, ColumnMeta... columns) {
    RelationMeta table = table(dotted, columns);
    return Configs.with(
        Configs.with(Configs.with(table, "kind", TableKind.EXTERNAL), "tableType", "EXTERNAL"),
        "location",
        location);
  }

  static RelationMeta view(String dotted, String query, ColumnMeta... columns) {
    return relation(dotted, TableKind.VIEW, query, columns);
  }

  /** A view, materialized view or streaming table. */
  static RelationMeta relation(String dotted, TableKind kind, String query, ColumnMeta... columns) {
    return new RelationMeta(
        name(dotted),
        kind,
        kind.name(),
        null,
        null,
        OWNER,
        null,
        query,
        null,
        null,
        Map.of(),
        List.of(columns));
  }

  static ColumnMeta column(String name, String type) {
    return new ColumnMeta(name, type, null, true, null, null, null);
  }

  static ColumnMeta notNull(String name, String type) {
    return new ColumnMeta(name, type, null, false, null, null, null);
  }

  /** With metadata of its StructField, as JSON. */
  static ColumnMeta column(String name, String type, String metadata) {
    String json =
        "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":true,\"metadata\":%s}"
            .formatted(name, type, metadata);
    return new ColumnMeta(name, type, json, true, null, null, null);
  }

  static ColumnMeta withDefault(String name, String type, String expression) {
    return column(name, type, "{\"CURRENT_DEFAULT\":\"" + expression + "\"}");
  }

  static ColumnMeta commented(ColumnMeta column, String comment) {
    return Configs.with(column, "comment", comment);
  }

  static ColumnMeta masked(ColumnMeta column, String function, String... columns) {
    return Configs.with(column, "mask", new FunctionUse(function, List.of(columns)));
  }

  static FunctionMeta function(String dotted, String body) {
    String[] parts = dotted.split("\\.");
    return new FunctionMeta(
        UcName.of(UcKind.FUNCTION, parts),
        List.of(new FunctionMeta.Parameter("x", "bigint", null, null)),
        "bigint",
        List.of(),
        "SQL",
        body,
        true,
        "CONTAINS_SQL",
        null,
        OWNER);
  }

  static VolumeMeta volume(String dotted, VolumeKind kind, String location) {
    TableName name = name(dotted);
    return new VolumeMeta(
        new VolumeName(name.catalog(), name.schema(), name.table()), kind, null, OWNER, location);
  }

  static ModelMeta model(String dotted, String comment) {
    return new ModelMeta(UcName.of(UcKind.REGISTERED_MODEL, dotted.split("\\.")), comment, OWNER);
  }

  static UcName relationName(UcKind kind, String dotted) {
    return UcName.of(kind, dotted.split("\\."));
  }

  /** Everything that can be asked for below metastores. */
  static Set<UcObjectType> everything() {
    Set<UcObjectType> types = EnumSet.allOf(UcObjectType.class);
    types.removeAll(
        EnumSet.of(
            UcObjectType.STORAGE_CREDENTIAL,
            UcObjectType.EXTERNAL_LOCATION,
            UcObjectType.TAG_POLICY,
            UcObjectType.CONNECTION));
    return types;
  }

  static Set<UcObjectType> everythingBut(UcObjectType... types) {
    Set<UcObjectType> rest = everything();
    rest.removeAll(Arrays.asList(types));
    return rest;
  }

  /** Settings of catalog {@code tgt} as they are by default, but for {@code changes}. */
  static CatalogConfig config(Set<UcObjectType> types, Object... changes) {
    CatalogConfig catalog =
        Configs.with(Configs.catalog(), "objects", new ObjectSelection(types, Set.of(), Set.of()));
    var replication = Configs.replication();
    for (String flag :
        List.of(
            "createOrReplaceView",
            "createOrReplaceMaterializedView",
            "overwriteTags",
            "overwriteComments")) {
      replication = Configs.with(replication, flag, true);
    }
    for (int i = 0; i < changes.length; i += 2) {
      replication = Configs.with(replication, (String) changes[i], changes[i + 1]);
    }
    return Configs.with(catalog, "replication", replication);
  }

  /** Settings of one schema of it, which leaves out some tables or volumes. */
  static SchemaConfig without(SchemaConfig schema, String... names) {
    Set<String> excluded = new TreeSet<>(List.of(names));
    return Configs.with(
        Configs.with(schema, "excludeTables", excluded), "excludeVolumes", excluded);
  }
}
