package io.datareplicator.sqltext;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names that mean something at a place, counted since they can be bound again further in. */
final class Bindings {
  private final Map<String, Integer> counts = new HashMap<>();

  /** Binds a name, and notes that down in a list for {@link #release}. */
  void bind(String name, List<String> bound) {
    String folded = Words.fold(name);
    counts.merge(folded, 1, Integer::sum);
    bound.add(folded);
  }

  /** Takes the bindings in a list back, and empties it. */
  void release(List<String> bound) {
    bound.forEach(name -> counts.computeIfPresent(name, (n, c) -> c == 1 ? null : c - 1));
    bound.clear();
  }

  boolean has(String name) {
    return counts.containsKey(Words.fold(name));
  }
}
