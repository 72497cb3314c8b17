package io.datareplicator.plan.uc;

import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.FunctionUse;
import io.datareplicator.model.uc.Governance;
import io.datareplicator.model.uc.Privileges;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What hangs on objects: tags, comments, grants, owners, row filters and column masks. */
final class AspectPlanner {
  private static final UcObjectType[] OF_RELATIONS = {
    UcObjectType.TABLE_COMMENT,
    UcObjectType.TABLE_TAG,
    UcObjectType.TABLE_GRANT,
    UcObjectType.COLUMN_COMMENT,
    UcObjectType.COLUMN_TAG,
    UcObjectType.ROW_FILTER,
    UcObjectType.COLUMN_MASK,
    UcObjectType.OWNER
  };

  private final UcRules rules;
  private final Scope scope;
  private final Governance source;
  private final Governance target;
  private final UcPlan plan;

  AspectPlanner(UcRules rules, Scope scope, Governance source, Governance target, UcPlan plan) {
    this.rules = rules;
    this.scope = scope;
    this.source = source;
    this.target = target;
    this.plan = plan;
  }

  /** Whether anything that hangs on a table or view is asked for. */
  boolean wanted(RelationMeta relation) {
    return scope.wants(OF_RELATIONS);
  }

  void tags(UcName name, UcName from, UcObjectType type, ReplicationConfig settings) {
    if (scope.wants(type)) {
      TagChanges.of(source.tagsOf(from), target.tagsOf(name), settings.overwriteTags())
          .ifPresent(c -> plan.add(name, type, c, TagChanges.reason(c), name.key()));
    }
  }

  void grants(UcName name, UcName from, UcObjectType type, ReplicationConfig settings) {
    if (scope.wants(type)) {
      Privileges there = target.grantsOn(name);
      GrantChanges.of(source.grantsOn(from), there, rules.principals(), settings.overwriteGrants())
          .ifPresent(c -> plan.add(name, type, c, GrantChanges.reason(c), name.key()));
    }
  }

  /**
   * @param present null when the object is made by this run
   */
  void owner(UcName name, String from, String present) {
    if (!scope.wants(UcObjectType.OWNER) || from == null) {
      return;
    }
    String wanted = rules.principals().onTarget(from);
    if (!wanted.equals(present)) {
      plan.add(
          name,
          UcObjectType.OWNER,
          new Change.SetOwner(wanted),
          "owned by " + (present == null ? "whoever makes it" : present),
          name.key());
    }
  }

  /** Everything that hangs on a table or view. */
  void relation(RelationMeta from, RelationMeta to, Presence presence, ReplicationConfig settings) {
    UcName name = from.ucName().in(rules.target());
    boolean made = presence == Presence.MADE;
    if (!made && scope.wants(UcObjectType.TABLE_COMMENT)) {
      Comments.change(from.comment(), to.comment(), settings.overwriteComments())
          .ifPresent(
              comment ->
                  plan.add(
                      name,
                      UcObjectType.TABLE_COMMENT,
                      new Change.SetComment(comment),
                      "its comment differs",
                      name.key()));
    }
    tags(name, from.ucName(), UcObjectType.TABLE_TAG, settings);
    grants(name, from.ucName(), UcObjectType.TABLE_GRANT, settings);
    if (!made && scope.wants(UcObjectType.COLUMN_COMMENT)) {
      SortedMap<String, String> comments =
          Comments.ofColumns(from.columns(), to.columns(), settings.overwriteComments());
      if (!comments.isEmpty()) {
        plan.add(
            name,
            UcObjectType.COLUMN_COMMENT,
            new Change.SetColumnComments(comments),
            "comments differ on " + Words.list(comments.keySet()),
            name.key());
      }
    }
    if (scope.wants(UcObjectType.COLUMN_TAG)) {
      Map<String, String> columns = new TreeMap<>();
      List<ColumnMeta> known = made ? from.columns() : to.columns();
      known.forEach(c -> columns.put(c.name().toLowerCase(Locale.ROOT), c.name()));
      if (!made) {
        // Columns that this run adds.
        from.columns()
            .forEach(c -> columns.putIfAbsent(c.name().toLowerCase(Locale.ROOT), c.name()));
      }
      TagChanges.ofColumns(
              source.columnTagsOf(from.name()),
              target.columnTagsOf(from.name().in(rules.target())),
              columns,
              settings.overwriteTags())
          .ifPresent(
              c ->
                  plan.add(
                      name,
                      UcObjectType.COLUMN_TAG,
                      c,
                      "tags differ on " + Words.list(c.columns().keySet()),
                      name.key()));
    }
    guards(name, from, to);
    owner(name, from.owner(), to == null ? null : to.owner());
  }

