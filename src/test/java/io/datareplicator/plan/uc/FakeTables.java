package io.datareplicator.plan.uc;

import static io.datareplicator.plan.uc.FakeMetastore.refuse;

import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.Clustering;
import io.datareplicator.model.uc.ColumnDetails;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.KeyConstraint;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.testkit.Configs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What ALTER TABLE does to tables of a {@link FakeMetastore}. */
final class FakeTables {
  private static final String CHECK = "delta.constraints.";

  private final FakeMetastore metastore;

  FakeTables(FakeMetastore metastore) {
    this.metastore = metastore;
  }

  void apply(TableName table, Change change) {
    RelationMeta relation = metastore.relations.get(table);
    refuse(relation == null, table + " does not exist");
    refuse(
        relation.kind() != TableKind.MANAGED && relation.kind() != TableKind.EXTERNAL,
        table + " is no table");
    if (change instanceof Change.AlterTable alter) {
      alter(relation, alter);
    } else if (change instanceof Change.AddConstraint add) {
      if (add.key() == null) {
        check(relation, add);
      } else {
        key(relation, add.key());
      }
    } else if (change instanceof Change.DropConstraint drop) {
      drop(relation, drop);
    } else {
      throw new AssertionError("no table changes by " + change);
    }
  }

  private void alter(RelationMeta relation, Change.AlterTable alter) {
    List<ColumnMeta> columns = new ArrayList<>(relation.columns());
    for (ColumnMeta added : alter.addColumns()) {
      ColumnDetails details = ColumnDetails.of(added);
      refuse(has(relation, List.of(added.name())), added + " exists");
      refuse(
          !added.nullable()
              || details.identity() != null
              || details.generationExpression() != null
              || added.partitionIndex() != null,
          added + " cannot be added");
      columns.add(Configs.with(added, "mask", null));
    }
    RelationMeta changed = Configs.with(relation, "columns", columns);
    Map<String, String> properties = new TreeMap<>(relation.properties());
    properties.putAll(alter.properties());
    if (alter.clustering() != null) {
      refuse(
          !alter.clustering().isNone()
              && columns.stream().anyMatch(c -> c.partitionIndex() != null),
          relation.name() + " is partitioned");
      properties.remove(Clustering.COLUMNS_PROPERTY);
      properties.remove(Clustering.AUTO_PROPERTY);
      properties.putAll(properties(alter.clustering()));
    }
    metastore.add(Configs.with(changed, "properties", properties));
    for (String column : alter.dropNotNull()) {
      boolean key =
          metastore.keys.getOrDefault(relation.name(), List.of()).stream()
              .anyMatch(
                  k -> k.primary() && k.columns().stream().anyMatch(column::equalsIgnoreCase));
      refuse(key, column + " is of the primary key");
      metastore.column(relation.name(), column, m -> Configs.with(m, "nullable", true));
    }
    alter
        .defaults()
        .forEach(
            (column, expression) ->
                metastore.column(relation.name(), column, m -> withDefault(m, expression)));
  }

  private static ColumnMeta withDefault(ColumnMeta column, String expression) {
    String metadata = expression == null ? "{}" : "{\"CURRENT_DEFAULT\":\"" + expression + "\"}";
    ColumnMeta changed = Metas.column(column.name(), column.typeText(), metadata);
    return Configs.with(column, "typeJson", changed.typeJson());
  }

  /** How the server shows it. */
  static Map<String, String> properties(Clustering clustering) {
    Map<String, String> properties = new TreeMap<>();
    if (clustering.auto()) {
      properties.put(Clustering.AUTO_PROPERTY, "true");
    }
    if (!clustering.columns().isEmpty()) {
      List<String> paths =
          clustering.columns().stream().map(p -> "[\"" + String.join("\",\"", p) + "\"]").toList();
      properties.put(Clustering.COLUMNS_PROPERTY, "[" + String.join(",", paths) + "]");
    }
    return properties;
  }

  /** Conditions begin with the column that they are about. */
  private void check(RelationMeta relation, Change.AddConstraint add) {
    Map<String, String> properties = new TreeMap<>(relation.properties());
    refuse(!has(relation, List.of(add.check().split(" ")[0])), "no column for " + add);
    String old = properties.put(CHECK + add.name(), add.check());
    refuse(old != null, add.name() + " exists");
    metastore.add(Configs.with(relation, "properties", properties));
  }

  private void key(RelationMeta relation, KeyConstraint key) {
    TableName table = relation.name();
    List<KeyConstraint> there = metastore.keys.getOrDefault(table, List.of());
    refuse(there.stream().anyMatch(k -> k.name().equalsIgnoreCase(key.name())), key + " exists");
    refuse(!has(relation, key.columns()), "columns of " + key + " are missing");
    if (key.primary()) {
      refuse(there.stream().anyMatch(KeyConstraint::primary), table + " has a primary key");
      Set<String> columns = lower(key.columns());
      refuse(
          relation.columns().stream()
              .anyMatch(c -> c.nullable() && columns.contains(c.name().toLowerCase(Locale.ROOT))),
          "columns of " + key + " may be NULL");
    } else {
      refuse(!metastore.relations.containsKey(key.parent()), "no parent for " + key);
      boolean fits =
          metastore.keys.getOrDefault(key.parent(), List.of()).stream()
              .anyMatch(k -> k.primary() && lower(k.columns()).equals(lower(key.parentColumns())));
      refuse(!fits, key + " does not refer to a primary key");
    }
    metastore.key(table, key);
  }

  private void drop(RelationMeta relation, Change.DropConstraint drop) {
    TableName table = relation.name();
    Map<String, String> properties = new TreeMap<>(relation.properties());
    if (properties.remove(CHECK + drop.name()) != null) {
      metastore.add(Configs.with(relation, "properties", properties));
    }
    List<KeyConstraint> keys = new ArrayList<>(metastore.keys.getOrDefault(table, List.of()));
    for (KeyConstraint key : List.copyOf(keys)) {
      if (key.name().equalsIgnoreCase(drop.name())) {
        boolean referred =
            metastore.keys.values().stream()
                .flatMap(List::stream)
                .anyMatch(k -> Objects.equals(k.parent(), table));
        refuse(key.primary() != drop.primary(), "what kind of key is " + key);
        refuse(key.primary() && referred, "foreign keys refer to " + key);
        keys.remove(key);
      }
    }
    metastore.keys.put(table, keys);
  }

  static boolean has(RelationMeta relation, List<String> columns) {
    Set<String> there = new HashSet<>();
    relation.columns().forEach(c -> there.add(c.name().toLowerCase(Locale.ROOT)));
    return there.containsAll(lower(columns));
  }

  private static Set<String> lower(List<String> names) {
    Set<String> lower = new HashSet<>();
    names.forEach(n -> lower.add(n.toLowerCase(Locale.ROOT)));
    return lower;
  }
}
