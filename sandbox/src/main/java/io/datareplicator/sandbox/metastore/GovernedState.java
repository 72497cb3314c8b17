package io.datareplicator.sandbox.metastore;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a metastore keeps about objects beside the objects themselves, by their ids. Entries of
 * dropped objects that are still here are unreachable, since ids are never used again.
 */
@JsonAutoDetect(
    fieldVisibility = Visibility.ANY,
    getterVisibility = Visibility.NONE,
    isGetterVisibility = Visibility.NONE)
final class GovernedState {
  /** Object id, for columns followed by {@code #column}, → tag key → tag. */
  SortedMap<String, SortedMap<String, Tags.Tag>> tags = new TreeMap<>();

  /** Object id → principal → privilege → who gave it. */
  SortedMap<String, SortedMap<String, SortedMap<String, Grants.Given>>> grants = new TreeMap<>();

  /** Schema id → function name → function. */
  SortedMap<String, SortedMap<String, FunctionEntry>> functions = new TreeMap<>();

  /** Tag key → policy. */
  SortedMap<String, TagPolicies.TagPolicy> tagPolicies = new TreeMap<>();

  /** Object id → workspace id → binding type. */
  SortedMap<String, SortedMap<Long, String>> bindings = new TreeMap<>();

  /** Table id → its primary and foreign keys. */
  SortedMap<String, List<Constraints.Key>> keys = new TreeMap<>();

  /** Schema id → model name → model. */
  SortedMap<String, SortedMap<String, Models.Model>> models = new TreeMap<>();

  SortedMap<String, Connections.Connection> connections = new TreeMap<>();

  /** Forgets what is kept about a schema that is dropped, and about what is in it. */
  void forget(MetastoreState.SchemaState schema) {
    forget(schema.entry.id());
    schema.tables.values().forEach(t -> forget(t.id()));
    schema.volumes.values().forEach(v -> forget(v.id()));
    SortedMap<String, FunctionEntry> dropped = functions.remove(schema.entry.id());
    if (dropped != null) {
      dropped.values().forEach(f -> forget(f.id()));
    }
    SortedMap<String, Models.Model> droppedModels = models.remove(schema.entry.id());
    if (droppedModels != null) {
      droppedModels.values().forEach(m -> forget(m.id()));
    }
  }

  /** Forgets what is kept about one object and its columns. */
  void forget(String id) {
    tags.remove(id);
    tags.subMap(id + Tags.COLUMN, id + (char) (Tags.COLUMN + 1)).clear();
    grants.remove(id);
    bindings.remove(id);
    keys.remove(id);
  }
}
