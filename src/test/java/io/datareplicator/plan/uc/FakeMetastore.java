package io.datareplicator.plan.uc;

import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.model.VolumeKind;
import io.datareplicator.model.VolumeName;
import io.datareplicator.model.uc.CatalogMeta;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.FunctionUse;
import io.datareplicator.model.uc.ModelMeta;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.SchemaMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.model.uc.VolumeMeta;
import io.datareplicator.plan.uc.Change.GrantChange;
import io.datareplicator.plan.uc.Change.Settings;
import io.datareplicator.testkit.Configs;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A catalog that takes changes as Unity Catalog would, and refuses what cannot be. Of a table that
 * is replaced, only tags and grants survive: what is harder for the planner is assumed.
 */
final class FakeMetastore extends Inventory {
  /** Owner of all that is made. */
  static final String RUNNER = "runner";

  private static final Pattern RELATION = Pattern.compile("(?:FROM|JOIN) ([\\w`.]+)");
  private static final Pattern FUNCTION = Pattern.compile("([\\w`]+(?:\\.[\\w`]+)+)\\(");

  private final UcRules rules;

  FakeMetastore(UcRules rules) {
    this.rules = rules;
  }

  /** What the server says no to. */
  static final class Refusal extends RuntimeException {
    Refusal(String message) {
      super(message);
    }
  }

  void apply(UcAction action) {
    UcName object = action.object();
    Change change = action.change();
    if (change instanceof Change.CreateCatalog create) {
      refuse(catalog != null, object + " exists");
      catalog = newCatalog(create);
      add(Metas.schema(catalog.name(), "default"));
    } else if (change instanceof Change.CreateSchema create) {
      refuse(catalog == null, "no catalog for " + object);
      refuse(schemas.containsKey(object.schema()), object + " exists");
      add(newSchema(object, create));
    } else if (change instanceof Settings settings) {
      exists(object);
      if (object.kind() == UcKind.CATALOG) {
        catalog = changed(catalog, settings);
      } else {
        add(changed(schemas.get(object.schema()), settings));
      }
    } else if (change instanceof Change.CreateVolume create) {
      newVolume(object, create);
    } else if (change instanceof Change.CreateModel create) {
      inSchema(object);
      refuse(models.containsKey(object), object + " exists");
      add(new ModelMeta(object, create.comment(), RUNNER));
    } else if (change instanceof Change.CreateFunction create) {
      newFunction(object, create);
    } else if (change instanceof Change.SetTags set) {
      exists(object);
      tag(tags.computeIfAbsent(object.key(), k -> new TreeMap<>()), set);
    } else if (change instanceof Change.SetGrants set) {
      exists(object);
      set.changes().forEach(c -> grant(object, c));
    } else if (change instanceof Change.SetOwner set) {
      exists(object);
      set(object, "owner", set.owner());
    } else if (change instanceof Change.SetComment set) {
      exists(object);
      set(object, "comment", set.comment());
    } else {
      relation(object, change);
    }
  }

  private void relation(UcName object, Change change) {
    TableName table = new TableName(object.catalog(), object.schema(), object.object());
    if (change instanceof Change.CreateTable create) {
      newTable(object, table, create);
    } else if (change instanceof Change.CreateView create) {
      queried(object, create.query(), create.context());
      newRelation(object, table, create.source(), create.query(), create.replace());
      set(object, "properties", create.properties());
    } else if (change instanceof Change.CreateDataset create) {
      String query = rules.rewrite(create.source().definition()).text();
      queried(object, query, true);
      newRelation(object, table, create.source(), query, create.replace());
    } else if (change instanceof Change.SetColumnTags set) {
      set.columns().forEach((column, tags) -> tagColumn(table, column, tags));
    } else if (change instanceof Change.SetColumnComments set) {
      set.comments().forEach((c, text) -> column(table, c, m -> Metas.commented(m, text)));
    } else if (change instanceof Change.SetRowFilter set) {
      exists(object);
      guarded(table, set.filter());
      set(object, "rowFilter", set.filter());
    } else if (change instanceof Change.SetMasks set) {
      set.masks()
          .forEach(
              (column, mask) -> {
                guarded(table, mask);
                column(table, column, m -> Configs.with(m, "mask", mask));
              });
    } else {
      new FakeTables(this).apply(table, change);
    }
  }

