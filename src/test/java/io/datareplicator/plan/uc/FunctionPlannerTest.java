package io.datareplicator.plan.uc;

import static io.datareplicator.plan.uc.Metas.function;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.CreateFunction;
import io.datareplicator.testkit.Configs;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FunctionPlannerTest {
  private static final UcName NAME = UcName.of(UcKind.FUNCTION, "tgt", "s", "f");

  private static Planning plan(FunctionMeta from, FunctionMeta to, Object... settings) {
    return plan(Set.of(UcObjectType.FUNCTION), from, to, settings);
  }

  private static Planning plan(
      Set<UcObjectType> types, FunctionMeta from, FunctionMeta to, Object... settings) {
    Inventory source = new Inventory().add(Metas.catalog("src")).add(Metas.schema("src", "s"));
    Inventory target = new Inventory().add(Metas.catalog("tgt")).add(Metas.schema("tgt", "s"));
    source.add(from);
    target.add(Metas.table("tgt.s.t", Metas.column("a", "int")));
    if (to != null) {
      target.add(to);
    }
    return Planning.of(source, target, Metas.config(types, settings), Metas.RULES);
  }

  private static FunctionMeta with(FunctionMeta function, String component, Object value) {
    return Configs.with(function, component, value);
  }

  @Test
  void aMissingFunctionIsMadeWithTheNamesOfTheTarget() {
    FunctionMeta from = function("src.s.F", "(SELECT max(a) FROM src.s.t) + src.s.g(x)");
    UcAction action = plan(from, null).action(CreateFunction.class);
    assertThat(action.object()).isEqualTo(NAME);
    assertThat(action.change())
        .isEqualTo(
            new CreateFunction(from, "(SELECT max(a) FROM tgt.s.t) + tgt.s.g(x)", false, false));
    assertThat(action.reason()).isEqualTo("missing at the target");
    assertThat(action.needs())
        .contains(
            UcName.of(UcKind.SCHEMA, "tgt", "s").key(),
            UcName.of(UcKind.TABLE, "tgt", "s", "t").key(),
            UcName.of(UcKind.FUNCTION, "tgt", "s", "g").key())
        .doesNotContain(NAME.key());
  }

  @Test
  void namesWithoutCatalogAreCompletedByTheSchema() {
    FunctionMeta from = function("src.s.f", "(SELECT max(a) FROM t)");
    assertThat(plan(from, null).the(CreateFunction.class).context()).isTrue();
    assertThat(plan(function("src.s.f", "abs(x)"), null).the(CreateFunction.class).context())
        .isFalse();
  }

  @Test
  void bodiesInPythonAreNotTouched() {
    FunctionMeta from = with(function("src.s.f", "# FROM src.s.t\nreturn x"), "language", "PYTHON");
    CreateFunction change = plan(from, null).the(CreateFunction.class);
    assertThat(change.body()).isEqualTo(from.body());
    FunctionMeta there = with(from, "name", NAME);
    assertThat(plan(from, there).actions).isEmpty();
    assertThat(
            plan(from, with(there, "body", from.body() + " ")).the(CreateFunction.class).replace())
        .isTrue();
  }

  @Test
  void otherLanguagesAreNotReplicated() {
    Planning planning = plan(with(function("src.s.f", "x"), "language", "SCALA"), null);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings)
        .containsExactly(
            Finding.notReplicated(
                NAME,
                "function",
                "functions in SCALA are not replicated",
                "create it on the target by hand"));
  }

  @Test
  void aFunctionWithoutAVisibleBodyFails() {
    assertThat(plan(function("src.s.f", null), null).findings)
        .containsExactly(
            Finding.failed(
                NAME,
                "function",
                "the source does not show its body",
                "grant the run's principal EXECUTE on it"));
  }

  @Test
  void equalFunctionsAreUnchanged() {
    FunctionMeta to = function("tgt.s.f", "TGT.s.g(X) /* same */");
    Planning planning = plan(function("src.s.f", "src.s.g(x)"), to);
    assertThat(planning.actions).isEmpty();
    assertThat(planning.findings).containsExactly(Finding.unchanged(NAME));
  }

  @Test
  void functionsThatDifferAreReplaced() {
    FunctionMeta from = function("src.s.f", "x");
    FunctionMeta to = function("tgt.s.f", "x");
    assertThat(reason(from, with(to, "body", "y"))).isEqualTo("its body differs");
    assertThat(reason(from, with(to, "body", null))).isEqualTo("its body differs");
    assertThat(reason(from, with(to, "language", "PYTHON"))).isEqualTo("its body differs");
    String shape = "its parameters or its result differ";
    assertThat(reason(from, with(to, "returnType", "int"))).isEqualTo(shape);
    assertThat(reason(from, with(to, "parameters", List.of()))).isEqualTo(shape);
    List<FunctionMeta.Parameter> columns =
        List.of(new FunctionMeta.Parameter("y", "int", null, null));
    assertThat(reason(from, with(to, "returnColumns", columns))).isEqualTo(shape);
    String rest = "its comment or characteristics differ";
    assertThat(reason(from, with(to, "deterministic", false))).isEqualTo(rest);
    assertThat(reason(from, with(to, "dataAccess", "READS_SQL_DATA"))).isEqualTo(rest);
    assertThat(reason(from, with(to, "comment", "c"))).isEqualTo(rest);
    assertThat(plan(from, with(to, "comment", "")).actions).isEmpty();
  }

  private static String reason(FunctionMeta from, FunctionMeta to) {
    UcAction action = plan(from, to).action(CreateFunction.class);
    assertThat(((CreateFunction) action.change()).replace()).isTrue();
    return action.reason();
  }

  @Test
  void commentsOfTheTargetAreKeptWithoutOverwriting() {
    FunctionMeta from = with(function("src.s.f", "x"), "comment", "src");
    FunctionMeta to = with(function("tgt.s.f", "x"), "comment", "tgt");
    assertThat(plan(from, to, "overwriteComments", false).actions).isEmpty();
    assertThat(
            plan(from, with(to, "body", "y"), "overwriteComments", false)
                .the(CreateFunction.class)
                .source()
                .comment())
        .isEqualTo("tgt");
    assertThat(plan(from, to).the(CreateFunction.class).source().comment()).isEqualTo("src");
  }

  @Test
  void grantsAloneNeedTheFunctionToBeThere() {
    Planning planning = plan(Set.of(UcObjectType.FUNCTION_GRANT), function("src.s.f", "x"), null);
    assertThat(planning.findings)
        .containsExactly(
            Finding.failed(
                NAME,
                "function",
                "it is not on the target, and nothing of this run makes it",
                "add function to uc_object_types"));
    assertThat(plan(Set.of(UcObjectType.TABLE), function("src.s.f", "x"), null).findings).isEmpty();
  }
}
