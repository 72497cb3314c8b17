package io.datareplicator.plan.recon;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.model.TableHead;
import io.datareplicator.plan.LastClone;
import io.datareplicator.plan.recon.Versions.Facts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionsTest {
  private static final Instant THEN = Instant.parse("2026-03-01T10:00:00Z");
  private static final String ID = "id-1";

  private static TableHead written(long version) {
    return new TableHead(version, THEN, "WRITE", null);
  }

  private static TableHead cloned(long version, Long from) {
    return new TableHead(version, THEN, "CLONE", from);
  }

  private static LastClone record(String id, long version) {
    return new LastClone(id, version, THEN, 1, 10);
  }

  @Test
  void theClonedVersionIsComparedHoweverFarTheSourceIs() {
    Versions versions = Versions.of(new Facts(cloned(4, 7L), written(9), record(ID, 7), ID, false));

    assertThat(versions).isEqualTo(new Versions(7L, 4L, true, List.of()));
  }

  @Test
  void theTargetItselfKnowsBetterThanARecord() {
    Versions versions = Versions.of(new Facts(cloned(4, 7L), written(9), record(ID, 5), ID, false));

    assertThat(versions.source()).isEqualTo(7);
  }

  @Test
  void aTargetThatWasWrittenToSinceIsComparedWithWhatWasRecorded() {
    Versions versions = Versions.of(new Facts(written(5), written(9), record(ID, 7), ID, false));

    assertThat(versions.source()).isEqualTo(7);
    assertThat(versions.target()).isEqualTo(5);
    assertThat(versions.cloned()).isTrue();
  }

  @Test
  void versionsOfAnIntermediateTableAreNotTheSources() {
    Versions recorded = Versions.of(new Facts(cloned(4, 2L), written(9), record(ID, 7), ID, true));
    Versions unrecorded = Versions.of(new Facts(cloned(4, 2L), written(9), null, ID, true));

    assertThat(recorded.source()).isEqualTo(7);
    assertThat(unrecorded.source()).isEqualTo(9);
    assertThat(unrecorded.cloned()).isFalse();
  }

  @Test
  void aTableThatWasNeverClonedIsComparedAsItIs() {
    Versions versions = Versions.of(new Facts(written(3), written(9), null, ID, false));

    assertThat(versions).isEqualTo(new Versions(9L, 3L, false, List.of()));
  }

  @Test
  void withoutHistoryTheSourceIsComparedAsItIsWithAWarning() {
    Versions versions = Versions.of(new Facts(cloned(4, 7L), null, record(ID, 7), ID, false));

    assertThat(versions.source()).isNull();
    assertThat(versions.target()).isEqualTo(4);
    assertThat(versions.cloned()).isFalse();
    assertThat(versions.warnings())
        .singleElement()
        .asString()
        .contains("no history", "as it is now", "version 7");
  }

  @Test
  void aTableMadeAnewIsAnotherOne() {
    Versions versions =
        Versions.of(new Facts(cloned(4, 1L), written(2), record(ID, 1), "id-2", false));

    assertThat(versions.source()).isEqualTo(2);
    assertThat(versions.cloned()).isFalse();
    assertThat(versions.warnings()).singleElement().asString().contains("made anew");
  }

  @Test
  void anUnknownIdTellsNothing() {
    assertThat(
            Versions.of(new Facts(cloned(4, 7L), written(9), record(null, 7), ID, false)).cloned())
        .isTrue();
    assertThat(
            Versions.of(new Facts(cloned(4, 7L), written(9), record(ID, 7), null, false)).cloned())
        .isTrue();
  }

  @Test
  void aVersionThatTheSourceNeverReachedIsNotAskedFor() {
    Versions versions = Versions.of(new Facts(cloned(4, 7L), written(3), null, ID, false));

    assertThat(versions.source()).isEqualTo(3);
    assertThat(versions.cloned()).isFalse();
    assertThat(versions.warnings()).singleElement().asString().contains("version 7", "version 3");
  }

  @Test
  void withoutAnyVersionBothAreComparedAsTheyAre() {
    assertThat(Versions.of(new Facts(null, null, null, null, false))).isEqualTo(Versions.none());
  }

  @Test
  void aVersionIsGivenUpWithAWord() {
    Versions given = new Versions(7L, 4L, true, List.of("one")).latest("two");

    assertThat(given).isEqualTo(new Versions(null, 4L, false, List.of("one", "two")));
  }
}