  static void refuse(boolean when, String message) {
    if (when) {
      throw new Refusal(message);
    }
  }

  private void exists(UcName object) {
    boolean there =
        switch (object.kind()) {
          case CATALOG -> catalog != null;
          case SCHEMA -> schemas.containsKey(object.schema());
          case VOLUME ->
              volumes.containsKey(
                  new VolumeName(object.catalog(), object.schema(), object.object()));
          case FUNCTION -> functions.containsKey(object);
          case REGISTERED_MODEL -> models.containsKey(object);
          default -> relations.containsKey(table(object));
        };
    refuse(!there, object + " does not exist");
    if (object.kind().isRelation()) {
      RelationMeta relation = relations.get(table(object));
      refuse(UcKind.of(relation.kind()) != object.kind(), object + " is a " + relation.kind());
    }
  }

  private static TableName table(UcName object) {
    return new TableName(object.catalog(), object.schema(), object.object());
  }

  private void inSchema(UcName object) {
    refuse(!schemas.containsKey(object.schema()), "no schema for " + object);
  }

  private static CatalogMeta newCatalog(Change.CreateCatalog create) {
    CatalogMeta made =
        new CatalogMeta(
            "tgt",
            "MANAGED_CATALOG",
            create.source().comment(),
            RUNNER,
            Map.of(),
            create.storageRoot(),
            "OPEN",
            "INHERIT",
            null);
    return changed(made, create.settings());
  }

  private static SchemaMeta newSchema(UcName object, Change.CreateSchema create) {
    SchemaMeta made =
        new SchemaMeta(
            Metas.schema(object.catalog(), object.schema()).name(),
            create.source().comment(),
            RUNNER,
            Map.of(),
            create.storageRoot(),
            "INHERIT",
            null);
    return changed(made, create.settings());
  }

  /** Properties are replaced as a whole. */
  private static <R extends Record> R changed(R present, Settings settings) {
    R changed = present;
    changed = settings.comment() == null ? changed : with(changed, "comment", settings.comment());
    changed =
        settings.properties() == null
            ? changed
            : with(changed, "properties", settings.properties());
    changed =
        settings.isolationMode() == null
            ? changed
            : with(changed, "isolationMode", settings.isolationMode());
    return settings.optimization() == null
        ? changed
        : with(changed, "optimization", settings.optimization());
  }

  private static <R extends Record> R with(R record, String component, Object value) {
    return Configs.with(record, component, value);
  }

  private void newVolume(UcName object, Change.CreateVolume create) {
    inSchema(object);
    VolumeName name = new VolumeName(object.catalog(), object.schema(), object.object());
    refuse(volumes.containsKey(name), object + " exists");
    VolumeKind kind = create.location() == null ? VolumeKind.MANAGED : VolumeKind.EXTERNAL;
    add(new VolumeMeta(name, kind, create.comment(), RUNNER, create.location()));
  }

  private void newFunction(UcName object, Change.CreateFunction create) {
    inSchema(object);
    FunctionMeta old = functions.get(object);
    refuse(old != null && !create.replace(), object + " exists");
    queried(object, create.body(), create.context());
    FunctionMeta made = with(with(create.source(), "name", object), "body", create.body());
    add(with(made, "owner", old == null ? RUNNER : old.owner()));
  }

  private void newTable(UcName object, TableName name, Change.CreateTable create) {
    TableKind kind = create.location() == null ? TableKind.MANAGED : TableKind.EXTERNAL;
    RelationMeta old = relations.get(name);
    if (old != null && create.replace()) {
      boolean moved =
          old.kind() != kind
              || (create.location() != null && !create.location().equals(old.location()));
      refuse(moved, object + " cannot be moved by replacing it");
      keys.remove(name);
    }
    newRelation(object, name, with(create.source(), "kind", kind), null, create.replace());
    Map<String, String> properties = new TreeMap<>(create.properties());
    properties.putAll(FakeTables.properties(create.clustering()));
    set(object, "properties", properties);
    set(object, "location", create.location());
  }

