package io.datareplicator.plan.uc;

import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.RelationMeta;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a table or view will be on the target once its definition is dealt with.
 *
 * @param columns those it will have then
 */
record Defined(Presence presence, List<ColumnMeta> columns) {
  static final Defined ABSENT = new Defined(Presence.ABSENT, List.of());

  Defined {
    columns = List.copyOf(columns);
  }

  /** The definition stays as it is. */
  static Defined asItIs(RelationMeta target) {
    return target == null ? ABSENT : new Defined(Presence.THERE, target.columns());
  }

  /** This run makes it, or makes it anew. */
  static Defined made(RelationMeta source) {
    return new Defined(Presence.MADE, source.columns());
  }

  boolean isMade() {
    return presence == Presence.MADE;
  }

  /** The columns by their names in lower case. */
  Map<String, ColumnMeta> byName() {
    Map<String, ColumnMeta> byName = new TreeMap<>();
    columns.forEach(c -> byName.put(c.name().toLowerCase(Locale.ROOT), c));
    return byName;
  }
}
