package io.datareplicator.plan.uc;

import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.uc.Governance;
import io.datareplicator.model.uc.Privileges;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.SetColumnTags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What hangs on objects: tags, comments, grants, owners, and the protection of tables. */
final class AspectPlanner {
  private static final UcObjectType[] OF_RELATIONS = {
    UcObjectType.TABLE_COMMENT,
    UcObjectType.TABLE_TAG,
    UcObjectType.TABLE_GRANT,
    UcObjectType.COLUMN_COMMENT,
    UcObjectType.COLUMN_TAG,
    UcObjectType.OWNER
  };
  private static final UcObjectType[] OF_TABLES = {
    UcObjectType.ROW_FILTER, UcObjectType.COLUMN_MASK
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
    return scope.wants(OF_RELATIONS)
        || (relation.kind() != TableKind.VIEW && scope.wants(OF_TABLES));
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

  /**
   * Everything that hangs on a table or view.
   *
   * @param defined what it will be on the target; it is not absent
   */
  void relation(RelationMeta from, RelationMeta to, Defined defined, ReplicationConfig settings) {
    UcName name = from.ucName().in(rules.target());
    comments(name, from, to, defined, settings);
    tags(name, from.ucName(), UcObjectType.TABLE_TAG, settings);
    grants(name, from.ucName(), UcObjectType.TABLE_GRANT, settings);
    columnTags(name, from, defined, settings);
    if (from.kind() != TableKind.VIEW) {
      new GuardPlanner(rules, scope, plan).plan(from, to, defined);
    }
    owner(name, from.owner(), to == null ? null : to.owner());
  }

  private void comments(
      UcName name,
      RelationMeta from,
      RelationMeta to,
      Defined defined,
      ReplicationConfig settings) {
    RelationMeta wanted = Comments.kept(from, to, settings.overwriteComments());
    RelationMeta present = to;
    if (defined.isMade()) {
      // What is made has its comments; those of datasets are in the source's own statement.
      boolean dataset =
          from.kind() == TableKind.MATERIALIZED_VIEW || from.kind() == TableKind.STREAMING_TABLE;
      present = dataset ? from : wanted;
    }
    if (scope.wants(UcObjectType.TABLE_COMMENT)) {
      Comments.change(wanted.comment(), present.comment(), true)
          .ifPresent(
              comment ->
                  plan.add(
                      name,
                      UcObjectType.TABLE_COMMENT,
                      new Change.SetComment(comment),
                      "its comment differs",
                      name.key()));
    }
    if (scope.wants(UcObjectType.COLUMN_COMMENT)) {
      SortedMap<String, String> comments =
          Comments.ofColumns(wanted.columns(), present.columns(), true);
      if (!comments.isEmpty()) {
        plan.add(
            name,
            UcObjectType.COLUMN_COMMENT,
            new Change.SetColumnComments(comments),
            "comments differ on " + Words.list(comments.keySet()),
            name.key());
      }
    }
  }

  private void columnTags(
      UcName name, RelationMeta from, Defined defined, ReplicationConfig settings) {
    if (!scope.wants(UcObjectType.COLUMN_TAG)) {
      return;
    }
    Map<String, String> columns = new TreeMap<>();
    defined.byName().forEach((key, column) -> columns.put(key, column.name()));
    SortedMap<String, SortedMap<String, String>> wanted = source.columnTagsOf(from.name());
    List<String> lacking =
        wanted.entrySet().stream()
            .filter(e -> !e.getValue().isEmpty() && !columns.containsKey(e.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    String said = "the target lacks columns that have tags at the source: " + Words.list(lacking);
    Optional<SetColumnTags> change =
        TagChanges.ofColumns(
            wanted,
            target.columnTagsOf(from.name().in(rules.target())),
            columns,
            settings.overwriteTags());
    if (!lacking.isEmpty()) {
      plan.differs(name, said);
    }
    if (change.isPresent()) {
      plan.add(
          UcAction.of(
                  name,
                  UcObjectType.COLUMN_TAG,
                  change.get(),
                  "tags differ on " + Words.list(change.get().columns().keySet()),
                  name.key())
              .warning(lacking.isEmpty() ? List.of() : List.of(said)));
    } else if (!lacking.isEmpty()) {
      plan.differs(
          Finding.notReplicated(
              name, "column_tag", said, "make its definition there that of the source first"));
    }
  }
}
