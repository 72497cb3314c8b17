package io.datareplicator.sandbox.metastore;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table that is registered together with many others.
 *
 * @param tags of the table itself
 * @param columnTags column → its tags
 * @param grants principal, by its canonical name → privileges in upper snake case
 */
public record BulkTable(
    TableEntry table,
    Map<String, String> tags,
    Map<String, Map<String, String>> columnTags,
    Map<String, List<String>> grants) {

  /** Adds tags and privileges; the caller holds the world's lock. */
  void register(MetastoreState state) {
    put(state, table.id(), tags);
    columnTags.forEach((column, own) -> put(state, table.id() + Tags.COLUMN + column, own));
    grants.forEach(
        (principal, privileges) ->
            privileges.forEach(
                privilege ->
                    state
                        .governed
                        .grants
                        .computeIfAbsent(table.id(), id -> new TreeMap<>())
                        .computeIfAbsent(principal, p -> new TreeMap<>())
                        .put(privilege, new Grants.Given(table.owner(), table.createdAt()))));
  }

  private void put(MetastoreState state, String key, Map<String, String> values) {
    TagRules.check(state, java.util.Set.of(), values);
    if (!values.isEmpty()) {
      var all = state.governed.tags.computeIfAbsent(key, k -> new TreeMap<>());
      values.forEach((k, v) -> all.put(k, new Tags.Tag(k, v, table.createdAt(), table.owner())));
    }
  }
}
