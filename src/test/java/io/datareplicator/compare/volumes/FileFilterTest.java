package io.datareplicator.compare.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileFilterTest {
  @ParameterizedTest
  @CsvSource({
    "2026-01-31 12:00:00.000000 UTC+0, 2026-01-31T12:00:00Z",
    "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
    "2026-01-31T12:00:00, 2026-01-31T12:00:00Z",
    "2026-01-31 12:00, 2026-01-31T12:00:00Z",
    "2026-01-31, 2026-01-31T00:00:00Z",
    "2026-01-31T12:00:00+02:00, 2026-01-31T10:00:00Z",
    "2026-01-31 12:00:00.123456 Europe/Berlin, 2026-01-31T11:00:00.123Z",
    "2026-07-31 12:00:00 GMT+1, 2026-07-31T11:00:00Z"
  })
  void timesAreRead(String text, Instant at) {
    FileFilter after = FileFilter.of(Map.of("modifiedAfter", text));
    assertThat(after.takes("f", at.toEpochMilli())).isFalse();
    assertThat(after.takes("f", at.toEpochMilli() + 1)).isTrue();
    FileFilter before = FileFilter.of(Map.of("MODIFIEDBEFORE", text));
    assertThat(before.takes("f", at.toEpochMilli())).isFalse();
    assertThat(before.takes("f", at.toEpochMilli() - 1)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "2026-13-01", "2026-01-31 25:00", "2026-01-31 Mars/Base", "1e9"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> FileFilter.of(Map.of("modifiedAfter", text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("modifiedAfter is '" + text + "'");
  }

  @Test
  void withoutOptionsEverythingIsTaken() {
    FileFilter all = FileFilter.of(Map.of());
    assertThat(all.takes("any\nthing", 0)).isTrue();
    assertThat(all.unknown()).isEmpty();
  }

  @Test
  void optionsWithoutMeaningAreNamed() {
    assertThat(FileFilter.of(Map.of("cloudFiles.useNotifications", "true")).unknown())
        .containsExactly("cloudFiles.useNotifications");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "*.csv|a.csv|true",
        "*.csv|a.csv.gz|false",
        "*.csv|.csv|true",
        "a?c|abc|true",
        "a?c|ac|false",
        "{a,b*}.txt|b12.txt|true",
        "{a,b*}.txt|c.txt|false",
        "{a,{b,c}}|c|true",
        "[a-c]x|bx|true",
        "[^a-c]x|bx|false",
        "[^a-c]x|dx|true",
        "[]x]y|]y|true",
        "[.+]|+|true",
        "\\*|*|true",
        "\\*|a|false",
        "a,b|a,b|true",
        "a.b|axb|false",
        "(x)$^|(x)$^|true",
        "*|anything at all|true",
        "}|}|true"
      })
  void globs(String glob, String name, boolean matches) {
    assertThat(FileFilter.of(Map.of("pathGlobFilter", glob)).takes(name, 0)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[abc", "{a,b", "a\\", "["})
  void brokenGlobIsRefused(String glob) {
    assertThatThrownBy(() -> FileFilter.of(Map.of("pathGlobFilter", glob)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(glob);
  }
}
