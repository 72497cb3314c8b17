package io.datareplicator.plan.recon;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.testkit.Configs;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LastMatchTest {
  private static final Instant END = Instant.parse("2026-03-01T10:00:00Z");
  private static final LastMatch LAST = new LastMatch("run", END, "s", 7L, "t", 4L, "key");
  private static final Versions NOW = new Versions(7L, 4L, true, List.of());

  private static boolean holds(LastMatch last) {
    return last.stillHolds(END, "s", "t", NOW, "key");
  }

  @Test
  void holdsWhileNothingChanged() {
    assertThat(holds(LAST)).isTrue();
    assertThat(LAST.stillHolds(END.minusMillis(1), "s", "t", NOW, "key")).isTrue();
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of("sourceTableId", "other"),
        Arguments.of("sourceTableId", null),
        Arguments.of("targetTableId", "other"),
        Arguments.of("targetTableId", null),
        Arguments.of("sourceVersion", 6L),
        Arguments.of("sourceVersion", null),
        Arguments.of("targetVersion", 5L),
        Arguments.of("targetVersion", null),
        Arguments.of("settings", "other"),
        Arguments.of("settings", null),
        Arguments.of("end", END.minusMillis(1)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void oneChangeEndsIt(String what, Object value) {
    assertThat(holds(Configs.with(LAST, what, value))).isFalse();
  }

  @Test
  void whatIsUnknownNowMayHaveChanged() {
    assertThat(LAST.stillHolds(END, null, "t", NOW, "key")).isFalse();
    assertThat(LAST.stillHolds(END, "s", null, NOW, "key")).isFalse();
    assertThat(LAST.stillHolds(END, "s", "t", Versions.none(), "key")).isFalse();
    assertThat(LAST.stillHolds(END, "s", "t", new Versions(7L, null, true, List.of()), "key"))
        .isFalse();
    LastMatch blank = new LastMatch("run", END, null, null, null, null, null);
    assertThat(blank.stillHolds(END, null, null, Versions.none(), null)).isFalse();
  }
}
