package io.datareplicator.plan.uc;

import io.datareplicator.model.uc.ColumnMeta;
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
