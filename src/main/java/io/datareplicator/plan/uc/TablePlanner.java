package io.datareplicator.plan.uc;

import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.Clustering;
import io.datareplicator.model.uc.ColumnDetails;
import io.datareplicator.model.uc.KeyConstraint;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.UrlMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/** Definitions of tables, and their constraints. */
final class TablePlanner {
  private static final String DELTA = "DELTA";

  private final UcRules rules;
  private final UcPlan plan;

  TablePlanner(UcRules rules, UcPlan plan) {
    this.rules = rules;
    this.plan = plan;
  }

  /**
   * @param target null when there is none of that name
   */
  Presence define(
      RelationMeta source, RelationMeta target, ReplicationConfig settings, String schemaKey) {
    UcName name = source.ucName().in(rules.target());
    String refusal = refusal(source);
    if (refusal != null) {
      plan.notReplicated(name, refusal, "replicate it in another way, or exclude it");
      return target == null ? Presence.ABSENT : Presence.THERE;
    }
    Optional<String> location = Optional.empty();
    if (source.kind() == TableKind.EXTERNAL && !settings.replicateAsManaged()) {
      location = rules.urls().map(String.valueOf(source.location()));
      if (location.isEmpty()) {
        plan.failed(
            name,
            "no prefix of cloud_url_mapping covers " + source.location(),
            "add one, or set replicate_as_managed: true");
        return target == null ? Presence.ABSENT : Presence.THERE;
      }
    }
    if (target == null) {
      plan.add(
          name,
          UcObjectType.TABLE,
          create(source, location.orElse(null), false),
          "missing at the target",
          schemaKey);
      return Presence.MADE;
    }
    compare(source, target, location.orElse(null), settings, name);
    return Presence.THERE;
  }

  private static String refusal(RelationMeta source) {
    if (source.kind() == TableKind.FOREIGN) {
      return "it is a foreign table: its data is in another system";
    }
    if (source.kind() != TableKind.MANAGED && source.kind() != TableKind.EXTERNAL) {
      return "tables of type " + source.tableType() + " are not replicated";
    }
    if (source.tableType() != null && source.tableType().endsWith("SHALLOW_CLONE")) {
      return "it is a shallow clone: its files belong to another table";
    }
    if (source.format() != null && !source.format().equals(DELTA)) {
      return "its format is " + source.format() + ", whose reader options the API does not show";
    }
    return source.columns().isEmpty() ? "the API shows no columns of it" : null;
  }

  private static Change.CreateTable create(RelationMeta source, String location, boolean replace) {
    boolean defaults =
        source.columns().stream().anyMatch(c -> ColumnDetails.of(c).defaultExpression() != null);
    return new Change.CreateTable(
        source,
        replace,
        location,
        Properties.toCreate(source.properties(), defaults),
        Clustering.of(source.properties()));
  }

  private void compare(
      RelationMeta source,
      RelationMeta target,
      String location,
      ReplicationConfig settings,
      UcName name) {
    ColumnChanges columns = ColumnChanges.between(source.columns(), target.columns());
    List<String> fixed = new ArrayList<>(columns.fixed());
    TableKind wanted = location == null ? TableKind.MANAGED : TableKind.EXTERNAL;
    if (target.kind() != wanted) {
      fixed.add("it is " + target.kind().name().toLowerCase(Locale.ROOT) + " at the target");
    } else if (location != null && !UrlMapping.same(location, target.location())) {
      fixed.add("it lies at " + target.location() + " instead of " + location);
    }
    if (!fixed.isEmpty()) {
      if (settings.createOrReplaceTable()) {
        plan.add(
            name,
            UcObjectType.TABLE,
            create(source, location, true),
            "replaced: " + Words.list(fixed));
      } else {
        plan.notReplicated(
            name,
            "its definition differs and cannot be changed in place: " + Words.list(fixed),
            "set create_or_replace_table: true to replace it without its data, or clone it");
      }
      return;
    }
    SortedMap<String, String> properties =
        Properties.missing(
            Properties.ofPeople(source.properties()), Properties.ofPeople(target.properties()));
    Clustering clustering = Clustering.of(source.properties());
    Clustering there = Clustering.of(target.properties());
    // Each side's platform chooses columns of its own.
    boolean recluster = !clustering.equals(there) && !(clustering.auto() && there.auto());
    Change.AlterTable change =
        new Change.AlterTable(
            columns.add(),
            columns.dropNotNull(),
            columns.defaults(),
            properties,
            recluster ? clustering : null);
    List<String> words = words(change);
    if (!words.isEmpty()) {
      plan.add(name, UcObjectType.TABLE, change, "differs in " + String.join("; ", words));
    }
  }

  private static List<String> words(Change.AlterTable change) {
    List<String> words = new ArrayList<>();
    if (!change.addColumns().isEmpty()) {
      words.add(
          "missing columns "
              + Words.list(change.addColumns().stream().map(c -> c.name()).toList()));
    }
    if (!change.dropNotNull().isEmpty()) {
      words.add("NOT NULL of " + Words.list(change.dropNotNull()));
    }
    if (!change.defaults().isEmpty()) {
      words.add("defaults of " + Words.list(change.defaults().keySet()));
    }
    if (!change.properties().isEmpty()) {
      words.add("properties " + Words.list(change.properties().keySet()));
    }
    if (change.clustering() != null) {
      words.add("clustering");
    }
    return words;
  }

  /** Keys and CHECK constraints of a table that is there or is made. */
  void constraints(
      RelationMeta source,
      RelationMeta target,
      List<KeyConstraint> sourceKeys,
      List<KeyConstraint> targetKeys) {
    UcName name = source.ucName().in(rules.target());
    Map<String, String> present =
        target == null ? Map.of() : Properties.checks(target.properties());
    Properties.checks(source.properties())
        .forEach(
            (check, expression) -> {
              if (!expression.equals(present.get(check))) {
                if (present.containsKey(check)) {
                  constraint(name, new Change.DropConstraint(check), "differs: " + check);
                }
                constraint(
                    name,
                    new Change.AddConstraint(check, null, expression),
                    "CHECK constraint " + check);
              }
            });
    Map<String, KeyConstraint> there = new HashMap<>();
    targetKeys.forEach(k -> there.put(k.name(), k));
    for (KeyConstraint key : sourceKeys) {
      KeyConstraint wanted =
          key.primary()
              ? key
              : new KeyConstraint(
                  key.name(), key.columns(), rules.table(key.parent()), key.parentColumns());
      KeyConstraint old = there.get(key.name());
      if (!Objects.equals(wanted, old)) {
        if (old != null) {
          constraint(name, new Change.DropConstraint(key.name()), "differs: " + key.name());
        }
        constraint(
            name,
            new Change.AddConstraint(key.name(), wanted, null),
            (key.primary() ? "primary key " : "foreign key ") + key.name());
      }
    }
  }

  private void constraint(UcName name, Change change, String reason) {
    if (change instanceof Change.AddConstraint add && add.key() != null && !add.key().primary()) {
      TableName parent = add.key().parent();
      plan.add(
          name,
          UcObjectType.TABLE,
          change,
          reason,
          name.key(),
          UcName.of(UcKind.TABLE, parent.catalog(), parent.schema(), parent.table()).key());
    } else {
      plan.add(name, UcObjectType.TABLE, change, reason, name.key());
    }
  }
}
