package io.datareplicator.plan.uc;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every two catalogs and all settings. */
class PlanLawsTest {
  @Property(tries = 200)
  void nothingOfAPlanIsRefused(@ForAll long seed) {
    World world = new World(seed);
    assertThat(unexpected(carriedOut(world))).isEmpty();
  }

  @Property(tries = 200)
  void afterwardsThereIsNothingLeftToDo(@ForAll long seed) {
    World world = new World(seed);
    Set<String> keyless = keyless(carriedOut(world));
    Planning second = world.plan();
    second.carryOut(world.target);
    assertThat(second.done)
        .allMatch(a -> isKey(a) && a.needs().stream().anyMatch(keyless::contains));
  }

  @Property(tries = 100)
  void nothingIsDropped(@ForAll long seed) {
    World world = new World(seed);
    Set<String> before = new TreeSet<>(world.target.objects().keySet());
    Map<String, RelationMeta> tables = new HashMap<>();
    world.target.relations.values().forEach(r -> tables.put(r.ucName().key(), r));
    Planning first = carriedOut(world);
    assertThat(world.target.objects().keySet()).containsAll(before);
    Set<String> replaced = new HashSet<>();
    first.actions.stream()
        .filter(a -> isReplacement(a.change()))
        .forEach(a -> replaced.add(a.object().key()));
    tables.forEach(
        (key, table) -> {
          RelationMeta now = world.target.relations.get(table.name());
          if (!replaced.contains(key)) {
            assertThat(names(now)).containsAll(names(table));
          }
          assertThat(
                  now.rowFilter() == null && table.rowFilter() != null && sameColumns(now, table))
              .isFalse();
        });
  }

  @Property(tries = 100)
  void whatOnlyTheTargetHasIsNotTouched(@ForAll long seed) {
    World world = new World(seed);
    SortedMap<String, Object> before = world.target.objects();
    Set<String> ours = new HashSet<>();
    world.source.objects().keySet().forEach(key -> ours.add(onTarget(world, key)));
    Planning first = carriedOut(world);
    assertThat(first.actions).allMatch(a -> ours.contains(a.object().key()));
    assertThat(first.findings).allMatch(f -> ours.contains(f.object().key()));
    before.keySet().removeAll(ours);
    assertThat(world.target.objects()).containsAllEntriesOf(before);
  }

  @Property(tries = 100)
  void onlyWhatIsAskedForIsChanged(@ForAll long seed) {
    World world = new World(seed);
    ReplicationConfig settings = world.config.replication();
    for (UcAction action : world.plan().actions) {
      boolean protection =
          settings.createOrReplaceTable()
              && Set.of(UcObjectType.ROW_FILTER, UcObjectType.COLUMN_MASK).contains(action.type());
      assertThat(protection || world.types.contains(action.type())).as("%s", action).isTrue();
    }
  }

  @Property(tries = 100)
  void tagsAndCommentsBecomeThoseOfTheSource(@ForAll long seed) {
    World world = new World(seed);
    ReplicationConfig settings = world.config.replication();
    SortedMap<String, SortedMap<String, String>> before = new TreeMap<>();
    world.target.tags.forEach((object, tags) -> before.put(object, new TreeMap<>(tags)));
    Planning first = carriedOut(world);
    for (UcName object : reached(world, first)) {
      SortedMap<String, String> wanted = world.source.governance().tagsOf(object);
      UcName name = object.in("tgt");
      SortedMap<String, String> now = world.target.governance().tagsOf(name);
      if (world.types.contains(tagsOf(object.kind()))) {
        if (settings.overwriteTags()) {
          assertThat(now).as("tags of %s", name).isEqualTo(wanted);
        } else {
          assertThat(now.keySet()).containsAll(wanted.keySet());
          assertThat(now).containsAllEntriesOf(before.getOrDefault(name.key(), new TreeMap<>()));
        }
      }
    }
    for (UcName object : reached(world, first)) {
      if (object.kind().isRelation() && settings.overwriteComments()) {
        RelationMeta from = relation(world.source, object);
        RelationMeta to = relation(world.target, object.in("tgt"));
        if (world.types.contains(UcObjectType.TABLE_COMMENT)) {
          assertThat(text(to.comment())).isEqualTo(text(from.comment()));
        }
        if (world.types.contains(UcObjectType.COLUMN_COMMENT)) {
          assertThat(comments(to)).containsAllEntriesOf(inBoth(comments(from), to));
        }
      }
    }
  }

