package io.datareplicator.plan.uc;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.KeyConstraint;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DanglingTest {
  private static final Set<String> LISTED =
      Set.of(Dangling.schema(UcName.of(UcKind.TABLE, "tgt", "s", "any")));

  private static UcName relation(String schema, String name) {
    return UcName.of(UcKind.VIEW, "tgt", schema, name);
  }

  private static UcAction view(String name, String... needs) {
    return UcAction.of(
        relation("s", name),
        UcObjectType.VIEW,
        new Change.CreateView(Metas.view("src.s." + name, "q"), "q", Map.of(), false, false),
        "r",
        needs);
  }

  private static UcAction foreignKey(String table, String name, String parent) {
    KeyConstraint key =
        new KeyConstraint(name, List.of("id"), Metas.name("tgt.s." + parent), List.of("id"));
    UcName object = UcName.of(UcKind.TABLE, "tgt", "s", table);
    return UcAction.of(
        object,
        UcObjectType.TABLE,
        new Change.AddConstraint(name, key, null),
        "r",
        object.key(),
        relation("s", parent).key());
  }

  @Test
  void aDefinitionOverNothingFailsBeforeAnythingIsChanged() {
    UcAction tags =
        UcAction.of(
            relation("s", "v"),
            UcObjectType.TABLE_TAG,
            new Change.SetTags(new TreeMap<>(Map.of("k", "v")), Set.of()),
            "r");
    Dangling result =
        Dangling.check(
            List.of(view("v", relation("s", "gone").key()), tags, view("w")), Set.of(), LISTED);
    assertThat(result.possible()).containsExactly(view("w"));
    assertThat(result.findings())
        .containsExactly(
            Finding.failed(
                relation("s", "v"),
                "view",
                "it refers to tgt.s.gone, which is not on the target and is not made by this run",
                "add it to what is replicated, or repair the definition at the source"));
  }

  @Test
  void whatIsThereOrIsMadeIsFine() {
    List<UcAction> actions =
        List.of(view("v", relation("s", "w").key(), relation("s", "there").key()), view("w"));
    Dangling result = Dangling.check(actions, Set.of(relation("s", "there").key()), LISTED);
    assertThat(result.possible()).isEqualTo(actions);
    assertThat(result.findings()).isEmpty();
  }

  @Test
  void nothingIsSaidAboutSchemasThatWereNotListedNorAboutFunctions() {
    List<UcAction> actions =
        List.of(
            view(
                "v",
                relation("elsewhere", "x").key(),
                UcName.of(UcKind.TABLE, "other", "s", "x").key(),
                UcName.of(UcKind.FUNCTION, "tgt", "s", "sum").key(),
                UcName.of(UcKind.SCHEMA, "tgt", "s").key()));
    assertThat(Dangling.check(actions, Set.of(), LISTED).possible()).isEqualTo(actions);
  }

  @Test
  void datasetsAndFunctionsAreJudgedToo() {
    UcName function = UcName.of(UcKind.FUNCTION, "tgt", "s", "f");
    UcName dataset = UcName.of(UcKind.STREAMING_TABLE, "tgt", "s", "st");
    String gone = relation("s", "gone").key();
    List<UcAction> actions =
        List.of(
            UcAction.of(
                function,
                UcObjectType.FUNCTION,
                new Change.CreateFunction(Metas.function("src.s.f", "x"), "x", true, false),
                "r",
                gone),
            UcAction.of(
                dataset,
                UcObjectType.STREAMING_TABLE,
                new Change.CreateDataset(Metas.table("src.s.st"), false),
                "r",
                gone));
    Dangling result = Dangling.check(actions, Set.of(), LISTED);
    assertThat(result.possible()).isEmpty();
    assertThat(result.findings().stream().map(Finding::objectType))
        .containsExactly("function", "streaming_table");
  }

  @Test
  void foreignKeysToNothingAreLeftOutAndTheTableIsNot() {
    UcName table = UcName.of(UcKind.TABLE, "tgt", "s", "t");
    UcAction dropped =
        UcAction.of(table, UcObjectType.TABLE, new Change.DropConstraint("fk1", false), "r");
    UcAction other =
        UcAction.of(table, UcObjectType.TABLE, new Change.DropConstraint("fk3", false), "r");
    Dangling result =
        Dangling.check(
            List.of(
                dropped,
                other,
                foreignKey("t", "fk1", "gone"),
                foreignKey("t", "fk2", "gone"),
                foreignKey("t", "fk3", "t")),
            Set.of(table.key()),
            LISTED);
    assertThat(result.possible()).containsExactly(other, foreignKey("t", "fk3", "t"));
    assertThat(result.findings())
        .containsExactly(
            Finding.failed(
                table,
                "foreign_key",
                "fk1, fk2 refer to tables that are not on the target and are not made by this run",
                "add these tables to what is replicated"));
  }

  @Test
  void namesWithBlanksAreLeftToTheServer() {
    List<UcAction> actions = List.of(view("v", relation("s", "not there").key()));
    assertThat(Dangling.check(actions, Set.of(), LISTED).possible()).isEqualTo(actions);
  }

  @Property(tries = 100)
  void whatIsPossibleRefersToNothingMissing(@ForAll long seed) {
    World world = new World(seed);
    Planning planning = world.plan();
    Set<String> there = new HashSet<>(world.target.relationKeys());
    planning.actions.stream()
        .filter(a -> a.change().defines())
        .forEach(a -> there.add(a.object().key()));
    planning.findings.stream()
        .filter(f -> f.outcome() == Finding.Outcome.FAILED)
        .forEach(f -> there.add(f.object().key()));
    for (UcAction action : planning.actions) {
      for (String need : action.needs()) {
        boolean ofOurs =
            world.source.schemas.keySet().stream().anyMatch(s -> need.contains(" tgt\u0000" + s));
        if (need.startsWith("relation ") && ofOurs && action.change().defines()) {
          assertThat(there).contains(need);
        }
      }
    }
  }
}
