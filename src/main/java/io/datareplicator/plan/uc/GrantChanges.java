package io.datareplicator.plan.uc;

import io.datareplicator.model.uc.Privileges;
import io.datareplicator.plan.uc.Change.GrantChange;
import io.datareplicator.plan.uc.Change.SetGrants;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Direct grants: what principals of the source have, theirs on the target becomes. Principals that
 * only the target knows keep their privileges, unless the target is to mirror the source.
 */
final class GrantChanges {
  private GrantChanges() {}

  static Optional<SetGrants> of(
      Privileges source, Privileges target, Principals principals, boolean mirror) {
    SortedMap<String, SortedSet<String>> wanted = new TreeMap<>();
    source
        .byPrincipal()
        .forEach(
            (principal, privileges) ->
                wanted
                    .computeIfAbsent(principals.onTarget(principal), p -> new TreeSet<>())
                    .addAll(privileges));
    if (mirror) {
      target.byPrincipal().keySet().forEach(p -> wanted.computeIfAbsent(p, q -> new TreeSet<>()));
    }
    List<GrantChange> changes = new ArrayList<>();
    wanted.forEach(
        (principal, privileges) -> {
          SortedSet<String> add = new TreeSet<>(privileges);
          add.removeAll(target.of(principal));
          SortedSet<String> remove = new TreeSet<>(target.of(principal));
          remove.removeAll(privileges);
          if (!add.isEmpty() || !remove.isEmpty()) {
            changes.add(new GrantChange(principal, add, remove, privileges));
          }
        });
    return changes.isEmpty() ? Optional.empty() : Optional.of(new SetGrants(changes));
  }

  static String reason(SetGrants grants) {
    List<String> parts = new ArrayList<>();
    for (GrantChange change : grants.changes()) {
      if (!change.add().isEmpty()) {
        parts.add("grants " + String.join(", ", change.add()) + " to " + change.principal());
      }
      if (!change.remove().isEmpty()) {
        parts.add("revokes " + String.join(", ", change.remove()) + " from " + change.principal());
      }
    }
    return Words.list(parts);
  }
}
