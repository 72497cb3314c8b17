package io.datareplicator.plan;

import io.datareplicator.config.OnCollision;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.TableType;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Decides for each table whether to clone it (operations.md §3, steps 1 and 2). */
public final class DataPlanner {
  private static final double UNKNOWN_DURATION = Double.MAX_VALUE;

  private DataPlanner() {}

  /**
   * What is known about one table.
   *
   * @param target null when there is none
   * @param sourceHead null when it could not be read
   * @param targetHead null when there is no target or it could not be read
   * @param last null when no successful clone is recorded
   */
  public record TableFacts(
      SourceTable source,
      TableName targetName,
      TargetTable target,
      TableHead sourceHead,
      TableHead targetHead,
      LastClone last) {}

  /** The action for one table under the settings that are in force for it. */
  public static TableAction decide(TableFacts facts, ReplicationConfig settings) {
    TableKind kind = facts.source().kind();
    if (!settings.enabled()) {
      return new TableAction.Skip(
          facts.targetName(), kind, "replication is switched off for this table");
    }
    Optional<String> refusal = refusal(facts, settings);
    if (refusal.isPresent()) {
      return new TableAction.Refuse(facts.targetName(), kind, refusal.get());
    }
    if (kind == TableKind.MATERIALIZED_VIEW) {
      return new TableAction.Skip(
          facts.targetName(),
          kind,
          "materialized views hold derived data; replicate their definition with uc_object_types and refresh them");
    }
    if (settings.skipUnchanged() && isUnchanged(facts)) {
      return new TableAction.Skip(facts.targetName(), kind, "unchanged");
    }
    List<String> warnings = new ArrayList<>();
    if (facts.target() != null) {
      List<String> differences =
          SchemaDiff.between(facts.source().columns(), facts.target().columns());
      if (!differences.isEmpty()) {
        String difference = SchemaDiff.describe(differences);
        if (settings.enforceSchema()) {
          return new TableAction.Refuse(
              facts.targetName(),
              kind,
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
    return new TableAction.Clone(
        facts.targetName(),
        kind,
        facts.source().origin(),
        facts.source().shared(),
        reason(facts, settings),
        facts.source().tableId(),
        facts.sourceHead(),
        facts.targetHead(),
        facts.target() != null,
        facts.target() == null || facts.target().ours(),
        facts.last() == null ? UNKNOWN_DURATION : facts.last().seconds(),
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

  private static Optional<String> refusal(TableFacts facts, ReplicationConfig settings) {
    TableKind kind = facts.source().kind();
    if (kind == TableKind.EXTERNAL || kind == TableKind.STREAMING_TABLE) {
      return Optional.of(
          "this version replicates the data of managed tables only, not of "
              + words(kind)
              + "s; leave the type out of table_types");
    }
    TargetTable target = facts.target();
    if (target == null) {
      return Optional.empty();
    }
    if (target.kind() != TableKind.MANAGED) {
      return Optional.of(
          "a " + words(target.kind()) + " of that name stands on the target; rename or drop it");
    }
    if (settings.onCollision() == OnCollision.FAIL && !target.ours() && facts.last() == null) {
      return Optional.of(
          "a table that this tool did not create stands on the target and on_collision is fail; "
              + "rename or drop it, or set on_collision: adopt");
    }
    return Optional.empty();
  }

  /**
   * Unchanged: the source is as the last clone found it (same table, version and commit time), and
   * the latest commit of the target is the clone of just that version.
   */
  private static boolean isUnchanged(TableFacts facts) {
    LastClone last = facts.last();
    TableHead source = facts.sourceHead();
    TableHead target = facts.targetHead();
    if (last == null || source == null || target == null || facts.target() == null) {
      return false;
    }
    boolean sameTable =
        last.tableId() == null
            || facts.source().tableId() == null
            || last.tableId().equals(facts.source().tableId());
    return sameTable
        && last.version() == source.version()
        && last.timestamp().equals(source.timestamp())
        && target.isClone()
        && target.cloneSourceVersion() != null
        && target.cloneSourceVersion() == source.version();
  }

  private static String words(TableKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + (kind == TableKind.EXTERNAL ? " table" : "");
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
    return facts.targetHead() == null
        ? "the target's history cannot be read"
        : "the target's latest commit is not the recorded clone";
  }
}
