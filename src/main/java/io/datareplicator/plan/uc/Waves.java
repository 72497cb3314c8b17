package io.datareplicator.plan.uc;

import io.datareplicator.config.UcObjectType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The order of changes (operations.md §4): what is in one wave may happen at once, a wave begins
 * when the one before has ended. Definitions come after what they refer to, and an object is
 * changed by one action at a time.
 *
 * @param cycles definitions that refer to each other in a circle, and so cannot be made
 */
public record Waves(List<List<UcAction>> waves, List<Finding> cycles) {
  private static final int DATASETS = 60;

  private record Place(int stage, int level, int turn) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byStage = Integer.compare(stage, other.stage);
      int byLevel = byStage != 0 ? byStage : Integer.compare(level, other.level);
      return byLevel != 0 ? byLevel : Integer.compare(turn, other.turn);
    }
  }

  /** Puts changes in order. */
  public static Waves of(Collection<UcAction> actions) {
    Map<String, UcAction> definitions = new LinkedHashMap<>();
    for (UcAction action : actions) {
      if (action.change().defines() && stage(action) == DATASETS) {
        definitions.put(action.object().key(), action);
      }
    }
    Map<String, Integer> levels = levels(definitions);
    List<Finding> cycles = new ArrayList<>();
    Set<UcAction> impossible = new HashSet<>();
    definitions.forEach(
        (key, action) -> {
          if (!levels.containsKey(key)) {
            impossible.add(action);
            cycles.add(
                Finding.failed(
                    action.object(),
                    action.object().kind().objectType(),
                    "it and what it refers to refer to each other: "
                        + String.join(" -> ", circle(key, definitions, levels)),
                    "break the circle at the source"));
          }
        });
    SortedMap<Place, List<UcAction>> places = new TreeMap<>();
    Map<String, Integer> turns = new HashMap<>();
    for (UcAction action : actions) {
      if (!impossible.contains(action)) {
        int stage = stage(action);
        int level = stage == DATASETS ? levels.getOrDefault(action.object().key(), 0) : 0;
        String turn = stage + " " + level + " " + action.object().key();
        int before = turns.merge(turn, 1, Integer::sum) - 1;
        places.computeIfAbsent(new Place(stage, level, before), p -> new ArrayList<>()).add(action);
      }
    }
    return new Waves(List.copyOf(places.values()), cycles);
  }

  /** Distance of each definition from those that need none of the others; none for circles. */
  private static Map<String, Integer> levels(Map<String, UcAction> definitions) {
    Map<String, Integer> open = new HashMap<>();
    Map<String, List<String>> dependents = new HashMap<>();
    Deque<String> ready = new ArrayDeque<>();
    definitions.forEach(
        (key, action) -> {
          int count = 0;
          for (String need : action.needs()) {
            if (definitions.containsKey(need)) {
              count++;
              dependents.computeIfAbsent(need, k -> new ArrayList<>()).add(key);
            }
          }
          open.put(key, count);
          if (count == 0) {
            ready.add(key);
          }
        });
    Map<String, Integer> levels = new HashMap<>();
    ready.forEach(key -> levels.put(key, 0));
    while (!ready.isEmpty()) {
      String key = ready.poll();
      for (String dependent : dependents.getOrDefault(key, List.of())) {
        if (open.merge(dependent, -1, Integer::sum) == 0) {
          levels.put(dependent, levels.get(key) + 1);
          ready.add(dependent);
        }
      }
    }
    return levels;
  }

  /** Follows needs that have no place until one comes again. */
  private static List<String> circle(
      String start, Map<String, UcAction> definitions, Map<String, Integer> levels) {
    Set<String> seen = new LinkedHashSet<>();
    String at = start;
    while (seen.add(at)) {
      String next = null;
      for (String need : definitions.get(at).needs().stream().sorted().toList()) {
        if (definitions.containsKey(need) && !levels.containsKey(need)) {
          next = need;
          break;
        }
      }
      if (next == null) {
        break;
      }
      at = next;
    }
    List<String> names = new ArrayList<>();
    seen.forEach(key -> names.add(definitions.get(key).object().fullName()));
    names.add(definitions.get(at).object().fullName());
    return names;
  }

  private static int stage(UcAction action) {
    if (action.change() instanceof Change.DropConstraint constraint) {
      // Before columns change: NOT NULL cannot go from columns of a primary key.
      return constraint.primary() ? 49 : 48;
    }
    if (action.change() instanceof Change.AddConstraint constraint) {
      return constraint.key() == null || constraint.key().primary() ? 52 : 53;
    }
    UcObjectType type = action.type();
    return switch (type) {
      case STORAGE_CREDENTIAL -> 0;
      case EXTERNAL_LOCATION -> 1;
      case TAG_POLICY -> 2;
      case CONNECTION -> 3;
      case CATALOG -> 10;
      case CATALOG_TAG -> 11;
      case CATALOG_GRANT -> 12;
      case SCHEMA -> 20;
      case SCHEMA_TAG -> 21;
      case SCHEMA_GRANT -> 22;
      case TABLE -> 50;
      case FUNCTION, VIEW, MATERIALIZED_VIEW, STREAMING_TABLE -> DATASETS;
      case VOLUME, REGISTERED_MODEL -> 70;
      case TABLE_COMMENT -> 80;
      case TABLE_TAG -> 81;
      case TABLE_GRANT, FUNCTION_GRANT -> 82;
      case VOLUME_TAG -> 83;
      case VOLUME_GRANT -> 84;
      case COLUMN_COMMENT -> 85;
      case COLUMN_TAG -> 86;
      case ROW_FILTER -> 87;
      case COLUMN_MASK -> 88;
      case OWNER -> 99;
    };
  }
}
