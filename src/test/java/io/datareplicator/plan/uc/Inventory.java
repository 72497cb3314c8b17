package io.datareplicator.plan.uc;

import io.datareplicator.model.TableName;
import io.datareplicator.model.VolumeName;
import io.datareplicator.model.uc.CatalogMeta;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.Governance;
import io.datareplicator.model.uc.KeyConstraint;
import io.datareplicator.model.uc.ModelMeta;
import io.datareplicator.model.uc.Privileges;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.SchemaMeta;
import io.datareplicator.model.uc.UcContents;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.model.uc.VolumeMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What there is in one catalog of one side. */
class Inventory {
  CatalogMeta catalog;
  final SortedMap<String, SchemaMeta> schemas = new TreeMap<>();
  final SortedMap<TableName, RelationMeta> relations = new TreeMap<>();
  final SortedMap<VolumeName, VolumeMeta> volumes = new TreeMap<>();
  final SortedMap<UcName, FunctionMeta> functions = new TreeMap<>();
  final SortedMap<UcName, ModelMeta> models = new TreeMap<>();
  final SortedMap<String, SortedMap<String, String>> tags = new TreeMap<>();
  final SortedMap<TableName, SortedMap<String, SortedMap<String, String>>> columnTags =
      new TreeMap<>();
  final SortedMap<String, SortedMap<String, SortedSet<String>>> grants = new TreeMap<>();
  final SortedMap<TableName, List<KeyConstraint>> keys = new TreeMap<>();

  Inventory add(CatalogMeta added) {
    catalog = added;
    return this;
  }

  Inventory add(SchemaMeta added) {
    schemas.put(added.name().schema(), added);
    return this;
  }

  Inventory add(RelationMeta added) {
    relations.put(added.name(), added);
    return this;
  }

  Inventory add(VolumeMeta added) {
    volumes.put(added.name(), added);
    return this;
  }

  Inventory add(FunctionMeta added) {
    functions.put(added.name(), added);
    return this;
  }

  Inventory add(ModelMeta added) {
    models.put(added.name(), added);
    return this;
  }

  Inventory tag(UcName object, String key, String value) {
    tags.computeIfAbsent(object.key(), k -> new TreeMap<>()).put(key, value);
    return this;
  }

  Inventory tagColumn(TableName table, String column, String key, String value) {
    columnTags
        .computeIfAbsent(table, t -> new TreeMap<>())
        .computeIfAbsent(column.toLowerCase(Locale.ROOT), c -> new TreeMap<>())
        .put(key, value);
    return this;
  }

  Inventory grant(UcName object, String principal, String... privileges) {
    grants
        .computeIfAbsent(object.key(), k -> new TreeMap<>())
        .computeIfAbsent(principal, p -> new TreeSet<>())
        .addAll(List.of(privileges));
    return this;
  }

  Inventory key(TableName table, KeyConstraint key) {
    keys.computeIfAbsent(table, t -> new ArrayList<>()).add(key);
    return this;
  }

  UcContents contents(String schema) {
    if (!schemas.containsKey(schema)) {
      return UcContents.NOTHING;
    }
    Map<TableName, RelationMeta> ofRelations = new HashMap<>(relations);
    ofRelations.keySet().removeIf(n -> !n.schema().equals(schema));
    Map<VolumeName, VolumeMeta> ofVolumes = new HashMap<>(volumes);
    ofVolumes.keySet().removeIf(n -> !n.schema().equals(schema));
    Map<UcName, FunctionMeta> ofFunctions = new HashMap<>(functions);
    ofFunctions.keySet().removeIf(n -> !schema.equals(n.schema()));
    Map<UcName, ModelMeta> ofModels = new HashMap<>(models);
    ofModels.keySet().removeIf(n -> !schema.equals(n.schema()));
    return new UcContents(schemas.get(schema), ofRelations, ofVolumes, ofFunctions, ofModels);
  }

  Governance governance() {
    Map<String, Privileges> privileges = new HashMap<>();
    grants.forEach((object, byPrincipal) -> privileges.put(object, new Privileges(byPrincipal)));
    Map<String, SortedMap<String, String>> ofObjects = new HashMap<>();
    tags.forEach((object, ofObject) -> ofObjects.put(object, new TreeMap<>(ofObject)));
    Map<TableName, SortedMap<String, SortedMap<String, String>>> ofColumns = new HashMap<>();
    columnTags.forEach(
        (table, columns) -> {
          SortedMap<String, SortedMap<String, String>> copy = new TreeMap<>();
          columns.forEach((column, ofColumn) -> copy.put(column, new TreeMap<>(ofColumn)));
          ofColumns.put(table, copy);
        });
    Map<TableName, List<KeyConstraint>> ofTables = new HashMap<>();
    keys.forEach((table, ofTable) -> ofTables.put(table, List.copyOf(ofTable)));
    return new Governance(ofObjects, ofColumns, privileges, ofTables);
  }

  /** Every object by its key, with its definition. */
  SortedMap<String, Object> objects() {
    SortedMap<String, Object> all = new TreeMap<>();
    if (catalog != null) {
      all.put(catalog.ucName().key(), catalog);
    }
    schemas.values().forEach(s -> all.put(s.ucName().key(), s));
    relations.values().forEach(r -> all.put(r.ucName().key(), r));
    volumes.values().forEach(v -> all.put(v.ucName().key(), v));
    functions.values().forEach(f -> all.put(f.name().key(), f));
    models.values().forEach(m -> all.put(m.name().key(), m));
    return all;
  }

  /** Keys of the tables and views. */
  Set<String> relationKeys() {
    Set<String> all = new TreeSet<>();
    relations.values().forEach(r -> all.add(r.ucName().key()));
    return all;
  }
}
