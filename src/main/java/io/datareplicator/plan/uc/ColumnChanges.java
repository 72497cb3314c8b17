package io.datareplicator.plan.uc;

import io.datareplicator.model.uc.ColumnDetails;
import io.datareplicator.model.uc.ColumnMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How the columns of a table differ, comments aside: what can be changed in place, and what only a
 * new table could have.
 *
 * @param add nullable columns that the target lacks, with their defaults
 * @param dropNotNull columns of the target
 * @param defaults expressions by column that both have, null values for those that lose theirs
 * @param fixed differences that cannot be changed in place, in words
 */
record ColumnChanges(
    List<ColumnMeta> add,
    List<String> dropNotNull,
    Map<String, String> defaults,
    List<String> fixed) {

  static ColumnChanges between(List<ColumnMeta> source, List<ColumnMeta> target) {
    ColumnChanges changes =
        new ColumnChanges(new ArrayList<>(), new ArrayList<>(), new TreeMap<>(), new ArrayList<>());
    Map<String, ColumnMeta> there = byName(target);
    for (ColumnMeta column : source) {
      ColumnMeta present = there.remove(key(column));
      if (present == null) {
        changes.missing(column);
      } else {
        changes.compare(column, present);
      }
    }
    there
        .values()
        .forEach(c -> changes.fixed.add("column '" + c.name() + "' exists only at the target"));
    List<String> partitions = partitions(source);
    if (!partitions.equals(partitions(target))) {
      changes.fixed.add(
          "it is partitioned by "
              + words(partitions)
              + " at the source and by "
              + words(partitions(target))
              + " at the target");
    }
    return changes;
  }

  private static String words(List<String> names) {
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }

  private void missing(ColumnMeta column) {
    ColumnDetails details = ColumnDetails.of(column);
    if (column.nullable()
        && details.identity() == null
        && details.generationExpression() == null
        && column.partitionIndex() == null) {
      add.add(column);
    } else {
      fixed.add(
          "column '"
              + column.name()
              + "' is missing at the target and can only be made with its table");
    }
  }

  private void compare(ColumnMeta source, ColumnMeta target) {
    ColumnDetails wanted = ColumnDetails.of(source);
    ColumnDetails present = ColumnDetails.of(target);
    String name = target.name();
    if (!wanted.canonicalType().equals(present.canonicalType())) {
      fixed.add(
          "column '"
              + name
              + "' is "
              + wanted.canonicalType()
              + " at the source and "
              + present.canonicalType()
              + " at the target");
      return;
    }
    if (source.nullable() && !target.nullable()) {
      dropNotNull.add(name);
    } else if (!source.nullable() && target.nullable()) {
      fixed.add("column '" + name + "' may be NULL at the target only");
    }
    if (!Objects.equals(wanted.identity(), present.identity())
        || !Objects.equals(wanted.generationExpression(), present.generationExpression())) {
      fixed.add("column '" + name + "' is generated in another way");
    }
    if (!Objects.equals(wanted.defaultExpression(), present.defaultExpression())) {
      defaults.put(name, wanted.defaultExpression());
    }
  }

  private static Map<String, ColumnMeta> byName(List<ColumnMeta> columns) {
    Map<String, ColumnMeta> byName = new HashMap<>();
    columns.forEach(c -> byName.put(key(c), c));
    return byName;
  }

  /** Partition columns in their order, lower case. */
  private static List<String> partitions(List<ColumnMeta> columns) {
    return columns.stream()
        .filter(c -> c.partitionIndex() != null)
        .sorted((a, b) -> a.partitionIndex().compareTo(b.partitionIndex()))
        .map(ColumnChanges::key)
        .toList();
  }

  private static String key(ColumnMeta column) {
    return column.name().toLowerCase(Locale.ROOT);
  }
}