  @Property(tries = 100)
  void commentsThatTheTargetHasStayWithoutOverwriting(@ForAll long seed) {
    World world = new World(seed);
    Map<UcName, RelationMeta> before = new HashMap<>();
    world.target.relations.values().forEach(r -> before.put(r.ucName(), r));
    boolean kept =
        !world.config.replication().overwriteComments()
            && world.types.contains(UcObjectType.TABLE_COMMENT)
            && world.types.contains(UcObjectType.COLUMN_COMMENT);
    carriedOut(world);
    if (kept) {
      before.forEach(
          (name, old) -> {
            RelationMeta now = relation(world.target, name);
            if (!text(old.comment()).isEmpty()) {
              assertThat(now.comment()).as("%s", name).isEqualTo(old.comment());
            }
            Map<String, String> said = inBoth(comments(old), now);
            said.values().removeIf(String::isEmpty);
            assertThat(comments(now)).containsAllEntriesOf(said);
          });
    }
  }

  @Property(tries = 100)
  void grantsFollowTheSource(@ForAll long seed) {
    World world = new World(seed);
    boolean mirror = world.config.replication().overwriteGrants();
    Map<String, SortedMap<String, SortedSet<String>>> before = new HashMap<>();
    world.target.grants.forEach((object, all) -> before.put(object, copy(all)));
    Planning first = carriedOut(world);
    for (UcName object : reached(world, first)) {
      if (!world.types.contains(grantsOn(object.kind()))) {
        continue;
      }
      SortedMap<String, SortedSet<String>> wanted = new TreeMap<>();
      world
          .source
          .governance()
          .grantsOn(object)
          .byPrincipal()
          .forEach(
              (principal, privileges) ->
                  wanted
                      .computeIfAbsent(
                          world.rules.principals().onTarget(principal), p -> new TreeSet<>())
                      .addAll(privileges));
      SortedMap<String, SortedSet<String>> now =
          copy(world.target.governance().grantsOn(object.in("tgt")).byPrincipal());
      if (!mirror) {
        SortedMap<String, SortedSet<String>> others =
            copy(before.getOrDefault(object.in("tgt").key(), new TreeMap<>()));
        others.keySet().removeAll(wanted.keySet());
        wanted.putAll(others);
      }
      assertThat(now).as("grants on %s", object).isEqualTo(wanted);
    }
  }

  private static SortedMap<String, SortedSet<String>> copy(
      Map<String, ? extends Set<String>> grants) {
    SortedMap<String, SortedSet<String>> copy = new TreeMap<>();
    grants.forEach(
        (principal, privileges) -> {
          if (!privileges.isEmpty()) {
            copy.put(principal, new TreeSet<>(privileges));
          }
        });
    return copy;
  }

  private static Planning carriedOut(World world) {
    return world.plan().carryOut(world.target);
  }

  /** Tables that cannot have the constraints of the source, which the plan says. */
  private static Set<String> keyless(Planning planning) {
    Set<String> keyless = new HashSet<>();
    planning.findings.stream()
        .filter(f -> f.objectType().equals(ConstraintPlanner.OBJECT_TYPE))
        .forEach(f -> keyless.add(f.object().key()));
    return keyless;
  }

