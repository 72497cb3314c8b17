package io.datareplicator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.OnCollision;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.TableType;
import io.datareplicator.model.Column;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.DataPlanner.TableFacts;
import io.datareplicator.testkit.Configs;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DataPlannerTest {
  private static final TableName ORIGIN = new TableName("src", "s", "t");
  private static final TableName SHARED = new TableName("shared", "s", "t");
  private static final TableName TARGET = new TableName("tgt", "s", "t");
  private static final Instant COMMIT = Instant.parse("2026-03-01T10:00:00Z");
  private static final List<Column> COLUMNS = List.of(new Column("id", "bigint", true));
  private static final List<Column> OTHER = List.of(new Column("id", "int", true));
  private static final DataPlanner PLANNER = new DataPlanner(new UrlMapping(Map.of()));
  private static final ReplicationConfig SETTINGS = Configs.replication();

  private static SourceTable source(TableKind kind, String id) {
    return new SourceTable(ORIGIN, SHARED, kind, id, null, COLUMNS);
  }

  private static TargetTable target(TableKind kind, List<Column> columns, boolean ours) {
    return new TargetTable(TARGET, kind, null, null, columns, ours);
  }

  private static TableHead head(long version, Instant at) {
    return new TableHead(version, at, "WRITE", null);
  }

  private static TableHead cloned(Long sourceVersion) {
    return new TableHead(3, COMMIT.plusSeconds(60), "CLONE", sourceVersion);
  }

  /** A table that was cloned by this tool and changed on neither side since. */
  private static TableFacts unchanged() {
    return new TableFacts(
        source(TableKind.MANAGED, "id-1"),
        TARGET,
        target(TableKind.MANAGED, COLUMNS, true),
        null,
        null,
        head(7, COMMIT),
        cloned(7L),
        new LastClone("id-1", 7, COMMIT, 42.5, 0));
  }

  private static TableFacts but(String component, Object value) {
    return Configs.with(unchanged(), component, value);
  }

  private static ReplicationConfig settings(String component, Object value) {
    return Configs.with(SETTINGS, component, value);
  }

  @Test
  void unchangedTableIsSkipped() {
    assertThat(PLANNER.decide(unchanged(), SETTINGS))
        .isEqualTo(new TableAction.Skip(TARGET, TableKind.MANAGED, "unchanged"));
  }

  @Test
  void tableWhoseReplicationIsOffIsSkippedWhateverItIs() {
    TableFacts facts = but("target", target(TableKind.VIEW, OTHER, false));

    TableAction action = PLANNER.decide(facts, settings("enabled", false));

    assertThat(((TableAction.Skip) action).reason()).contains("switched off");
  }

  @Test
  void unknownTableIdsDoNotForceAClone() {
    assertThat(PLANNER.decide(but("source", source(TableKind.MANAGED, null)), SETTINGS))
        .isInstanceOf(TableAction.Skip.class);
    assertThat(PLANNER.decide(but("last", new LastClone(null, 7, COMMIT, 1, 0)), SETTINGS))
        .isInstanceOf(TableAction.Skip.class);
  }

  static Stream<Arguments> clones() {
    return Stream.of(
        Arguments.of(but("target", null), SETTINGS, "new"),
        Arguments.of(unchanged(), settings("skipUnchanged", false), "skip_unchanged is off"),
        Arguments.of(but("last", null), SETTINGS, "no successful clone is recorded"),
        Arguments.of(but("sourceHead", null), SETTINGS, "the source's history cannot be read"),
        Arguments.of(
            but("source", source(TableKind.MANAGED, "id-2")),
            SETTINGS,
            "dropped and created again at the source"),
        Arguments.of(but("sourceHead", head(8, COMMIT)), SETTINGS, "changed: version 7 to 8"),
        Arguments.of(but("sourceHead", head(6, COMMIT)), SETTINGS, "changed: version 7 to 6"),
        Arguments.of(
            but("sourceHead", head(7, COMMIT.plusMillis(1))), SETTINGS, "changed: version 7 to 7"),
        Arguments.of(but("targetHead", null), SETTINGS, "the target's history cannot be read"),
        Arguments.of(
            but("targetHead", head(4, COMMIT)),
            SETTINGS,
            "the target's latest commit is not the recorded clone"),
        Arguments.of(
            but("targetHead", cloned(6L)),
            SETTINGS,
            "the target's latest commit is not the recorded clone"),
        Arguments.of(
            but("targetHead", cloned(null)),
            SETTINGS,
            "the target's latest commit is not the recorded clone"));
  }

  @ParameterizedTest
  @MethodSource("clones")
  void everyDifferenceIsClonedWithItsReason(
      TableFacts facts, ReplicationConfig settings, String reason) {
    TableAction.Clone clone = (TableAction.Clone) PLANNER.decide(facts, settings);

    assertThat(clone.reason()).isEqualTo(reason);
    assertThat(clone.target()).isEqualTo(TARGET);
    assertThat(clone.source()).isEqualTo(SHARED);
    assertThat(clone.origin()).isEqualTo(ORIGIN);
    assertThat(clone.targetExists()).isEqualTo(facts.target() != null);
    assertThat(clone.sourceHead()).isEqualTo(facts.sourceHead());
    assertThat(clone.targetHead()).isEqualTo(facts.targetHead());
    assertThat(clone.sourceTableId()).isEqualTo(facts.source().tableId());
  }

  @Test
  void driftIsReportedAndClonedOver() {
    TableHead written = new TableHead(9, COMMIT, "MERGE", null);

    TableAction.Clone clone =
        (TableAction.Clone) PLANNER.decide(but("targetHead", written), SETTINGS);

    assertThat(clone.warnings()).singleElement().asString().contains("drift", "MERGE", "version 9");
  }

  @Test
  void aCloneIsNoDrift() {
    TableAction.Clone clone =
        (TableAction.Clone) PLANNER.decide(but("targetHead", cloned(6L)), SETTINGS);

    assertThat(clone.warnings()).isEmpty();
  }

  @Test
  void tableThatWasNeverClonedHasNoDrift() {
    TableFacts facts = Configs.with(but("last", null), "targetHead", head(9, COMMIT));

    assertThat(((TableAction.Clone) PLANNER.decide(facts, SETTINGS)).warnings()).isEmpty();
  }

  @Test
  void enforcedSchemaRefusesOtherColumns() {
    TableFacts facts =
        Configs.with(
            but("sourceHead", head(8, COMMIT)), "target", target(TableKind.MANAGED, OTHER, true));

    TableAction.Refuse refuse = (TableAction.Refuse) PLANNER.decide(facts, SETTINGS);

    assertThat(refuse.error())
        .contains("enforce_schema", "column 'id' is bigint at the source and int at the target");
  }

  @Test
  void otherwiseOtherColumnsAreAWarning() {
    TableFacts facts =
        Configs.with(
            but("sourceHead", head(8, COMMIT)), "target", target(TableKind.MANAGED, OTHER, true));

    TableAction.Clone clone =
        (TableAction.Clone) PLANNER.decide(facts, settings("enforceSchema", false));

    assertThat(clone.warnings()).singleElement().asString().contains("columns replaced", "'id'");
  }

  @Test
  void newTableIsNotComparedAndGetsTheMarker() {
    TableFacts facts =
        new TableFacts(
            source(TableKind.MANAGED, "id"), TARGET, null, null, null, head(0, COMMIT), null, null);

    TableAction.Clone clone = (TableAction.Clone) PLANNER.decide(facts, SETTINGS);

    assertThat(clone.mark()).isTrue();
    assertThat(clone.warnings()).isEmpty();
    assertThat(clone.expected()).isEqualTo(Expected.UNKNOWN);
  }

  @Test
  void knownDurationIsHandedOn() {
    TableAction.Clone clone =
        (TableAction.Clone) PLANNER.decide(but("sourceHead", head(8, COMMIT)), SETTINGS);

    assertThat(clone.expected()).isEqualTo(new Expected(42.5, 0));
  }

  @Test
  void foreignTableOfThatNameIsACollision() {
    TableFacts facts =
        Configs.with(but("last", null), "target", target(TableKind.MANAGED, COLUMNS, false));

    assertThat(((TableAction.Refuse) PLANNER.decide(facts, SETTINGS)).error())
        .contains("on_collision: adopt");
  }

  @ParameterizedTest
  @CsvSource({"ADOPT, false", "REPLACE, true"})
  void adoptedTableIsClonedButNotMarkedAReplacedOneIs(OnCollision mode, boolean marked) {
    TableFacts facts =
        Configs.with(but("last", null), "target", target(TableKind.MANAGED, COLUMNS, false));

    TableAction.Clone clone =
        (TableAction.Clone) PLANNER.decide(facts, settings("onCollision", mode));

    assertThat(clone.mark()).isEqualTo(marked);
  }

  @Test
  void recordedCloneMakesATableOursEvenWithoutTheMarker() {
    TableFacts facts = but("target", target(TableKind.MANAGED, COLUMNS, false));

    assertThat(PLANNER.decide(facts, SETTINGS)).isInstanceOf(TableAction.Skip.class);
  }

  @Test
  void markerAloneMakesATableOurs() {
    assertThat(PLANNER.decide(but("last", null), SETTINGS)).isInstanceOf(TableAction.Clone.class);
  }

  @ParameterizedTest
  @EnumSource(value = TableKind.class, mode = EnumSource.Mode.EXCLUDE, names = "MANAGED")
  void anythingButAManagedTableOnTheTargetStands(TableKind kind) {
    TableFacts facts = but("target", target(kind, COLUMNS, true));

    assertThat(PLANNER.decide(facts, SETTINGS)).isInstanceOf(TableAction.Refuse.class);
  }

  @Test
  void materializedViewIsSkippedWithAReason() {
    TableFacts facts =
        new TableFacts(
            source(TableKind.MATERIALIZED_VIEW, "id"), TARGET, null, null, null, null, null, null);

    TableAction.Skip skip = (TableAction.Skip) PLANNER.decide(facts, SETTINGS);

    assertThat(skip.reason()).contains("materialized view", "uc_object_types");
  }

  @Test
  void selectionByKind() {
    Set<TableType> all = EnumSet.allOf(TableType.class);
    for (TableKind kind : TableKind.values()) {
      boolean data =
          Set.of(
                  TableKind.MANAGED,
                  TableKind.EXTERNAL,
                  TableKind.STREAMING_TABLE,
                  TableKind.MATERIALIZED_VIEW)
              .contains(kind);
      assertThat(DataPlanner.isSelected(kind, all)).as(kind.name()).isEqualTo(data);
      assertThat(DataPlanner.isSelected(kind, Set.of())).isFalse();
    }
    assertThat(DataPlanner.isSelected(TableKind.EXTERNAL, Set.of(TableType.MANAGED))).isFalse();
    assertThat(DataPlanner.isSelected(TableKind.MANAGED, Set.of(TableType.MANAGED))).isTrue();
  }

  @Provide
  Arbitrary<TableFacts> facts() {
    Arbitrary<String> ids = Arbitraries.of("id-1", "id-2").injectNull(0.2);
    Arbitrary<Instant> times = Arbitraries.of(COMMIT, COMMIT.plusMillis(1));
    Arbitrary<Long> versions = Arbitraries.of(7L, 8L);
    Arbitrary<TableHead> sourceHeads =
        Combinators.combine(versions, times).as(DataPlannerTest::head).injectNull(0.1);
    Arbitrary<TableHead> targetHeads =
        Combinators.combine(Arbitraries.of("CLONE", "WRITE"), versions.injectNull(0.1))
            .as((operation, of) -> new TableHead(3, COMMIT, operation, of))
            .injectNull(0.1);
    Arbitrary<LastClone> last =
        Combinators.combine(ids, versions, times)
            .as((id, version, at) -> new LastClone(id, version, at, 1, 0))
            .injectNull(0.1);
    Arbitrary<TargetTable> standing =
        Arbitraries.of(true, false)
            .map(ours -> target(TableKind.MANAGED, COLUMNS, ours))
            .injectNull(0.1);
    return Combinators.combine(ids, standing, sourceHeads, targetHeads, last)
        .as(
            (id, there, sourceHead, targetHead, recorded) ->
                new TableFacts(
                    source(TableKind.MANAGED, id),
                    TARGET,
                    there,
                    null,
                    null,
                    sourceHead,
                    targetHead,
                    recorded));
  }

  /** The sentence of operations.md §3.1, put down independently of the planner. */
  private static boolean provablyUnchanged(TableFacts f) {
    if (f.target() == null
        || f.sourceHead() == null
        || f.targetHead() == null
        || f.last() == null) {
      return false;
    }
    String now = f.source().tableId();
    String then = f.last().tableId();
    return (now == null || then == null || now.equals(then))
        && f.sourceHead().version() == f.last().version()
        && f.sourceHead().timestamp().equals(f.last().timestamp())
        && "CLONE".equals(f.targetHead().operation())
        && Long.valueOf(f.last().version()).equals(f.targetHead().cloneSourceVersion());
  }

  @Property
  void skipsExactlyWhatIsProvablyUnchanged(@ForAll("facts") TableFacts facts) {
    ReplicationConfig adopt = settings("onCollision", OnCollision.ADOPT);

    assertThat(PLANNER.decide(facts, adopt) instanceof TableAction.Skip)
        .isEqualTo(provablyUnchanged(facts));
  }

  @Property
  void neverSkipsWhenSkippingIsOff(@ForAll("facts") TableFacts facts) {
    assertThat(PLANNER.decide(facts, settings("skipUnchanged", false)))
        .isNotInstanceOf(TableAction.Skip.class);
  }

  @Property
  void everyCloneHasAReason(@ForAll("facts") TableFacts facts) {
    if (PLANNER.decide(facts, SETTINGS) instanceof TableAction.Clone clone) {
      assertThat(clone.reason()).isNotBlank();
      assertThat(clone.mark()).isEqualTo(facts.target() == null || facts.target().ours());
    }
  }
}
