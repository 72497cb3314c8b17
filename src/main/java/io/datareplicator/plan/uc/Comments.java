package io.datareplicator.plan.uc;

import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.RelationMeta;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Comments: absent and empty ones are the same. */
final class Comments {
  private Comments() {}

  /** What to write; an empty text clears. Empty Optional when nothing is to be done. */
  static Optional<String> change(String source, String target, boolean overwrite) {
    String wanted = source == null ? "" : source;
    String present = target == null ? "" : target;
    return wanted.equals(present) || (!overwrite && !present.isEmpty())
        ? Optional.empty()
        : Optional.of(wanted);
  }

  /**
   * The source's definition with the comments that are to be on the target: its own, unless {@code
   * overwrite}, where it has any.
   *
   * @param target null when there is none
   */
  static RelationMeta kept(RelationMeta source, RelationMeta target, boolean overwrite) {
    if (overwrite || target == null) {
      return source;
    }
    Map<String, ColumnMeta> there = new HashMap<>();
    target.columns().forEach(c -> there.put(c.name().toLowerCase(Locale.ROOT), c));
    return new RelationMeta(
        source.name(),
        source.kind(),
        source.tableType(),
        source.format(),
        nonEmpty(target.comment(), source.comment()),
        source.owner(),
        source.location(),
        source.definition(),
        source.pipelineId(),
        source.rowFilter(),
        source.properties(),
        source.columns().stream()
            .map(c -> kept(c, there.get(c.name().toLowerCase(Locale.ROOT))))
            .toList());
  }

  private static ColumnMeta kept(ColumnMeta source, ColumnMeta target) {
    return target == null
        ? source
        : new ColumnMeta(
            source.name(),
            source.typeText(),
            source.typeJson(),
            source.nullable(),
            nonEmpty(target.comment(), source.comment()),
            source.partitionIndex(),
            source.mask());
  }

  private static String nonEmpty(String first, String second) {
    return first == null || first.isEmpty() ? second : first;
  }

  /** What to write on columns that both sides have, by the target's spelling. */
  static SortedMap<String, String> ofColumns(
      List<ColumnMeta> source, List<ColumnMeta> target, boolean overwrite) {
    Map<String, ColumnMeta> present = new HashMap<>();
    target.forEach(c -> present.put(c.name().toLowerCase(Locale.ROOT), c));
    SortedMap<String, String> changes = new TreeMap<>();
    for (ColumnMeta column : source) {
      ColumnMeta there = present.get(column.name().toLowerCase(Locale.ROOT));
      if (there != null) {
        change(column.comment(), there.comment(), overwrite)
            .ifPresent(comment -> changes.put(there.name(), comment));
      }
    }
    return changes;
  }
}
