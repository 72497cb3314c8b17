package io.datareplicator.plan.uc;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.Governance;
import io.datareplicator.model.uc.KeyConstraint;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.AddConstraint;
import io.datareplicator.plan.uc.Change.DropConstraint;
import io.datareplicator.sqltext.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Keys and CHECK constraints of tables. A primary key cannot go while foreign keys refer to it, so
 * these are dropped with it and made again.
 */
final class ConstraintPlanner {
  static final String OBJECT_TYPE = "table_constraint";

  private final UcRules rules;
  private final Predicate<TableName> selected;
  private final Governance source;
  private final Governance target;
  private final UcPlan plan;

  /**
   * @param selected whether a table of the source is replicated
   */
  ConstraintPlanner(
      UcRules rules,
      Predicate<TableName> selected,
      Governance source,
      Governance target,
      UcPlan plan) {
    this.rules = rules;
    this.selected = selected;
    this.source = source;
    this.target = target;
    this.plan = plan;
  }

  /** One table on its way. */
  private record Table(
      RelationMeta from, UcName name, Map<String, ColumnMeta> columns, List<String> impossible) {
    boolean has(List<String> wanted) {
      return wanted.stream().allMatch(c -> columns.containsKey(lower(c)));
    }
  }

  /**
   * @param to null when there is none on the target
   * @param defined what the table will be; a table that is made anew has no constraints
   */
  void plan(RelationMeta from, RelationMeta to, Defined defined) {
    UcName name = from.ucName().in(rules.target());
    Table table = new Table(from, name, defined.byName(), new ArrayList<>());
    boolean fresh = to == null || defined.isMade();
    checks(table, fresh ? Map.of() : Properties.checks(to.properties()));
    keys(table, fresh ? List.of() : target.keysOf(from.name().in(rules.target())));
    if (!table.impossible().isEmpty()) {
      plan.differs(
          Finding.notReplicated(
              name,
              OBJECT_TYPE,
              "constraints cannot be made as the table is on the target: "
                  + Words.list(table.impossible()),
              "make its definition there that of the source first"),
          table.impossible().stream().map(c -> c + " is missing on the target").toList());
    }
  }

  private void checks(Table table, Map<String, String> present) {
    List<String> columns = table.from().columns().stream().map(ColumnMeta::name).toList();
    Map<String, String> wanted = Properties.checks(table.from().properties());
    present.keySet().stream()
        .filter(check -> !wanted.containsKey(check))
        .forEach(check -> only(table.name(), "CHECK constraint " + check));
    wanted.forEach(
        (check, expression) -> {
          String there = present.get(check);
          if (there != null && Texts.same(expression, there)) {
            return;
          }
          if (!table.has(columns)) {
            table.impossible().add("CHECK constraint " + check);
            return;
          }
          if (there != null) {
            drop(table.name(), check, false);
          }
          add(
              table.name(),
              new AddConstraint(check, null, expression),
              "CHECK constraint " + check);
        });
  }

  /** Constraints that only the target has are not ours to drop. */
  private void only(UcName table, String constraint) {
    plan.differs(table, constraint + " exists only at the target");
  }

  private void keys(Table table, List<KeyConstraint> there) {
    List<KeyConstraint> all =
        source.keysOf(table.from().name()).stream().map(this::onTarget).toList();
    there.stream()
        .filter(k -> all.stream().noneMatch(wanted -> same(k, wanted)))
        .forEach(k -> only(table.name(), words(k)));
    for (KeyConstraint key : source.keysOf(table.from().name())) {
      KeyConstraint wanted = onTarget(key);
      if (there.stream().noneMatch(k -> same(k, wanted))) {
        if (wanted.primary()) {
          primary(table, wanted, there.stream().filter(KeyConstraint::primary).findFirst());
        } else {
          foreign(table, wanted, there);
        }
      }
    }
  }