  /** Foreign keys to tables that cannot have their primary keys are the server's to refuse. */
  private static List<String> unexpected(Planning planning) {
    Set<String> keyless = keyless(planning);
    List<String> rest = new ArrayList<>(planning.refused);
    for (UcAction action : planning.done) {
      if (isKey(action) && action.needs().stream().anyMatch(keyless::contains)) {
        rest.removeIf(r -> r.startsWith(action.object() + " " + action.change()));
      }
    }
    return rest;
  }

  private static boolean isKey(UcAction action) {
    return action.change() instanceof Change.AddConstraint
        || action.change() instanceof Change.DropConstraint;
  }

  private static boolean isReplacement(Change change) {
    return (change instanceof Change.CreateTable table && table.replace())
        || (change instanceof Change.CreateView view && view.replace())
        || (change instanceof Change.CreateDataset dataset && dataset.replace());
  }

  private static String onTarget(World world, String key) {
    return key.replaceFirst(" " + world.source.catalog.name() + "(\u0000|$)", " tgt$1");
  }

  /** Objects of the source that are on the target now, and about which nothing failed. */
  private static List<UcName> reached(World world, Planning planning) {
    Set<String> failed = new HashSet<>();
    planning.findings.stream()
        .filter(f -> f.outcome() == Finding.Outcome.FAILED)
        .filter(f -> f.objectType().equals(f.object().kind().objectType()))
        .forEach(f -> failed.add(f.object().key()));
    planning.actions.stream()
        .filter(a -> !planning.done.contains(a))
        .forEach(a -> failed.add(a.object().key()));
    List<UcName> names = new ArrayList<>();
    names.add(world.source.catalog.ucName());
    world.source.schemas.values().forEach(s -> names.add(s.ucName()));
    world.source.relations.values().forEach(r -> names.add(r.ucName()));
    world.source.volumes.values().forEach(v -> names.add(v.ucName()));
    world.source.functions.values().forEach(f -> names.add(f.name()));
    if (world.types.contains(UcObjectType.REGISTERED_MODEL)) {
      names.addAll(world.source.models.keySet());
    }
    Set<String> there = world.target.objects().keySet();
    names.removeIf(n -> failed.contains(n.in("tgt").key()) || !there.contains(n.in("tgt").key()));
    return names;
  }

  private static RelationMeta relation(Inventory side, UcName name) {
    return Objects.requireNonNull(side.relations.get(Metas.name(name.fullName())));
  }

  private static List<String> names(RelationMeta relation) {
    return relation.columns().stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static boolean sameColumns(RelationMeta a, RelationMeta b) {
    return new HashSet<>(names(a)).containsAll(names(b));
  }

  private static String text(String comment) {
    return comment == null ? "" : comment;
  }

  private static Map<String, String> comments(RelationMeta relation) {
    Map<String, String> comments = new TreeMap<>();
    for (ColumnMeta column : relation.columns()) {
      comments.put(column.name().toLowerCase(Locale.ROOT), text(column.comment()));
    }
    return comments;
  }

  private static Map<String, String> inBoth(Map<String, String> comments, RelationMeta relation) {
    Map<String, String> both = new TreeMap<>(comments);
    both.keySet().retainAll(names(relation));
    return both;
  }

  private static UcObjectType tagsOf(UcKind kind) {
    return switch (kind) {
      case CATALOG -> UcObjectType.CATALOG_TAG;
      case SCHEMA -> UcObjectType.SCHEMA_TAG;
      case VOLUME -> UcObjectType.VOLUME_TAG;
      case FUNCTION, REGISTERED_MODEL -> UcObjectType.TAG_POLICY;
      default -> UcObjectType.TABLE_TAG;
    };
  }

  private static UcObjectType grantsOn(UcKind kind) {
    return switch (kind) {
      case CATALOG -> UcObjectType.CATALOG_GRANT;
      case SCHEMA -> UcObjectType.SCHEMA_GRANT;
      case VOLUME -> UcObjectType.VOLUME_GRANT;
      case FUNCTION, REGISTERED_MODEL -> UcObjectType.FUNCTION_GRANT;
      default -> UcObjectType.TABLE_GRANT;
    };
  }
}
