package io.datareplicator.plan.uc;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.FunctionUse;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Row filters and column masks. Protection that only the target has is not ours to remove: where a
 * table is made anew, it is set again.
 */
final class GuardPlanner {
  private static final String FILTER = "row_filter";
  private static final String MASK = "column_mask";
  private static final String BY_HAND = "set it on the target by hand";

  private final UcRules rules;
  private final Scope scope;
  private final UcPlan plan;

  GuardPlanner(UcRules rules, Scope scope, UcPlan plan) {
    this.rules = rules;
    this.scope = scope;
    this.plan = plan;
  }

  /** Plans the protection of a table. */
  void plan(RelationMeta from, RelationMeta to, Defined defined) {
    Map<String, ColumnMeta> columns = defined.byName();
    filter(from, to, defined.isMade(), columns.keySet());
    masks(from, to, defined.isMade(), columns.keySet());
  }

  private void filter(RelationMeta from, RelationMeta to, boolean made, Set<String> columns) {
    UcName name = from.ucName().in(rules.target());
    FunctionUse there = to == null ? null : to.rowFilter();
    if (!scope.wants(UcObjectType.ROW_FILTER) || from.rowFilter() == null) {
      if (there == null && from.rowFilter() != null) {
        notAskedFor(name, FILTER, "a row filter");
      } else if (there != null && made) {
        filter(name, there, "kept when the table is replaced", columns);
      } else if (there != null && scope.wants(UcObjectType.ROW_FILTER)) {
        kept(name, FILTER, "a row filter");
      }
      return;
    }
    FunctionUse wanted = rules.function(from.rowFilter());
    if (made || !wanted.equals(there)) {
      filter(
          name,
          wanted,
          there == null ? "missing at the target" : made ? "set again" : "its row filter differs",
          columns);
    }
  }

  private void filter(UcName name, FunctionUse filter, String reason, Set<String> columns) {
    if (filter.constants()) {
      plan.differs(
          Finding.notReplicated(name, FILTER, constants("the row filter"), BY_HAND),
          List.of("its row filter, which has constants among the arguments, is not the same"));
      return;
    }
    List<String> missing =
        filter.columns().stream().filter(c -> !columns.contains(lower(c))).toList();
    if (missing.isEmpty()) {
      plan.add(
          name,
          UcObjectType.ROW_FILTER,
          new Change.SetRowFilter(filter),
          reason,
          name.key(),
          key(filter));
    } else {
      plan.differs(
          Finding.failed(
              name,
              FILTER,
              "the row filter "
                  + filter.function()
                  + " reads columns that the table lacks on the target: "
                  + Words.list(missing),
              "make its definition there that of the source first"));
    }
  }

  private void masks(RelationMeta from, RelationMeta to, boolean made, Set<String> columns) {
    UcName name = from.ucName().in(rules.target());
    boolean asked = scope.wants(UcObjectType.COLUMN_MASK);
    Map<String, FunctionUse> masks = new TreeMap<>();
    of(from).forEach((column, mask) -> masks.put(column, rules.function(mask)));
    Map<String, FunctionUse> there = to == null ? Map.of() : of(to);
    SortedMap<String, FunctionUse> set = new TreeMap<>();
    Set<String> bare = new LinkedHashSet<>();
    Set<String> lacking = new LinkedHashSet<>();
    masks.forEach(
        (column, mask) -> {
          if (!asked) {
            if (!there.containsKey(column)) {
              bare.add(column);
            }
          } else if (!columns.contains(column)) {
            lacking.add(column);
          } else if (made || !mask.equals(there.get(column))) {
            set.put(column, mask);
          }
        });
    Set<String> extra = new LinkedHashSet<>();
    there.forEach(
        (column, mask) -> {
          boolean ours = asked && masks.containsKey(column);
          if (!ours && made && columns.contains(column)) {
            set.put(column, mask);
          } else if (!ours && asked && !made) {
            extra.add(column);
          }
        });
    List<String> notes = new ArrayList<>();
    List<String> constant =
        set.keySet().stream().filter(column -> set.get(column).constants()).toList();
    if (!constant.isEmpty()) {
      notes.add(constants("the masks of " + Words.list(constant)));
      set.keySet().removeAll(constant);
      plan.differs(
          name,
          "masks that have constants among the arguments are not the same on "
              + Words.list(constant));
    }
    if (!extra.isEmpty()) {
      notes.add(onlyThere("column masks on " + Words.list(extra)));
      plan.differs(name, "only the target has column masks on " + Words.list(extra));
    }
    if (!lacking.isEmpty()) {
      String said = "the target lacks columns that are masked at the source: ";
      notes.add(said + Words.list(lacking));
      plan.differs(name, said + Words.list(lacking));
    }
    if (!bare.isEmpty()) {
      notes.add(unprotected("column masks on " + Words.list(bare)));
    }
    if (!set.isEmpty()) {
      Set<String> needs = new LinkedHashSet<>(List.of(name.key()));
      set.values().forEach(mask -> needs.add(key(mask)));
      plan.add(
          UcAction.of(
                  name,
                  UcObjectType.COLUMN_MASK,
                  new Change.SetMasks(set),
                  "masks differ on " + Words.list(set.keySet()),
                  needs.toArray(String[]::new))
              .warning(notes));
    } else if (!notes.isEmpty()) {
      plan.add(
          Finding.notReplicated(
              name,
              MASK,
              String.join("; ", notes),
              !bare.isEmpty()
                  ? "add " + MASK + " to uc_object_types"
                  : constant.isEmpty() ? "change it by hand if that is not wanted" : BY_HAND));
    }
  }

  private void notAskedFor(UcName name, String type, String what) {
    plan.add(
        Finding.notReplicated(
            name, type, unprotected(what), "add " + type + " to uc_object_types"));
  }

  private void kept(UcName name, String type, String what) {
    plan.differs(
        Finding.notReplicated(
            name, type, onlyThere(what), "change it by hand if that is not wanted"),
        List.of("only the target has " + what));
  }

  /** The API does not tell which ones, or where they go. */
  private static String constants(String what) {
    return what
        + (what.endsWith("filter") ? " has" : " have")
        + " constants among the arguments; readers of the target see what it hides";
  }

  private static String unprotected(String what) {
    return "the source has " + what + "; readers of the target see what it hides";
  }

  private static String onlyThere(String what) {
    return "only the target has " + what + "; it is kept";
  }

  private static String key(FunctionUse use) {
    return UcName.of(UcKind.FUNCTION, use.function().split("\\.", -1)).key();
  }

  private static Map<String, FunctionUse> of(RelationMeta relation) {
    Map<String, FunctionUse> masks = new TreeMap<>();
    for (ColumnMeta column : relation.columns()) {
      if (column.mask() != null) {
        masks.put(lower(column.name()), column.mask());
      }
    }
    return masks;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
