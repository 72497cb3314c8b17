package io.datareplicator.model.uc;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Direct grants on one object: privileges in upper snake case by principal. */
public record Privileges(SortedMap<String, SortedSet<String>> byPrincipal) {
  public static final Privileges NONE = new Privileges(new TreeMap<>());

  public Privileges {
    SortedMap<String, SortedSet<String>> copy = new TreeMap<>();
    byPrincipal.forEach(
        (principal, privileges) -> {
          if (!privileges.isEmpty()) {
            copy.put(principal, Collections.unmodifiableSortedSet(new TreeSet<>(privileges)));
          }
        });
    byPrincipal = Collections.unmodifiableSortedMap(copy);
  }

  public static Privileges of(Map<String, ? extends java.util.Set<String>> byPrincipal) {
    SortedMap<String, SortedSet<String>> sorted = new TreeMap<>();
    byPrincipal.forEach(
        (principal, privileges) -> sorted.put(principal, new TreeSet<>(privileges)));
    return new Privileges(sorted);
  }

  /** Those of one principal; empty when it has none. */
  public SortedSet<String> of(String principal) {
    return byPrincipal.getOrDefault(principal, Collections.emptySortedSet());
  }

  public boolean isEmpty() {
    return byPrincipal.isEmpty();
  }
}