  private void newRelation(
      UcName object, TableName name, RelationMeta source, String query, boolean replace) {
    inSchema(object);
    RelationMeta old = relations.get(name);
    refuse(old != null && !replace, object + " exists");
    refuse(old != null && UcKind.of(old.kind()) != object.kind(), object + " is of another kind");
    List<ColumnMeta> columns = source.columns().stream().map(c -> with(c, "mask", null)).toList();
    RelationMeta made = with(with(source, "name", name), "columns", columns);
    made = with(with(made, "rowFilter", null), "definition", query);
    add(with(made, "owner", old == null ? RUNNER : old.owner()));
    Set<String> kept = new TreeSet<>();
    columns.forEach(c -> kept.add(c.name().toLowerCase(Locale.ROOT)));
    columnTags.getOrDefault(name, new TreeMap<>()).keySet().retainAll(kept);
  }

  /** Views and functions are compiled when they are made. */
  private void queried(UcName object, String text, boolean context) {
    Matcher relation = RELATION.matcher(text);
    while (relation.find()) {
      List<String> parts = parts(relation.group(1), object, context);
      TableName table = new TableName(parts.get(0), parts.get(1), parts.get(2));
      refuse(!relations.containsKey(table), object + " refers to " + table);
    }
    Matcher function = FUNCTION.matcher(text);
    while (function.find()) {
      UcName used = new UcName(UcKind.FUNCTION, parts(function.group(1), object, context));
      refuse(!functions.containsKey(used), object + " refers to " + used);
    }
  }

  private static List<String> parts(String name, UcName within, boolean context) {
    String[] parts = name.replace("`", "").split("\\.");
    refuse(parts.length < 3 && !context, "no schema completes " + name + " in " + within);
    return switch (parts.length) {
      case 1 -> List.of(within.catalog(), within.schema(), parts[0]);
      case 2 -> List.of(within.catalog(), parts[0], parts[1]);
      default -> List.of(parts);
    };
  }

  private static void tag(SortedMap<String, String> present, Change.SetTags change) {
    refuse(!present.keySet().containsAll(change.unset()), "no tags " + change.unset());
    present.keySet().removeAll(change.unset());
    present.putAll(change.set());
  }

  private void tagColumn(TableName table, String column, Change.SetTags change) {
    column(table, column, m -> m);
    tag(
        columnTags
            .computeIfAbsent(table, t -> new TreeMap<>())
            .computeIfAbsent(column.toLowerCase(Locale.ROOT), c -> new TreeMap<>()),
        change);
  }

  /** As the server does it, and as the writer of grants asks for it. */
  private void grant(UcName object, GrantChange change) {
    String principal = change.principal();
    refuse(change.add().stream().anyMatch(change.remove()::contains), "add and remove " + change);
    SortedMap<String, SortedSet<String>> all =
        grants.computeIfAbsent(object.key(), k -> new TreeMap<>());
    SortedSet<String> held = all.computeIfAbsent(principal, p -> new TreeSet<>());
    boolean wiped = change.remove().contains("ALL_PRIVILEGES");
    if (wiped) {
      held.clear();
    }
    held.removeAll(change.remove());
    held.addAll(change.add());
    if (wiped) {
      held.addAll(change.complete());
    }
  }

  private void set(UcName object, String component, Object value) {
    switch (object.kind()) {
      case CATALOG -> catalog = with(catalog, component, value);
      case SCHEMA -> add(with(schemas.get(object.schema()), component, value));
      case VOLUME ->
          add(
              with(
                  volumes.get(new VolumeName(object.catalog(), object.schema(), object.object())),
                  component,
                  value));
      case FUNCTION -> add(with(functions.get(object), component, value));
      case REGISTERED_MODEL -> add(with(models.get(object), component, value));
      default -> add(with(relations.get(table(object)), component, value));
    }
  }

  void column(TableName table, String column, UnaryOperator<ColumnMeta> change) {
    RelationMeta relation = relations.get(table);
    refuse(relation == null, table + " does not exist");
    refuse(!FakeTables.has(relation, List.of(column)), table + " has no column " + column);
    add(
        with(
            relation,
            "columns",
            relation.columns().stream()
                .map(c -> c.name().equalsIgnoreCase(column) ? change.apply(c) : c)
                .toList()));
  }

  private void guarded(TableName table, FunctionUse use) {
    UcName function = UcName.of(UcKind.FUNCTION, use.function().split("\\."));
    refuse(!functions.containsKey(function), table + " is guarded by " + function);
    RelationMeta relation = relations.get(table);
    refuse(!FakeTables.has(relation, use.columns()), table + " lacks one of " + use.columns());
  }
}
