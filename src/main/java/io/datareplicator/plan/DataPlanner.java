package io.datareplicator.plan;

import io.datareplicator.config.OnCollision;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.TableType;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Decides for each table whether to clone it (operations.md §3, steps 1 and 2). */
public final class DataPlanner {
  private final UrlMapping mapping;

  /**
   * @param mapping where external tables go
   */
  public DataPlanner(UrlMapping mapping) {
    this.mapping = mapping;
  }

  /**
   * What is known about one table.
   *
   * @param target null when there is none
   * @param streaming the target side of a streaming table; null for other kinds
   * @param via the intermediate table; null when none is configured
   * @param sourceHead null when it could not be read
   * @param targetHead of the table that is written to: for a streaming table, its backing table;
   *     null when there is none or it could not be read
   * @param last null when no successful clone is recorded
   */
  public record TableFacts(
      SourceTable source,
      TableName targetName,
      TargetTable target,
      StreamingTarget streaming,
      Intermediate via,
      TableHead sourceHead,
      TableHead targetHead,
      LastClone last) {}

  /** The action for one table under the settings that are in force for it. */
  public TableAction decide(TableFacts facts, ReplicationConfig settings) {
    TableName name = facts.targetName();
    TableKind kind = facts.source().kind();
    if (!settings.enabled()) {
      return new TableAction.Skip(name, kind, "replication is switched off for this table");
    }
    if (kind == TableKind.MATERIALIZED_VIEW) {
      return new TableAction.Skip(
          name,
          kind,
          "materialized views hold derived data; replicate their definition with uc_object_types and refresh them");
    }
    Destinations.Choice choice = new Destinations(settings, mapping).choose(facts);
    if (choice.refusal() != null) {
      return new TableAction.Refuse(name, kind, choice.refusal());
    }
    if (choice.destination() instanceof Destination.External external && !settings.copyFiles()) {
      return external.register()
          ? new TableAction.Register(name, kind, facts.source().origin(), external.url())
          : new TableAction.Skip(
              name,
              kind,
              "copy_files is off and the table is registered over "
                  + external.url()
                  + "; its files are not looked at");
    }
    if (settings.skipUnchanged() && isUnchanged(facts)) {
      return new TableAction.Skip(name, kind, "unchanged");
    }
    return cloneOrRefuse(facts, choice.destination(), settings);
  }

  private static TableAction cloneOrRefuse(
      TableFacts facts, Destination destination, ReplicationConfig settings) {
    TargetTable target = facts.target();
    List<String> warnings = new ArrayList<>();
    if (target != null) {
      List<String> differences = SchemaDiff.between(facts.source().columns(), target.columns());
      if (!differences.isEmpty()) {
        String difference = SchemaDiff.describe(differences);
        if (settings.enforceSchema()) {
          return new TableAction.Refuse(
              facts.targetName(),
              facts.source().kind(),
              "the columns differ and enforce_schema is on: "
                  + difference
                  + ". Change the target, or set enforce_schema: false to let the clone replace its columns");
        }
        warnings.add("columns replaced: " + difference);
      }
      if (isDrift(facts)) {
        warnings.add(
            "drift: the target was written to ("
                + facts.targetHead().operation()
                + ", version "
                + facts.targetHead().version()
                + ") after it was cloned; the clone replaces that");
      }
    }
    boolean ours = target == null || target.ours() || settings.onCollision() == OnCollision.REPLACE;
    return new TableAction.Clone(
        facts.targetName(),
        facts.source().kind(),
        facts.source().origin(),
        facts.source().shared(),
        facts.via(),
        destination,
        reason(facts, settings),
        facts.source().tableId(),
        facts.sourceHead(),
        facts.targetHead(),
        // Files may lie at the place of an external table that is not registered.
        target != null || destination instanceof Destination.External,
        target == null ? null : target.tableId(),
        ours && !(destination instanceof Destination.Backing),
        Expected.of(facts.last()),
        List.copyOf(warnings));
  }

  /** Whether a table of that kind belongs to the selection; views are metadata and never do. */
  public static boolean isSelected(TableKind kind, Set<TableType> types) {
    return switch (kind) {
      case MANAGED -> types.contains(TableType.MANAGED);
      case EXTERNAL -> types.contains(TableType.EXTERNAL);
      case STREAMING_TABLE -> types.contains(TableType.STREAMING_TABLE);
      case MATERIALIZED_VIEW -> types.contains(TableType.MATERIALIZED_VIEW);
      case VIEW, FOREIGN, OTHER -> false;
    };
  }

  /**
   * Unchanged: the source is as the last clone found it (same table, version and commit time), and
   * the latest commit of the target is the clone of just that version; with an intermediate table,
   * the clone of its latest commit, which in turn is the clone of that version.
   */
  private static boolean isUnchanged(TableFacts facts) {
    LastClone last = facts.last();
    TableHead source = facts.sourceHead();
    TableHead target = facts.targetHead();
    if (last == null || source == null || target == null || facts.target() == null) {
      return false;
    }
    boolean sameSource =
        (last.tableId() == null
                || facts.source().tableId() == null
                || last.tableId().equals(facts.source().tableId()))
            && last.version() == source.version()
            && last.timestamp().equals(source.timestamp());
    if (!sameSource) {
      return false;
    }
    if (facts.via() == null) {
      return target.isCloneOf(source.version());
    }
    TableHead between = facts.via().head();
    return between != null
        && between.isCloneOf(source.version())
        && target.isCloneOf(between.version());
  }

  private static boolean isDrift(TableFacts facts) {
    return facts.last() != null && facts.targetHead() != null && !facts.targetHead().isClone();
  }

  private static String reason(TableFacts facts, ReplicationConfig settings) {
    if (facts.target() == null) {
      return "new";
    }
    if (!settings.skipUnchanged()) {
      return "skip_unchanged is off";
    }
    LastClone last = facts.last();
    if (last == null) {
      return "no successful clone is recorded";
    }
    if (facts.sourceHead() == null) {
      return "the source's history cannot be read";
    }
    if (last.tableId() != null
        && facts.source().tableId() != null
        && !last.tableId().equals(facts.source().tableId())) {
      return "dropped and created again at the source";
    }
    if (last.version() != facts.sourceHead().version()
        || !last.timestamp().equals(facts.sourceHead().timestamp())) {
      return "changed: version " + last.version() + " to " + facts.sourceHead().version();
    }
    if (facts.targetHead() == null) {
      return "the target's history cannot be read";
    }
    return facts.via() != null && facts.via().head() == null
        ? "there is no intermediate table, or its history cannot be read"
        : "the target's latest commit is not the recorded clone";
  }
}
