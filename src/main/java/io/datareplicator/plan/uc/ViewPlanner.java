package io.datareplicator.plan.uc;

import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.sqltext.NameRewriter;
import io.datareplicator.sqltext.Texts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Definitions of views, materialized views and streaming tables. */
final class ViewPlanner {
  private final UcRules rules;
  private final UcPlan plan;
  private final Predicate<String> usersPipeline;

  /**
   * @param usersPipeline whether the pipeline of that id has a definition of its own, elsewhere
   *     than in the object
   */
  ViewPlanner(UcRules rules, UcPlan plan, Predicate<String> usersPipeline) {
    this.rules = rules;
    this.plan = plan;
    this.usersPipeline = usersPipeline;
  }

  /**
   * @param target null when there is none of that name
   */
  Defined define(
      RelationMeta source, RelationMeta target, ReplicationConfig settings, String schemaKey) {
    UcName name = source.ucName().in(rules.target());
    boolean view = source.kind() == TableKind.VIEW;
    Defined otherwise = Defined.asItIs(target);
    if ("METRIC_VIEW".equals(source.tableType())) {
      plan.notReplicated(
          name, "metric views are not replicated", "create it on the target from its definition");
      return otherwise;
    }
    if (!view && source.pipelineId() != null && usersPipeline.test(source.pipelineId())) {
      plan.notReplicated(
          name,
          "pipeline " + source.pipelineId() + " defines it",
          "deploy that pipeline on the target's workspace; it makes the object");
      return otherwise;
    }
    if (source.definition() == null && (view || target == null)) {
      if (view || source.kind() == TableKind.MATERIALIZED_VIEW) {
        plan.failed(name, "the source does not show its query", "grant the run's principal SELECT");
        return otherwise;
      }
    }
    UcObjectType type = type(source.kind());
    NameRewriter.Result rewritten =
        source.definition() == null ? null : rules.rewrite(source.definition());
    Set<String> needs = new LinkedHashSet<>(List.of(schemaKey));
    UcRules.Needs references =
        rewritten == null
            ? new UcRules.Needs(Set.of(), false, false)
            : rules.needsOf(rewritten.text(), name.schema());
    needs.addAll(references.keys());
    List<String> warnings = rewritten == null ? List.of() : UcRules.warnings(rewritten);
    if (target == null) {
      plan.add(
          UcAction.of(
                  name, type, change(source, rewritten, false, references), "missing at the target")
              .needing(needs, !references.sure())
              .warning(warnings));
      return Defined.made(source);
    }
    List<String> differences = differences(source, rewritten, target);
    if (differences.isEmpty()) {
      return otherwise;
    }
    String difference = differences.get(0);
    if (!mayReplace(source.kind(), settings)) {
      plan.differs(
          Finding.notReplicated(
              name,
              name.kind().objectType(),
              difference,
              "set create_or_replace_" + name.kind().objectType() + ": true"),
          differences);
      return otherwise;
    }
    RelationMeta commented = Comments.kept(source, target, settings.overwriteComments());
    plan.add(
        UcAction.of(name, type, change(commented, rewritten, true, references), difference)
            .needing(needs, !references.sure())
            .warning(warnings));
    return Defined.made(source);
  }

  private static Change change(
      RelationMeta source,
      NameRewriter.Result rewritten,
      boolean replace,
      UcRules.Needs references) {
    return source.kind() == TableKind.VIEW
        ? new Change.CreateView(
            source,
            rewritten.text(),
            Properties.ofPeople(source.properties()),
            replace,
            references.context())
        : new Change.CreateDataset(source, replace);
  }

  /** In words. */
  private static List<String> differences(
      RelationMeta source, NameRewriter.Result rewritten, RelationMeta target) {
    List<String> differences = new ArrayList<>();
    if (rewritten != null
        && target.definition() != null
        && !Texts.same(rewritten.text(), target.definition())) {
      differences.add("its query differs");
    }
    if (!names(source).equals(names(target))) {
      differences.add("its columns differ");
    }
    boolean properties =
        source.kind() == TableKind.VIEW
            && !Properties.missing(
                    Properties.ofPeople(source.properties()),
                    Properties.ofPeople(target.properties()))
                .isEmpty();
    if (properties) {
      differences.add("its properties differ");
    }
    return differences;
  }

  private static List<String> names(RelationMeta relation) {
    return relation.columns().stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static boolean mayReplace(TableKind kind, ReplicationConfig settings) {
    return switch (kind) {
      case VIEW -> settings.createOrReplaceView();
      case MATERIALIZED_VIEW -> settings.createOrReplaceMaterializedView();
      default -> settings.createOrReplaceStreamingTable();
    };
  }

  static UcObjectType type(TableKind kind) {
    return switch (kind) {
      case VIEW -> UcObjectType.VIEW;
      case MATERIALIZED_VIEW -> UcObjectType.MATERIALIZED_VIEW;
      case STREAMING_TABLE -> UcObjectType.STREAMING_TABLE;
      default -> UcObjectType.TABLE;
    };
  }
}
