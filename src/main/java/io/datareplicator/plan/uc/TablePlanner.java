package io.datareplicator.plan.uc;

import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.uc.Clustering;
import io.datareplicator.model.uc.ColumnDetails;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.UrlMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/** Definitions of tables. */
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
  Defined define(
      RelationMeta source, RelationMeta target, ReplicationConfig settings, String schemaKey) {
    UcName name = source.ucName().in(rules.target());
    String refusal = refusal(source);
    if (refusal != null) {
      plan.notReplicated(name, refusal, "replicate it in another way, or exclude it");
      return Defined.asItIs(target);
    }
    Optional<String> location = Optional.empty();
    if (source.kind() == TableKind.EXTERNAL && !settings.replicateAsManaged()) {
      location = rules.urls().map(String.valueOf(source.location()));
      if (location.isEmpty()) {
        plan.failed(
            name,
            "no prefix of cloud_url_mapping covers " + source.location(),
            "add one, or set replicate_as_managed: true");
        return Defined.asItIs(target);
      }
    }
    if (target == null) {
      plan.add(
          name,
          UcObjectType.TABLE,
          create(source, location.orElse(null), false),
          "missing at the target",
          schemaKey);
      return Defined.made(source);
    }
    return compare(source, target, location.orElse(null), settings, name);
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

  private Defined compare(
      RelationMeta source,
      RelationMeta target,
      String location,
      ReplicationConfig settings,
      UcName name) {
    ColumnChanges columns = ColumnChanges.between(source.columns(), target.columns());
    List<String> fixed = columns.fixed();
    Change.AlterTable change = alteration(source, target, columns);
    String misplaced = misplaced(location, target);
    if (misplaced != null) {
      // A table that is replaced stays where it is, so that this would come again in every run.
      List<String> all = new ArrayList<>(List.of(misplaced));
      all.addAll(fixed);
      unchangeable(name, all, change, target, "drop it there to have it made anew");
      return Defined.asItIs(target);
    }
    if (!fixed.isEmpty()) {
      if (settings.createOrReplaceTable()) {
        plan.add(
            name,
            UcObjectType.TABLE,
            create(Comments.kept(source, target, settings.overwriteComments()), location, true),
            "replaced: " + Words.list(fixed));
        return Defined.made(source);
      }
      unchangeable(
          name,
          fixed,
          change,
          target,
          "set create_or_replace_table: true to replace it without its data, or clone it");
      return Defined.asItIs(target);
    }
    List<String> words = words(change);
    if (!words.isEmpty()) {
      plan.add(name, UcObjectType.TABLE, change, "differs in " + String.join("; ", words));
    }
    List<ColumnMeta> after = new ArrayList<>(target.columns());
    after.addAll(columns.add());
    return new Defined(Presence.THERE, after);
  }

  private void unchangeable(
      UcName name,
      List<String> fixed,
      Change.AlterTable others,
      RelationMeta target,
      String advice) {
    List<String> differences = new ArrayList<>(fixed);
    differences.addAll(Differences.of(others, target));
    plan.differs(
        Finding.notReplicated(
            name,
            name.kind().objectType(),
            "its definition differs and cannot be changed in place: " + Words.list(fixed),
            advice),
        differences);
  }

  /** What can be changed in place. */
  private static Change.AlterTable alteration(
      RelationMeta source, RelationMeta target, ColumnChanges columns) {
    SortedMap<String, String> properties =
        Properties.missing(
            Properties.ofPeople(source.properties()), Properties.ofPeople(target.properties()));
    Clustering clustering = Clustering.of(source.properties());
    Clustering there = Clustering.of(target.properties());
    // Each side's platform chooses columns of its own.
    boolean recluster = !clustering.equals(there) && !(clustering.auto() && there.auto());
    return new Change.AlterTable(
        columns.add(),
        columns.dropNotNull(),
        columns.defaults(),
        properties,
        recluster ? clustering : null);
  }

  /** In words, or null when it is of the right kind at the right place. */
  private static String misplaced(String location, RelationMeta target) {
    TableKind wanted = location == null ? TableKind.MANAGED : TableKind.EXTERNAL;
    if (target.kind() != wanted) {
      return "it is " + target.kind().name().toLowerCase(Locale.ROOT) + " at the target";
    }
    return location == null || UrlMapping.same(location, target.location())
        ? null
        : "it lies at " + target.location() + " instead of " + location;
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
}
