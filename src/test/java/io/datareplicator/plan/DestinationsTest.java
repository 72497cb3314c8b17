package io.datareplicator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.OnCollision;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.model.Column;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.DataPlanner.TableFacts;
import io.datareplicator.testkit.Configs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DestinationsTest {
  private static final TableName ORIGIN = new TableName("src", "s", "t");
  private static final TableName TARGET = new TableName("tgt", "s", "t");
  private static final TableName BACKING = new TableName("tgt", "s", "__materialization_mat_p_t_1");
  private static final List<Column> COLUMNS = List.of(new Column("id", "bigint", true));
  private static final Instant COMMIT = Instant.parse("2026-03-01T10:00:00Z");
  private static final DataPlanner PLANNER =
      new DataPlanner(new UrlMapping(Map.of("abfss://lake@a/", "s3://copy/")));
  private static final ReplicationConfig SETTINGS =
      Configs.with(
          Configs.with(Configs.replication(), "copyFiles", true), "onCollision", OnCollision.ADOPT);

  private static TableFacts external(String location, TargetTable target) {
    return new TableFacts(
        new SourceTable(ORIGIN, ORIGIN.in("shared"), TableKind.EXTERNAL, "id", location, COLUMNS),
        TARGET,
        target,
        null,
        null,
        new TableHead(7, COMMIT, "WRITE", null),
        target == null ? null : new TableHead(3, COMMIT, "CLONE", 7L),
        null);
  }

  private static TargetTable standing(TableKind kind, String location) {
    return new TargetTable(TARGET, kind, "id-t", location, COLUMNS, true);
  }

  private static String refusal(TableFacts facts, ReplicationConfig settings) {
    return ((TableAction.Refuse) PLANNER.decide(facts, settings)).error();
  }

  private static ReplicationConfig but(String key, Object value) {
    return Configs.with(SETTINGS, key, value);
  }

  @Test
  void newExternalTableIsClonedToItsMappedPlaceAndCreated() {
    TableAction.Clone clone =
        (TableAction.Clone) PLANNER.decide(external("abfss://lake@a/x/t", null), SETTINGS);

    assertThat(clone.destination())
        .isEqualTo(new Destination.External(TARGET, "s3://copy/x/t", true));
    assertThat(clone.mark()).isTrue();
    assertThat(clone.targetExists()).as("files may lie there").isTrue();
  }

  @Test
  void standingExternalTableIsClonedInPlace() {
    TableFacts facts =
        external("abfss://lake@a/x/t", standing(TableKind.EXTERNAL, "s3://copy/x/t/"));

    TableAction.Clone clone = (TableAction.Clone) PLANNER.decide(facts, SETTINGS);

    assertThat(clone.destination())
        .isEqualTo(new Destination.External(TARGET, "s3://copy/x/t", false));
  }

  @Test
  void unchangedExternalTableIsSkipped() {
    TableFacts facts =
        Configs.with(
            external("abfss://lake@a/x/t", standing(TableKind.EXTERNAL, "s3://copy/x/t")),
            "last",
            new LastClone("id", 7, COMMIT, 1, 1));

    assertThat(PLANNER.decide(facts, SETTINGS))
        .isEqualTo(new TableAction.Skip(TARGET, TableKind.EXTERNAL, "unchanged"));
  }

  @Test
  void externalTableBecomesManagedWhenAsked() {
    TableAction.Clone clone =
        (TableAction.Clone)
            PLANNER.decide(external("gs://unmapped/t", null), but("replicateAsManaged", true));

    assertThat(clone.destination()).isEqualTo(new Destination.Managed(TARGET));
  }

  @Test
  void unmappedPlaceIsNamed() {
    assertThat(refusal(external("gs://unmapped/t", null), SETTINGS))
        .contains("cloud_url_mapping", "gs://unmapped/t", "replicate_as_managed: true");
  }

  @Test
  void unknownPlaceIsARefusal() {
    assertThat(refusal(external(null, null), SETTINGS)).contains("does not tell where");
  }

  @Test
  void placeMappedToItselfIsARefusal() {
    DataPlanner onto = new DataPlanner(new UrlMapping(Map.of("s3://a/", "s3://a/")));

    assertThat(((TableAction.Refuse) onto.decide(external("s3://a/t", null), SETTINGS)).error())
        .contains("maps its location s3://a/t to itself");
  }

  @Test
  void tableOfThatNameElsewhereIsARefusal() {
    assertThat(
            refusal(
                external("abfss://lake@a/x/t", standing(TableKind.EXTERNAL, "s3://copy/y")),
                SETTINGS))
        .contains("lies at s3://copy/y", "s3://copy/x/t");
  }

  @Test
  void managedTableInTheWayOfAnExternalOneIsARefusal() {
    assertThat(refusal(external("abfss://lake@a/x/t", standing(TableKind.MANAGED, null)), SETTINGS))
        .contains("managed table of that name", "replicate_as_managed");
  }

  @Test
  void externalTableInTheWayOfAManagedOneIsARefusal() {
    assertThat(
            refusal(
                external("abfss://lake@a/x/t", standing(TableKind.EXTERNAL, "s3://copy/x/t")),
                but("replicateAsManaged", true)))
        .contains("replicate_as_managed is on", "external table of that name");
  }

  @Test
  void filesThatSomethingElseCopiesAreOnlyRegistered() {
    ReplicationConfig off = but("copyFiles", false);

    assertThat(PLANNER.decide(external("abfss://lake@a/x/t", null), off))
        .isEqualTo(new TableAction.Register(TARGET, TableKind.EXTERNAL, ORIGIN, "s3://copy/x/t"));
    assertThat(
            ((TableAction.Skip)
                    PLANNER.decide(
                        external(
                            "abfss://lake@a/x/t", standing(TableKind.EXTERNAL, "s3://copy/x/t")),
                        off))
                .reason())
        .contains("copy_files is off", "s3://copy/x/t");
  }

  private static TableFacts streaming(TargetTable target, StreamingTarget known) {
    return new TableFacts(
        new SourceTable(ORIGIN, ORIGIN.in("dpm"), TableKind.STREAMING_TABLE, "id", null, COLUMNS),
        TARGET,
        target,
        known,
        null,
        new TableHead(7, COMMIT, "WRITE", null),
        new TableHead(3, COMMIT, "CLONE", 7L),
        null);
  }

  private static final StreamingTarget KNOWN =
      new StreamingTarget(new Destination.Backing(BACKING, "p", null), null);

  @Test
  void streamingTableGoesIntoTheBackingTableOfTheTargetUnmarked() {
    TableAction.Clone clone =
        (TableAction.Clone)
            PLANNER.decide(streaming(standing(TableKind.STREAMING_TABLE, null), KNOWN), SETTINGS);

    assertThat(clone.destination()).isEqualTo(KNOWN.backing());
    assertThat(clone.mark()).isFalse();
  }

  @Test
  void streamingTableMustExist() {
    assertThat(refusal(streaming(null, KNOWN), SETTINGS))
        .contains("does not exist on the target", "pipeline");
  }

  @ParameterizedTest
  @EnumSource(value = TableKind.class, mode = EnumSource.Mode.EXCLUDE, names = "STREAMING_TABLE")
  void somethingElseInItsPlaceIsARefusal(TableKind kind) {
    assertThat(refusal(streaming(standing(kind, null), KNOWN), SETTINGS))
        .contains("where a streaming table is wanted");
  }

  @Test
  void problemOfAStreamingTableIsItsRefusal() {
    assertThat(
            refusal(
                streaming(
                    standing(TableKind.STREAMING_TABLE, null),
                    new StreamingTarget(null, "no backing table")),
                SETTINGS))
        .isEqualTo("no backing table");
  }

  private static TableFacts via(TableHead between, Long targetOf) {
    return new TableFacts(
        new SourceTable(ORIGIN, ORIGIN.in("shared"), TableKind.MANAGED, "id", null, COLUMNS),
        TARGET,
        standing(TableKind.MANAGED, null),
        null,
        new Intermediate(TARGET.in("mid"), true, between),
        new TableHead(7, COMMIT, "WRITE", null),
        new TableHead(9, COMMIT, "CLONE", targetOf),
        new LastClone("id", 7, COMMIT, 1, 1));
  }

  @Test
  void withAnIntermediateTableBothHopsMustBeUpToDate() {
    TableHead upToDate = new TableHead(4, COMMIT, "CLONE", 7L);

    assertThat(PLANNER.decide(via(upToDate, 4L), SETTINGS)).isInstanceOf(TableAction.Skip.class);
    assertThat(PLANNER.decide(via(upToDate, 7L), SETTINGS)).isInstanceOf(TableAction.Clone.class);
    assertThat(PLANNER.decide(via(new TableHead(4, COMMIT, "CLONE", 6L), 4L), SETTINGS))
        .isInstanceOf(TableAction.Clone.class);
    assertThat(PLANNER.decide(via(new TableHead(4, COMMIT, "WRITE", null), 4L), SETTINGS))
        .isInstanceOf(TableAction.Clone.class);
    assertThat(((TableAction.Clone) PLANNER.decide(via(null, 4L), SETTINGS)).reason())
        .contains("intermediate");
  }

  @Test
  void mostWorkFirst() {
    List<Expected> sorted =
        java.util.stream.Stream.of(
                new Expected(1, 5),
                new Expected(9, 1),
                Expected.UNKNOWN,
                new Expected(1, 50),
                new Expected(0, 0))
            .sorted(Expected.LONGEST_FIRST)
            .toList();

    assertThat(sorted)
        .containsExactly(
            Expected.UNKNOWN,
            new Expected(9, 1),
            new Expected(1, 50),
            new Expected(1, 5),
            new Expected(0, 0));
  }
}
