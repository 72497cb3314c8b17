package io.datareplicator.plan;

import io.datareplicator.model.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compares the columns of two tables: names (without case), types and order. */
public final class SchemaDiff {
  private static final int MAX_SHOWN = 10;

  private SchemaDiff() {}

  /** The differences in words, empty when there are none. */
  public static List<String> between(List<Column> source, List<Column> target) {
    Map<String, Integer> targetPositions = new HashMap<>();
    for (int i = 0; i < target.size(); i++) {
      targetPositions.put(key(target.get(i)), i);
    }
    List<String> differences = new ArrayList<>();
    Map<String, Integer> sourcePositions = new HashMap<>();
    for (int i = 0; i < source.size(); i++) {
      Column column = source.get(i);
      sourcePositions.put(key(column), i);
      Integer at = targetPositions.get(key(column));
      if (at == null) {
        differences.add("column '" + column.name() + "' is missing at the target");
      } else if (!sameType(column, target.get(at))) {
        differences.add(
            "column '"
                + column.name()
                + "' is "
                + column.type()
                + " at the source and "
                + target.get(at).type()
                + " at the target");
      }
    }
    for (Column column : target) {
      if (!sourcePositions.containsKey(key(column))) {
        differences.add("column '" + column.name() + "' exists only at the target");
      }
    }
    if (differences.isEmpty()) {
      for (int i = 0; i < source.size(); i++) {
        if (!key(source.get(i)).equals(key(target.get(i)))) {
          differences.add("the column order differs from column " + (i + 1) + " on");
          break;
        }
      }
    }
    return differences;
  }

  /** One sentence part naming the differences, the first few in full. */
  public static String describe(List<String> differences) {
    String shown =
        String.join("; ", differences.subList(0, Math.min(MAX_SHOWN, differences.size())));
    return differences.size() <= MAX_SHOWN
        ? shown
        : shown + "; and " + (differences.size() - MAX_SHOWN) + " more";
  }

  private static boolean sameType(Column a, Column b) {
    return normal(a.type()).equals(normal(b.type()));
  }

  private static String normal(String type) {
    return type == null ? "" : type.toLowerCase(Locale.ROOT).replace(" ", "");
  }

  private static String key(Column column) {
    return column.name().toLowerCase(Locale.ROOT);
  }
}