  private void primary(Table table, KeyConstraint wanted, Optional<KeyConstraint> old) {
    String label = "primary key " + wanted.name();
    boolean possible =
        table.has(wanted.columns())
            && wanted.columns().stream().noneMatch(c -> table.columns().get(lower(c)).nullable());
    if (!possible) {
      table.impossible().add(label + " on " + String.join(", ", wanted.columns()));
      return;
    }
    TableName name = table.from().name().in(rules.target());
    if (old.isPresent()) {
      Map<TableName, List<KeyConstraint>> children = children(name);
      List<String> fixed = new ArrayList<>();
      children.forEach(
          (child, keys) ->
              keys.stream()
                  .filter(k -> ofSource(child, k, name).isEmpty())
                  .forEach(k -> fixed.add("foreign key " + k.name() + " of " + child)));
      if (!fixed.isEmpty()) {
        table.impossible().add(label + ", as the one there is referred to by " + Words.list(fixed));
        return;
      }
      children.forEach(
          (child, keys) -> {
            UcName childName =
                UcName.of(UcKind.TABLE, child.catalog(), child.schema(), child.table());
            for (KeyConstraint key : keys) {
              drop(childName, key.name(), false);
              KeyConstraint again = ofSource(child, key, name).orElseThrow();
              addForeign(childName, again);
            }
          });
      drop(table.name(), old.get().name(), true);
    }
    add(table.name(), new AddConstraint(wanted.name(), wanted, null), label);
  }

  private void foreign(Table table, KeyConstraint wanted, List<KeyConstraint> there) {
    if (!table.has(wanted.columns())) {
      table
          .impossible()
          .add("foreign key " + wanted.name() + " on " + String.join(", ", wanted.columns()));
      return;
    }
    there.stream()
        .filter(k -> k.name().equalsIgnoreCase(wanted.name()))
        .forEach(k -> drop(table.name(), k.name(), k.primary()));
    addForeign(table.name(), wanted);
  }

  /** Foreign keys on the target that refer to a table. */
  private Map<TableName, List<KeyConstraint>> children(TableName parent) {
    Map<TableName, List<KeyConstraint>> children = new TreeMap<>();
    target
        .keys()
        .forEach(
            (table, keys) -> {
              List<KeyConstraint> referring =
                  keys.stream().filter(k -> parent.equals(k.parent())).toList();
              if (!referring.isEmpty()) {
                children.put(table, referring);
              }
            });
    return children;
  }

  /** What the source says in place of a foreign key of the same schema, if it is ours to change. */
  private Optional<KeyConstraint> ofSource(TableName child, KeyConstraint key, TableName parent) {
    return source.keys().entrySet().stream()
        .filter(e -> rules.table(e.getKey()).equals(child))
        .filter(e -> child.schemaName().equals(parent.schemaName()) && selected.test(e.getKey()))
        .flatMap(e -> e.getValue().stream())
        .filter(k -> !k.primary() && k.name().equalsIgnoreCase(key.name()))
        .map(this::onTarget)
        .findFirst();
  }

  private KeyConstraint onTarget(KeyConstraint key) {
    return key.primary()
        ? key
        : new KeyConstraint(
            key.name(), key.columns(), rules.table(key.parent()), key.parentColumns());
  }

  /** Kind, name and columns. */
  static String words(KeyConstraint key) {
    return (key.primary() ? "primary key " : "foreign key ")
        + key.name()
        + " on "
        + String.join(", ", key.columns());
  }

  /** Names of keys do not matter: servers give them to those without. */
  static boolean same(KeyConstraint a, KeyConstraint b) {
    return a.primary() == b.primary()
        && lower(a.columns()).equals(lower(b.columns()))
        && (a.primary()
            || (a.parent().equals(b.parent())
                && lower(a.parentColumns()).equals(lower(b.parentColumns()))));
  }

  private void drop(UcName table, String name, boolean primary) {
    plan.add(
        table,
        UcObjectType.TABLE,
        new DropConstraint(name, primary),
        "differs: " + name,
        table.key());
  }

  private void addForeign(UcName table, KeyConstraint key) {
    TableName parent = key.parent();
    add(
        table,
        new AddConstraint(key.name(), key, null),
        "foreign key " + key.name(),
        UcName.of(UcKind.TABLE, parent.catalog(), parent.schema(), parent.table()).key());
  }

  private void add(UcName table, AddConstraint change, String reason, String... needs) {
    List<String> all = new ArrayList<>(List.of(needs));
    all.add(table.key());
    plan.add(table, UcObjectType.TABLE, change, reason, all.toArray(String[]::new));
  }

  private static List<String> lower(List<String> names) {
    return names.stream().map(ConstraintPlanner::lower).toList();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
