package io.datareplicator.config.check;

import io.datareplicator.config.keys.Key;
import io.datareplicator.config.keys.KeyGroup;
import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.keys.Shape;
import io.datareplicator.config.keys.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says what to do about a key that is not known where it stands. */
final class KeyHints {

  /** A near miss, else where a key of exactly that name belongs, else null. */
  String forUnknown(String name, KeyGroup group) {
    Optional<String> near = Suggestions.nearest(name, group.names());
    if (near.isPresent()) {
      return "Did you mean \"" + near.get() + "\"?";
    }
    Set<String> places = new LinkedHashSet<>();
    search(KeyTable.ENVIRONMENTS, name, places, new ArrayList<>());
    search(KeyTable.GROUP, name, places, new ArrayList<>());
    return places.isEmpty() ? null : "\"" + name + "\" belongs under " + String.join(", ", places);
  }

  private static void search(KeyGroup group, String name, Set<String> places, List<KeyGroup> seen) {
    if (seen.contains(group)) {
      return;
    }
    seen.add(group);
    if (group.key(name) != null) {
      places.add(group.title());
    }
    for (Key key : group.keys()) {
      Shape shape = key.shape();
      if (shape instanceof Shape.ListOf list) {
        shape = list.item();
      } else if (shape instanceof Shape.DictOf dict) {
        shape = dict.value();
      }
      if (shape instanceof Shape.Group inner) {
        search(inner.keys().get(), name, places, seen);
      }
    }
  }
}