  private void guards(UcName name, RelationMeta from, RelationMeta to) {
    if (from.kind() == TableKind.VIEW) {
      return;
    }
    filter(name, from, to);
    Map<String, FunctionUse> masks = masks(from);
    if (!scope.wants(UcObjectType.COLUMN_MASK)) {
      if (!masks.isEmpty()) {
        notAskedFor(name, "column_mask", "column masks on " + Words.list(masks.keySet()));
      }
      return;
    }
    Map<String, FunctionUse> there = to == null ? Map.of() : masks(to);
    SortedMap<String, FunctionUse> set = new TreeMap<>();
    Set<String> needs = new LinkedHashSet<>(List.of(name.key()));
    masks.forEach(
        (column, mask) -> {
          FunctionUse wanted = rules.function(mask);
          if (wanted.constants()) {
            constants(name, "column_mask", "the mask of column '" + column + "'");
          } else if (!wanted.equals(there.get(column))) {
            set.put(column, wanted);
            needs.add(key(wanted));
          }
        });
    if (!set.isEmpty()) {
      plan.add(
          name,
          UcObjectType.COLUMN_MASK,
          new Change.SetMasks(set),
          "masks differ on " + Words.list(set.keySet()),
          needs.toArray(String[]::new));
    }
    Set<String> extra = new LinkedHashSet<>(there.keySet());
    extra.removeAll(masks.keySet());
    if (!extra.isEmpty()) {
      kept(name, "column_mask", "column masks on " + Words.list(extra));
    }
  }

  private void filter(UcName name, RelationMeta from, RelationMeta to) {
    FunctionUse there = to == null ? null : to.rowFilter();
    if (!scope.wants(UcObjectType.ROW_FILTER)) {
      if (from.rowFilter() != null) {
        notAskedFor(name, "row_filter", "a row filter");
      }
    } else if (from.rowFilter() != null) {
      FunctionUse wanted = rules.function(from.rowFilter());
      if (wanted.constants()) {
        constants(name, "row_filter", "its row filter");
      } else if (!wanted.equals(there)) {
        plan.add(
            name,
            UcObjectType.ROW_FILTER,
            new Change.SetRowFilter(wanted),
            there == null ? "missing at the target" : "its row filter differs",
            name.key(),
            key(wanted));
      }
    } else if (there != null) {
      kept(name, "row_filter", "a row filter");
    }
  }

  private void notAskedFor(UcName name, String type, String what) {
    plan.add(
        Finding.notReplicated(
            name,
            type,
            "the source has " + what + "; readers of the target see what it hides",
            "add " + type + " to uc_object_types"));
  }

  private void constants(UcName name, String type, String what) {
    plan.add(
        Finding.notReplicated(
            name,
            type,
            what + " has constants among its arguments; readers of the target see what it hides",
            "set it on the target by hand"));
  }

  /** Protection that only the target has is not ours to remove. */
  private void kept(UcName name, String type, String what) {
    plan.add(
        Finding.notReplicated(
            name,
            type,
            "only the target has " + what + "; it is kept",
            "remove it by hand if it is not wanted"));
  }

  private static String key(FunctionUse use) {
    return UcName.of(UcKind.FUNCTION, use.function().split("\\.", -1)).key();
  }

  private static Map<String, FunctionUse> masks(RelationMeta relation) {
    Map<String, FunctionUse> masks = new HashMap<>();
    for (ColumnMeta column : relation.columns()) {
      if (column.mask() != null) {
        masks.put(column.name().toLowerCase(Locale.ROOT), column.mask());
      }
    }
    return masks;
  }
}
