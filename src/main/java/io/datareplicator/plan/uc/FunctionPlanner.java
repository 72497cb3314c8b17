package io.datareplicator.plan.uc;

import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.sqltext.NameRewriter;
import io.datareplicator.sqltext.Texts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Definitions of functions. */
final class FunctionPlanner {
  private static final String SQL = "SQL";

  private final UcRules rules;
  private final UcPlan plan;

  FunctionPlanner(UcRules rules, UcPlan plan) {
    this.rules = rules;
    this.plan = plan;
  }

  /**
   * @param target null when there is none of that name
   */
  Presence define(
      FunctionMeta from, FunctionMeta target, ReplicationConfig settings, String schemaKey) {
    FunctionMeta source = commented(from, target, settings.overwriteComments());
    UcName name = source.name().in(rules.target());
    Presence otherwise = target == null ? Presence.ABSENT : Presence.THERE;
    if (source.body() == null) {
      plan.failed(
          name, "the source does not show its body", "grant the run's principal EXECUTE on it");
      return otherwise;
    }
    boolean sql = SQL.equals(source.language());
    if (!sql && !"PYTHON".equals(source.language())) {
      plan.notReplicated(
          name,
          "functions in " + source.language() + " are not replicated",
          "create it on the target by hand");
      return otherwise;
    }
    String body = source.body();
    Set<String> needs = new LinkedHashSet<>(List.of(schemaKey));
    UcRules.Needs references = new UcRules.Needs(Set.of(), false, true);
    List<String> warnings = List.of();
    if (sql) {
      NameRewriter.Result rewritten = rules.rewrite(body);
      body = rewritten.text();
      references = rules.needsOf(body, name.schema());
      needs.addAll(references.keys());
      warnings = UcRules.warnings(rewritten);
    }
    String difference = target == null ? "missing at the target" : difference(source, body, target);
    if (difference == null) {
      return Presence.THERE;
    }
    plan.add(
        UcAction.of(
                name,
                UcObjectType.FUNCTION,
                new Change.CreateFunction(source, body, target != null, references.context()),
                difference)
            .needing(needs, !references.sure())
            .warning(warnings));
    return Presence.MADE;
  }

  /** With the comment that is to be on the target. */
  private static FunctionMeta commented(FunctionMeta from, FunctionMeta to, boolean overwrite) {
    boolean own = !overwrite && to != null && to.comment() != null && !to.comment().isEmpty();
    return !own
        ? from
        : new FunctionMeta(
            from.name(),
            from.parameters(),
            from.returnType(),
            from.returnColumns(),
            from.language(),
            from.body(),
            from.deterministic(),
            from.dataAccess(),
            to.comment(),
            from.owner());
  }

  /**
   * What differs but for comments, in words.
   *
   * @param body of the source, as it is to be on the target
   */
  static List<String> differences(FunctionMeta source, String body, FunctionMeta target) {
    List<String> differences = new ArrayList<>();
    boolean sameBody =
        SQL.equals(source.language())
            ? target.body() != null && Texts.same(body, target.body())
            : Objects.equals(body, target.body());
    if (!sameBody || !Objects.equals(source.language(), target.language())) {
      differences.add("its body differs");
    }
    if (!source.parameters().equals(target.parameters())
        || !Objects.equals(source.returnType(), target.returnType())
        || !source.returnColumns().equals(target.returnColumns())) {
      differences.add("its parameters or its result differ");
    }
    if (!Objects.equals(source.deterministic(), target.deterministic())
        || !Objects.equals(source.dataAccess(), target.dataAccess())) {
      differences.add("its characteristics differ");
    }
    return differences;
  }

  private static String difference(FunctionMeta source, String body, FunctionMeta target) {
    List<String> differences = differences(source, body, target);
    if (!differences.isEmpty() && !differences.get(0).contains("characteristics")) {
      return differences.get(0);
    }
    return differences.isEmpty()
            && Comments.change(source.comment(), target.comment(), true).isEmpty()
        ? null
        : "its comment or characteristics differ";
  }
}
