package io.datareplicator.plan.uc;

import io.datareplicator.plan.uc.Change.SetColumnTags;
import io.datareplicator.plan.uc.Change.SetTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tags: with {@code overwrite} the target's become the source's, else missing ones are added. */
final class TagChanges {
  private TagChanges() {}

  static Optional<SetTags> of(
      Map<String, String> source, Map<String, String> target, boolean overwrite) {
    SortedMap<String, String> set = new TreeMap<>();
    source.forEach(
        (key, value) -> {
          boolean there = target.containsKey(key);
          if (!there || (overwrite && !Objects.equals(value, target.get(key)))) {
            set.put(key, value);
          }
        });
    SortedSet<String> unset = new TreeSet<>();
    if (overwrite) {
      unset.addAll(target.keySet());
      unset.removeAll(source.keySet());
    }
    return set.isEmpty() && unset.isEmpty()
        ? Optional.empty()
        : Optional.of(new SetTags(set, unset));
  }

  /**
   * @param source tags by column in lower case
   * @param columns columns of the target by their names in lower case; others are passed over
   */
  static Optional<SetColumnTags> ofColumns(
      Map<String, SortedMap<String, String>> source,
      Map<String, SortedMap<String, String>> target,
      Map<String, String> columns,
      boolean overwrite) {
    SortedMap<String, SetTags> changes = new TreeMap<>();
    columns.forEach(
        (key, name) ->
            of(
                    source.getOrDefault(key, new TreeMap<>()),
                    target.getOrDefault(key, new TreeMap<>()),
                    overwrite)
                .ifPresent(change -> changes.put(name, change)));
    return changes.isEmpty() ? Optional.empty() : Optional.of(new SetColumnTags(changes));
  }

  static String reason(SetTags change) {
    List<String> parts = new ArrayList<>();
    if (!change.set().isEmpty()) {
      parts.add("sets " + Words.list(change.set().keySet()));
    }
    if (!change.unset().isEmpty()) {
      parts.add("removes " + Words.list(change.unset()));
    }
    return String.join("; ", parts);
  }
}
