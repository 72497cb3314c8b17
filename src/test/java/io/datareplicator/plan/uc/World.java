package io.datareplicator.plan.uc;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.model.VolumeKind;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.FunctionUse;
import io.datareplicator.model.uc.KeyConstraint;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.testkit.Configs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Two catalogs that have something in common, and settings; the same for the same seed. */
public final class World {
  private static final List<String> SCHEMAS = List.of("a", "b", "default");
  private static final List<String> TYPES =
      List.of("bigint", "string", "decimal(10,2)", "array<struct<x:int,y:string>>", "variant");
  private static final List<String> TEXTS =
      List.of("one", "it's", "", "None", "`q` \\n \u00e9\u4e2d\ud83d\ude00", "--");
  private static final List<String> PRINCIPALS = List.of("ann@x.com", "readers", "o'brien", "sp");
  private static final List<String> PRIVILEGES =
      List.of("SELECT", "MODIFY", "ALL_PRIVILEGES", "MANAGE");

  final Inventory source = new Inventory();
  final FakeMetastore target;
  final UcRules rules;
  final CatalogConfig config;
  final Set<UcObjectType> types;
  private final Random random;

  public World(long seed) {
    random = new Random(seed);
    String from = random.nextBoolean() ? "src" : "tgt";
    Map<String, String> principals =
        random.nextBoolean() ? Map.of("ann@x.com", "ann@y.com", "sp", "readers") : Map.of();
    rules =
        new UcRules(
            "tgt",
            from.equals("tgt") ? Map.of() : Map.of(from, "tgt"),
            new UrlMapping(Map.of("s3://from/", "s3://to/")),
            new Principals(principals));
    target = new FakeMetastore(rules);
    types = types();
    config =
        Metas.config(
            types,
            "replicateEnablePredictiveOptimization",
            random.nextBoolean(),
            "createOrReplaceTable",
            random.nextBoolean(),
            "createOrReplaceView",
            random.nextBoolean(),
            "createOrReplaceMaterializedView",
            random.nextBoolean(),
            "createOrReplaceStreamingTable",
            random.nextBoolean(),
            "overwriteTags",
            random.nextBoolean(),
            "overwriteComments",
            random.nextBoolean(),
            "overwriteGrants",
            random.nextBoolean(),
            "replicateAsManaged",
            random.nextInt(4) == 0);
    fill(source, from, "s3://from/");
    if (random.nextInt(5) > 0) {
      fill(target, "tgt", "s3://to/");
      // What was replicated before.
      source.relations.values().stream()
          .filter(r -> random.nextInt(3) == 0)
          .map(r -> Configs.with(r, "name", r.name().in("tgt")))
          .filter(r -> target.schemas.containsKey(r.name().schema()))
          .filter(r -> !target.relations.containsKey(r.name()))
          .map(r -> r.location() == null ? r : Configs.with(r, "location", moved(r.location())))
          .map(this::older)
          .forEach(target::add);
    }
  }

  /** What is to be done. */
  public Planning plan() {
    return Planning.of(source, target, config, rules);
  }

  /** As it may have been when it was replicated, without functions of the other side. */
  private RelationMeta older(RelationMeta relation) {
    List<ColumnMeta> columns = new ArrayList<>(relation.columns());
    columns.replaceAll(c -> Configs.with(c, "mask", null));
    if (relation.kind() == TableKind.MANAGED && columns.size() > 2 && random.nextBoolean()) {
      columns.remove(columns.size() - 1);
    }
    return Configs.with(Configs.with(relation, "columns", columns), "rowFilter", null);
  }

  private static String moved(String location) {
    return location.replace("s3://from/", "s3://to/");
  }

