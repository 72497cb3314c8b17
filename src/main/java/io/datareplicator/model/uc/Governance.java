package io.datareplicator.model.uc;

import io.datareplicator.model.TableName;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Tags, direct grants and key constraints of the objects of one catalog of one side.
 *
 * @param tags by {@link UcName#key}
 * @param columnTags by table, then by column in lower case
 * @param grants by {@link UcName#key}
 */
public record Governance(
    Map<String, SortedMap<String, String>> tags,
    Map<TableName, SortedMap<String, SortedMap<String, String>>> columnTags,
    Map<String, Privileges> grants,
    Map<TableName, List<KeyConstraint>> keys) {
  public static final Governance NONE = new Governance(Map.of(), Map.of(), Map.of(), Map.of());

  public SortedMap<String, String> tagsOf(UcName object) {
    return tags.getOrDefault(object.key(), Collections.emptySortedMap());
  }

  public SortedMap<String, SortedMap<String, String>> columnTagsOf(TableName table) {
    return columnTags.getOrDefault(table, Collections.emptySortedMap());
  }

  public Privileges grantsOn(UcName object) {
    return grants.getOrDefault(object.key(), Privileges.NONE);
  }

  public List<KeyConstraint> keysOf(TableName table) {
    return keys.getOrDefault(table, List.of());
  }

  /** The same with grants on more objects, by {@link UcName#key}. */
  public Governance with(Map<String, Privileges> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<String, Privileges> all = new HashMap<>(grants);
    all.putAll(more);
    return new Governance(tags, columnTags, all, keys);
  }
}
