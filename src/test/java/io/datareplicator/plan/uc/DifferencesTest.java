package io.datareplicator.plan.uc;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.model.uc.Privileges;
import io.datareplicator.plan.uc.Change.GrantChange;
import io.datareplicator.plan.uc.Change.SetGrants;
import io.datareplicator.plan.uc.Change.SetTags;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link TagChanges}, {@link GrantChanges}, {@link Comments}, {@link Properties}. */
class DifferencesTest {
  @Test
  void tagsBecomeThoseOfTheSourceOrAreOnlyAdded() {
    Map<String, String> source = Map.of("same", "1", "other", "a", "new", "");
    Map<String, String> target = Map.of("same", "1", "other", "b", "own", "x");
    SetTags change = TagChanges.of(source, target, true).orElseThrow();
    assertThat(change.set()).isEqualTo(Map.of("other", "a", "new", ""));
    assertThat(change.unset()).containsExactly("own");
    assertThat(TagChanges.reason(change)).isEqualTo("sets new, other; removes own");
    SetTags added = TagChanges.of(source, target, false).orElseThrow();
    assertThat(added).isEqualTo(new SetTags(new TreeMap<>(Map.of("new", "")), Set.of()));
    assertThat(TagChanges.of(target, target, true)).isEmpty();
    assertThat(TagChanges.of(Map.of(), target, false)).isEmpty();
    assertThat(TagChanges.reason(TagChanges.of(Map.of(), Map.of("a", ""), true).orElseThrow()))
        .isEqualTo("removes a");
  }

  @Test
  void keysOfTagsDifferByCase() {
    assertThat(TagChanges.of(Map.of("PII", "x"), Map.of("pii", "x"), true).orElseThrow())
        .isEqualTo(new SetTags(new TreeMap<>(Map.of("PII", "x")), Set.of("pii")));
  }

  @Test
  void aTagMayLackAValue() {
    Map<String, String> none = new HashMap<>();
    none.put("k", null);
    assertThat(TagChanges.of(none, none, true)).isEmpty();
    assertThat(TagChanges.of(none, Map.of("k", "x"), true).orElseThrow().set()).containsKey("k");
  }

  @Property(tries = 200)
  void tagsThatAreSetAndUnsetMakeTheTargetTheSource(
      @ForAll @Size(max = 4) Map<@AlphaChars @StringLength(max = 1) String, String> source,
      @ForAll @Size(max = 4) Map<@AlphaChars @StringLength(max = 1) String, String> target,
      @ForAll boolean overwrite) {
    Map<String, String> now = new HashMap<>(target);
    TagChanges.of(source, target, overwrite)
        .ifPresent(
            change -> {
              assertThat(now.keySet()).containsAll(change.unset());
              now.keySet().removeAll(change.unset());
              now.putAll(change.set());
            });
    Map<String, String> wanted = new HashMap<>(source);
    if (!overwrite) {
      wanted.putAll(target);
    }
    assertThat(now).isEqualTo(wanted);
  }

  private static Privileges privileges(String... grants) {
    Map<String, Set<String>> all = new HashMap<>();
    Arrays.stream(grants)
        .map(g -> g.split(": "))
        .forEach(g -> all.put(g[0], Set.of(g[1].split(" "))));
    return Privileges.of(all);
  }

  private static List<GrantChange> grants(Privileges source, Privileges target, boolean mirror) {
    return GrantChanges.of(source, target, new Principals(Map.of("ann", "anne")), mirror)
        .map(SetGrants::changes)
        .orElse(List.of());
  }

  @Test
  void principalsOfTheSourceGetWhatTheyHaveThere() {
    Privileges source = privileges("ann: MODIFY SELECT", "bob: SELECT", "new: SELECT");
    Privileges target = privileges("anne: MANAGE SELECT", "bob: SELECT", "own: SELECT");
    List<GrantChange> changes = grants(source, target, false);
    assertThat(changes)
        .containsExactly(
            new GrantChange("anne", Set.of("MODIFY"), Set.of("MANAGE"), Set.of("MODIFY", "SELECT")),
            new GrantChange("new", Set.of("SELECT"), Set.of(), Set.of("SELECT")));
    assertThat(GrantChanges.reason(new SetGrants(changes)))
        .isEqualTo("grants MODIFY to anne, revokes MANAGE from anne, grants SELECT to new");
    assertThat(grants(source, target, true))
        .hasSize(3)
        .contains(new GrantChange("own", Set.of(), Set.of("SELECT"), Set.of()));
  }