  /** What uses functions is asked for with them, as functions are not looked for beforehand. */
  private Set<UcObjectType> types() {
    Set<UcObjectType> all = Metas.everything();
    if (random.nextBoolean()) {
      return all;
    }
    all.removeIf(t -> t != UcObjectType.FUNCTION && random.nextInt(4) == 0);
    return all;
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private boolean rarely() {
    return random.nextInt(4) == 0;
  }

  private String text() {
    return random.nextBoolean() ? null : any(TEXTS);
  }

  private void fill(Inventory side, String catalog, String place) {
    side.add(Configs.with(Metas.catalog(catalog), "comment", text()));
    side.catalog = Configs.with(side.catalog, "optimization", any(List.of("ENABLE", "INHERIT")));
    side.catalog = Configs.with(side.catalog, "properties", properties());
    if (rarely()) {
      side.catalog = Configs.with(side.catalog, "storageRoot", place + catalog);
      side.catalog = Configs.with(side.catalog, "isolationMode", "ISOLATED");
    }
    hang(side, side.catalog.ucName());
    for (String schema : SCHEMAS) {
      if (random.nextInt(5) > 0) {
        side.add(
            Configs.with(
                Configs.with(Metas.schema(catalog, schema), "comment", text()),
                "properties",
                properties()));
        hang(side, UcName.of(UcKind.SCHEMA, catalog, schema));
        schema(side, catalog + "." + schema + ".", place);
      }
    }
    side.schemas.keySet().forEach(s -> views(side, catalog + "." + s + "."));
    keys(side, catalog);
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    for (String key : List.of("team", "Tier", "unity.catalog.managed.x")) {
      if (rarely()) {
        properties.put(key, any(TEXTS));
      }
    }
    return properties;
  }

  private void schema(Inventory side, String within, String place) {
    for (int i = 1; i <= 2; i++) {
      if (random.nextBoolean()) {
        side.add(
            Configs.with(
                Metas.function(within + "f" + i, "x + " + random.nextInt(2)), "comment", text()));
        hang(side, UcName.of(UcKind.FUNCTION, (within + "f" + i).split("\\.")));
      }
      if (random.nextBoolean()) {
        boolean external = random.nextBoolean();
        side.add(
            Configs.with(
                Metas.volume(
                    within + "vol" + i,
                    external ? VolumeKind.EXTERNAL : VolumeKind.MANAGED,
                    external ? place + "vol" + i : "s3://managed/" + i),
                "comment",
                text()));
        hang(side, UcName.of(UcKind.VOLUME, (within + "vol" + i).split("\\.")));
      }
      if (rarely()) {
        side.add(Metas.model(within + "m" + i, text()));
        hang(side, UcName.of(UcKind.REGISTERED_MODEL, (within + "m" + i).split("\\.")));
      }
    }
    for (int i = 1; i <= 4; i++) {
      if (random.nextInt(4) > 0) {
        table(side, within + "t" + i, place + within.replace('.', '/') + "t" + i);
      }
    }
  }

  private void table(Inventory side, String name, String location) {
    List<ColumnMeta> columns = new ArrayList<>();
    columns.add(Metas.notNull(random.nextBoolean() ? "id" : "ID", "bigint"));
    columns.add(Metas.notNull("k", "string"));
    for (int i = 1; i <= 3; i++) {
      String type = rarely() ? any(TYPES) : TYPES.get(i);
      if (random.nextInt(3) > 0) {
        ColumnMeta column =
            switch (random.nextInt(6)) {
              case 0 -> Metas.withDefault("C" + i, "int", "" + random.nextInt(2));
              case 1 -> Metas.notNull("c" + i, type);
              case 2 -> Metas.column("c" + i, "int", "{\"delta.generationExpression\":\"id\"}");
              default -> Metas.column("c" + i, type);
            };
        columns.add(Metas.commented(column, text()));
      }
    }
    boolean external = rarely();
    RelationMeta table =
        external
            ? Metas.external(name, location, columns.toArray(ColumnMeta[]::new))
            : Metas.table(name, columns.toArray(ColumnMeta[]::new));
    Map<String, String> properties = new TreeMap<>(properties());
    if (rarely()) {
      properties.put("delta.constraints.check1", "id > " + random.nextInt(2));
    }
    switch (random.nextInt(6)) {
      case 0 -> properties.put("clusterByAuto", "true");
      case 1 ->
          properties.put("clusteringColumns", random.nextBoolean() ? "[[\"id\"]]" : "[[\"k\"]]");
      default -> {
        // Not clustered.
      }
    }
    table = Configs.with(Configs.with(table, "comment", text()), "properties", properties);
    table = guarded(side, table);
    if (random.nextInt(12) == 0) {
      table = Configs.with(table, "format", "PARQUET");
    }
    side.add(table);
    hang(side, table);
  }

  private RelationMeta guarded(Inventory side, RelationMeta table) {
    List<UcName> functions =
        side.functions.keySet().stream()
            .filter(f -> table.name().schema().equals(f.schema()))
            .toList();
    if (functions.isEmpty() || random.nextInt(3) > 0) {
      return table;
    }
    FunctionUse use = new FunctionUse(any(functions).fullName(), List.of("k"));
    if (random.nextBoolean()) {
      return Configs.with(table, "rowFilter", use);
    }
    int at = random.nextInt(table.columns().size());
    List<ColumnMeta> columns = new ArrayList<>(table.columns());
    columns.set(at, Configs.with(columns.get(at), "mask", use));
    return Configs.with(table, "columns", columns);
  }

  private void views(Inventory side, String within) {
    for (int i = 1; i <= 4; i++) {
      List<RelationMeta> there = List.copyOf(side.relations.values());
      if (there.isEmpty() || rarely()) {
        continue;
      }
      TableKind kind =
          switch (random.nextInt(6)) {
            case 0 -> TableKind.MATERIALIZED_VIEW;
            case 1 -> TableKind.STREAMING_TABLE;
            default -> TableKind.VIEW;
          };
      String name = within + (random.nextInt(8) == 0 ? "t" : "v") + i;
      if (side.relations.containsKey(Metas.name(name))) {
        continue;
      }
      StringBuilder query = new StringBuilder("SELECT ");
      List<UcName> functions = List.copyOf(side.functions.keySet());
      query.append(functions.isEmpty() || rarely() ? "1" : any(functions).fullName() + "(1)");
      TableName base = any(there).name();
      boolean near = within.startsWith(base.catalog() + "." + base.schema() + ".");
      query.append(" AS n FROM ").append(near && rarely() ? base.table() : base.fullName());
      if (rarely()) {
        query.append(" JOIN ").append(quoted(any(there).name()));
      }
      RelationMeta view =
          Metas.relation(
              name, kind, query.toString(), Metas.commented(Metas.column("n", "int"), text()));
      view = Configs.with(view, "comment", text());
      side.add(kind == TableKind.VIEW ? Configs.with(view, "properties", properties()) : view);
      hang(side, view);
    }
  }

  private static String quoted(TableName name) {
    return "`" + name.catalog() + "`.`" + name.schema() + "`.`" + name.table() + "`";
  }

  /** Primary keys, and foreign keys that fit them. */
  private void keys(Inventory side, String catalog) {
    Map<TableName, List<String>> primary = new TreeMap<>();
    for (RelationMeta table : side.relations.values()) {
      if (UcKind.of(table.kind()) == UcKind.TABLE && random.nextBoolean()) {
        List<String> columns = random.nextInt(3) > 0 ? List.of("id") : List.of("id", "k");
        primary.put(table.name(), columns);
        side.key(
            table.name(), new KeyConstraint(any(List.of("pk", "PK")), columns, null, List.of()));
      }
    }
    for (RelationMeta table : side.relations.values()) {
      if (UcKind.of(table.kind()) == UcKind.TABLE && !primary.isEmpty() && rarely()) {
        TableName parent = any(List.copyOf(primary.keySet()));
        List<String> columns = primary.get(parent);
        String name = "fk_" + parent.schema() + "_" + parent.table();
        side.key(table.name(), new KeyConstraint(name, columns, parent, columns));
      }
    }
    if (side.catalog == null) {
      throw new AssertionError(catalog);
    }
  }

  private void hang(Inventory side, UcName object) {
    boolean tags = object.kind() != UcKind.FUNCTION && object.kind() != UcKind.REGISTERED_MODEL;
    for (String key : List.of("pii", "Cost center", "k\u00e9y")) {
      if (tags && rarely()) {
        side.tag(object, key, any(TEXTS));
      }
    }
    for (String principal : PRINCIPALS) {
      if (rarely()) {
        side.grant(object, principal, any(PRIVILEGES), any(PRIVILEGES));
      }
    }
  }

  private void hang(Inventory side, RelationMeta relation) {
    hang(side, relation.ucName());
    for (ColumnMeta column : relation.columns()) {
      if (rarely()) {
        side.tagColumn(relation.name(), column.name(), "pii", any(TEXTS));
      }
    }
  }
}
