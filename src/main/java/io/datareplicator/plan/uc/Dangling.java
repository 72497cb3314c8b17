package io.datareplicator.plan.uc;

import io.datareplicator.model.uc.UcName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds definitions that refer to something which is neither on the target nor made by this run, so
 * that they are reported before anything is changed.
 *
 * @param possible the other changes
 * @param findings one for each definition that cannot be made, and one for the foreign keys of a
 *     table
 */
public record Dangling(List<UcAction> possible, List<Finding> findings) {
  /**
   * @param known keys of everything on the target in {@code listed}
   * @param listed {@code catalog NUL schema} of the schemas that were listed on the target
   */
  public static Dangling check(List<UcAction> actions, Set<String> known, Set<String> listed) {
    Set<String> there = new HashSet<>(known);
    actions.stream().filter(a -> a.change().defines()).forEach(a -> there.add(a.object().key()));
    List<UcAction> possible = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    Set<String> dropped = new HashSet<>();
    Map<UcName, SortedSet<String>> orphans = new TreeMap<>();
    for (UcAction action : actions) {
      List<String> missing =
          refers(action.change())
              ? action.needs().stream()
                  .filter(need -> isListed(need, listed) && !there.contains(need))
                  .map(Dangling::words)
                  .sorted()
                  .toList()
              : List.of();
      if (missing.isEmpty()) {
        possible.add(action);
      } else if (action.change() instanceof Change.AddConstraint constraint) {
        orphans.computeIfAbsent(action.object(), o -> new TreeSet<>()).add(constraint.name());
      } else {
        dropped.add(action.object().key());
        findings.add(
            Finding.failed(
                action.object(),
                action.object().kind().objectType(),
                "it refers to "
                    + Words.list(missing)
                    + ", which is not on the target and is not made by this run",
                "add it to what is replicated, or repair the definition at the source"));
      }
    }
    // What hangs on an object that cannot be made has its reason in that finding.
    possible.removeIf(a -> dropped.contains(a.object().key()));
    // A key that cannot be made again is not dropped.
    possible.removeIf(
        a ->
            a.change() instanceof Change.DropConstraint drop
                && orphans.getOrDefault(a.object(), new TreeSet<>()).contains(drop.name()));
    orphans.forEach(
        (table, keys) ->
            findings.add(
                Finding.failed(
                    table,
                    "foreign_key",
                    Words.list(keys)
                        + " refer to tables that are not on the target and are not made by this"
                        + " run",
                    "add these tables to what is replicated")));
    return new Dangling(possible, findings);
  }

  private static boolean refers(Change change) {
    return change instanceof Change.CreateView
        || change instanceof Change.CreateFunction
        || change instanceof Change.CreateDataset
        || change instanceof Change.AddConstraint;
  }

  /** Functions without a schema may be built in, so only relations are judged. */
  private static boolean isListed(String key, Set<String> listed) {
    String[] parts = key.split("[ \u0000]", -1);
    return parts.length == 4
        && parts[0].equals("relation")
        && listed.contains(parts[1] + "\u0000" + parts[2]);
  }

  private static String words(String key) {
    return key.substring(key.indexOf(' ') + 1).replace('\u0000', '.');
  }

  /** The schema of an object as {@code listed} has it. */
  public static String schema(UcName object) {
    return object.catalog() + "\u0000" + object.schema();
  }
}