  @Test
  void principalsThatBecomeOneHaveWhatBothHad() {
    assertThat(grants(privileges("ann: SELECT", "anne: MODIFY"), Privileges.NONE, false))
        .containsExactly(
            new GrantChange(
                "anne", Set.of("MODIFY", "SELECT"), Set.of(), Set.of("MODIFY", "SELECT")));
  }

  @Test
  void equalGrantsAreNoChange() {
    assertThat(grants(privileges("ann: SELECT"), privileges("anne: SELECT"), true)).isEmpty();
    assertThat(grants(Privileges.NONE, privileges("own: SELECT"), false)).isEmpty();
  }

  @Test
  void allThatIsLeftIsKnownWhenAllPrivilegesGo() {
    assertThat(grants(privileges("bob: SELECT"), privileges("bob: ALL_PRIVILEGES SELECT"), false))
        .containsExactly(
            new GrantChange("bob", Set.of(), Set.of("ALL_PRIVILEGES"), Set.of("SELECT")));
  }

  @ParameterizedTest
  @CsvSource({
    ",, true, -", "'',, true, -", ",'', false, -", "a, a, true, -", "a, b, true, a",
    "a, b, false, -", "a,, false, a", "a,'', false, a", ", b, true, ''", "'', b, true, ''",
    "'', b, false, -", "None,, true, None"
  })
  void absentAndEmptyCommentsAreTheSame(
      String source, String target, boolean overwrite, String wanted) {
    assertThat(Comments.change(source, target, overwrite).orElse("-")).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "team, true",
    "delta.appendOnly, true",
    "delta.columnMapping.mode, true",
    "delta.enableChangeDataFeed, true",
    "delta.universalFormat.enabledFormats, true",
    "option.multiLine, true",
    "Owner, true",
    "comment, true",
    "ownerGroup, false",
    "clusteringColumns, false",
    "clusterByAuto, false",
    "delta.clusterByAuto, false",
    "delta.minReaderVersion, false",
    "delta.feature.deletionVectors, false",
    "delta.columnMapping.maxColumnId, false",
    "delta.lastCommitTimestamp, false",
    "delta.constraints.c, false",
    "delta.rowTracking.materializedRowIdColumnName, false",
    "view.catalogAndNamespace.part.0, false",
    "pipelines.pipelineId, false",
    "spark.internal.x, false",
    "unity.catalog.managed.x, false",
    "data_replicator.source, false",
    "io.unitycatalog.tableId, false",
    "option.serialization.format, false"
  })
  void propertiesOfPeopleAreTold(String key, boolean kept) {
    assertThat(Properties.ofPeople(Map.of(key, "v")).containsKey(key)).isEqualTo(kept);
  }

  @Test
  void propertiesThatDiffer() {
    assertThat(Properties.missing(Map.of("a", "1", "b", "2", "c", "3"), Map.of("a", "1", "b", "x")))
        .isEqualTo(Map.of("b", "2", "c", "3"));
    assertThat(Properties.merged(Map.of("a", "1", "b", "x"), Map.of("b", "2")))
        .isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(Properties.checks(Map.of("delta.constraints.c", "x > 0", "a", "1")))
        .isEqualTo(Map.of("c", "x > 0"));
    assertThat(Properties.toCreate(Map.of("a", "1"), true))
        .isEqualTo(Map.of("a", "1", "delta.feature.allowColumnDefaults", "supported"));
  }

  @Test
  void longListsAreCut() {
    List<String> names = IntStream.range(0, 12).mapToObj(i -> "c" + i).toList();
    assertThat(Words.list(names)).isEqualTo("c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 and 2 more");
    assertThat(Words.list(names.subList(0, 10))).endsWith("c9");
  }
}
