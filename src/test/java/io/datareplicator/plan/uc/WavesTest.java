package io.datareplicator.plan.uc;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.uc.Clustering;
import io.datareplicator.model.uc.KeyConstraint;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Order of changes; operations.md §4 has the stages. */
class WavesTest {
  private static final Change.SetTags TAGS =
      new Change.SetTags(new TreeMap<>(Map.of("k", "v")), Set.of());
  private static final Change.SetGrants GRANTS = new Change.SetGrants(List.of());

  private static UcName view(String name) {
    return UcName.of(UcKind.VIEW, "tgt", "s", name);
  }

  private static UcAction define(UcName name, UcName... needs) {
    Change change =
        name.kind() == UcKind.FUNCTION
            ? new Change.CreateFunction(Metas.function("src.s.f", "x"), "x", false, false)
            : new Change.CreateView(
                Metas.view("src.s." + name.object(), "q"), "q", Map.of(), false, false);
    UcObjectType type = name.kind() == UcKind.FUNCTION ? UcObjectType.FUNCTION : UcObjectType.VIEW;
    return UcAction.of(
        name, type, change, "r", List.of(needs).stream().map(UcName::key).toArray(String[]::new));
  }

  /** Views and functions, each of which needs some of those before it, in any order. */
  private static List<UcAction> dag(int size, Random random) {
    List<UcName> names = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      names.add(
          UcName.of(random.nextBoolean() ? UcKind.VIEW : UcKind.FUNCTION, "tgt", "s", "o" + i));
    }
    List<UcAction> actions = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      List<UcName> needs = new ArrayList<>(List.of(UcName.of(UcKind.SCHEMA, "tgt", "s")));
      for (int j = 0; j < i; j++) {
        if (random.nextInt(4) == 0) {
          needs.add(names.get(j));
        }
      }
      actions.add(define(names.get(i), needs.toArray(UcName[]::new)));
    }
    Collections.shuffle(actions, random);
    return actions;
  }

  private static Map<UcAction, Integer> places(Waves waves) {
    Map<UcAction, Integer> places = new HashMap<>();
    for (int i = 0; i < waves.waves().size(); i++) {
      for (UcAction action : waves.waves().get(i)) {
        places.put(action, i);
      }
    }
    return places;
  }

  @Property(tries = 200)
  void whatIsNeededComesInAnEarlierWave(@ForAll long seed, @ForAll @IntRange(max = 25) int size) {
    List<UcAction> actions = dag(size, new Random(seed));
    Waves waves = Waves.of(actions);
    assertThat(waves.cycles()).isEmpty();
    Map<UcAction, Integer> places = places(waves);
    assertThat(places.keySet()).containsExactlyInAnyOrderElementsOf(actions);
    for (UcAction action : actions) {
      for (UcAction other : actions) {
        if (action.needs().contains(other.object().key())) {
          assertThat(places.get(other)).isLessThan(places.get(action));
        }
      }
    }
  }

  @Property(tries = 200)
  void nothingComesLaterThanItsNeedsWant(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 25) int size) {
    Map<UcAction, Integer> places = places(Waves.of(dag(size, new Random(seed))));
    places.forEach(
        (action, place) ->
            assertThat(place)
                .isEqualTo(
                    places.keySet().stream()
                        .filter(o -> action.needs().contains(o.object().key()))
                        .mapToInt(o -> places.get(o) + 1)
                        .max()
                        .orElse(0)));
  }

  @Property(tries = 200)
  void inAndBehindCirclesNothingIsMade(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int size) {
    Random random = new Random(seed);
    List<UcAction> actions = new ArrayList<>(dag(size, random));
    int from = random.nextInt(size);
    int to = random.nextInt(size);
    // From an earlier object to a later one: a circle if the later one needs it in any way.
    UcAction turned = actions.get(from).needing(Set.of(actions.get(to).object().key()), false);
    actions.set(from, turned);
    Map<String, Set<String>> reach = reach(actions);
    Set<String> circular = new HashSet<>();
    reach.forEach(
        (key, reached) -> {
          if (reached.stream().anyMatch(r -> reach.get(r).contains(r))) {
            circular.add(key);
          }
        });
    Waves waves = Waves.of(actions);
    Set<String> reported = new HashSet<>();
    waves.cycles().forEach(f -> reported.add(f.object().key()));
    assertThat(reported).isEqualTo(circular);
    assertThat(waves.cycles()).allMatch(f -> f.outcome() == Finding.Outcome.FAILED);
    assertThat(places(waves).keySet())
        .allMatch(a -> !circular.contains(a.object().key()))
        .hasSize(size - circular.size());
  }

  /** What each object needs, however far. */
  private static Map<String, Set<String>> reach(List<UcAction> actions) {
    Map<String, Set<String>> reach = new HashMap<>();
    actions.forEach(a -> reach.put(a.object().key(), new HashSet<>(a.needs())));
    reach.values().forEach(needs -> needs.retainAll(reach.keySet()));
    for (int i = 0; i < actions.size(); i++) {
      reach.values().forEach(needs -> Set.copyOf(needs).forEach(n -> needs.addAll(reach.get(n))));
    }
    return reach;
  }

  @Property(tries = 100)
  void noObjectIsInAWaveTwice(@ForAll long seed) {
    World world = new World(seed);
    for (List<UcAction> wave : world.plan().waves) {
      assertThat(wave.stream().map(a -> a.object().key())).doesNotHaveDuplicates();
    }
  }

  @Test
  void aCircleIsNamedWithItsWay() {
    List<Finding> cycles =
        Waves.of(
                List.of(
                    define(view("a"), view("b")),
                    define(view("b"), view("c")),
                    define(view("c"), view("b")),
                    define(view("d"))))
            .cycles();
    assertThat(cycles.stream().map(f -> f.object().object())).containsExactly("a", "b", "c");
    assertThat(cycles.get(0).reason())
        .isEqualTo(
            "it and what it refers to refer to each other:"
                + " tgt.s.a -> tgt.s.b -> tgt.s.c -> tgt.s.b");
    assertThat(cycles.get(0).advice()).isEqualTo("break the circle at the source");
  }

  @Test
  void whatHangsOnAnObjectInACircleKeepsItsPlace() {
    UcAction tags = UcAction.of(view("a"), UcObjectType.TABLE_TAG, TAGS, "r", view("a").key());
    Waves waves =
        Waves.of(List.of(define(view("a"), view("b")), define(view("b"), view("a")), tags));
    assertThat(waves.waves()).containsExactly(List.of(tags));
  }

  @Test
  void stagesAreThoseOfTheSpecification() {
    UcName catalog = UcName.of(UcKind.CATALOG, "tgt");
    UcName schema = UcName.of(UcKind.SCHEMA, "tgt", "s");
    UcName table = UcName.of(UcKind.TABLE, "tgt", "s", "t");
    UcName mv = UcName.of(UcKind.MATERIALIZED_VIEW, "tgt", "s", "mv");
    UcName volume = UcName.of(UcKind.VOLUME, "tgt", "s", "vol");
    UcName function = UcName.of(UcKind.FUNCTION, "tgt", "s", "f");
    KeyConstraint primary = new KeyConstraint("pk", List.of("id"), null, List.of());
    KeyConstraint foreign =
        new KeyConstraint("fk", List.of("id"), Metas.name("tgt.s.o"), List.of("id"));
    List<UcAction> inOrder =
        List.of(
            of(catalog, UcObjectType.CATALOG, Settings.NOTHING),
            of(catalog, UcObjectType.CATALOG_TAG, TAGS),
            of(catalog, UcObjectType.CATALOG_GRANT, GRANTS),
            of(schema, UcObjectType.SCHEMA, Settings.NOTHING),
            of(schema, UcObjectType.SCHEMA_TAG, TAGS),
            of(schema, UcObjectType.SCHEMA_GRANT, GRANTS),
            of(table, UcObjectType.TABLE, new Change.DropConstraint("fk", false)),
            of(table, UcObjectType.TABLE, new Change.DropConstraint("pk", true)),
            of(
                table,
                UcObjectType.TABLE,
                new Change.CreateTable(
                    Metas.table("src.s.t"), false, null, Map.of(), Clustering.NONE)),
            of(table, UcObjectType.TABLE, new Change.AddConstraint("pk", primary, null)),
            of(table, UcObjectType.TABLE, new Change.AddConstraint("fk", foreign, null)),
            define(function, table),
            define(view("v"), function),
            UcAction.of(
                mv,
                UcObjectType.MATERIALIZED_VIEW,
                new Change.CreateDataset(
                    Metas.relation("src.s.mv", TableKind.MATERIALIZED_VIEW, "q"), false),
                "r",
                view("v").key()),
            of(volume, UcObjectType.VOLUME, new Change.CreateVolume(null, null)),
            of(table, UcObjectType.TABLE_COMMENT, new Change.SetComment("c")),
            of(table, UcObjectType.TABLE_TAG, TAGS),
            of(table, UcObjectType.TABLE_GRANT, GRANTS),
            of(volume, UcObjectType.VOLUME_TAG, TAGS),
            of(volume, UcObjectType.VOLUME_GRANT, GRANTS),
            of(table, UcObjectType.COLUMN_COMMENT, new Change.SetColumnComments(new TreeMap<>())),
            of(table, UcObjectType.COLUMN_TAG, new Change.SetColumnTags(new TreeMap<>())),
            of(table, UcObjectType.ROW_FILTER, new Change.SetRowFilter(null)),
            of(table, UcObjectType.COLUMN_MASK, new Change.SetMasks(new TreeMap<>())),
            of(table, UcObjectType.OWNER, new Change.SetOwner("o")));
    List<UcAction> shuffled = new ArrayList<>(inOrder);
    Collections.shuffle(shuffled, new Random(7));
    assertThat(Waves.of(shuffled).waves())
        .containsExactlyElementsOf(inOrder.stream().map(List::of).toList());
  }

  @Test
  void objectsOfTheMetastoreComeFirst() {
    List<UcAction> inOrder =
        List.of(
            of(
                UcName.of(UcKind.STORAGE_CREDENTIAL, "c"),
                UcObjectType.STORAGE_CREDENTIAL,
                Settings.NOTHING),
            of(
                UcName.of(UcKind.EXTERNAL_LOCATION, "l"),
                UcObjectType.EXTERNAL_LOCATION,
                Settings.NOTHING),
            of(UcName.of(UcKind.TAG_POLICY, "p"), UcObjectType.TAG_POLICY, Settings.NOTHING),
            of(UcName.of(UcKind.CONNECTION, "x"), UcObjectType.CONNECTION, Settings.NOTHING),
            of(UcName.of(UcKind.CATALOG, "tgt"), UcObjectType.CATALOG, Settings.NOTHING));
    List<UcAction> turned = new ArrayList<>(inOrder);
    Collections.reverse(turned);
    assertThat(Waves.of(turned).waves())
        .containsExactlyElementsOf(inOrder.stream().map(List::of).toList());
  }

  private static UcAction of(UcName name, UcObjectType type, Change change) {
    return UcAction.of(name, type, change, "r", name.key());
  }
}
