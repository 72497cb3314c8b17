package io.datareplicator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.ReconciliationConfig;
import io.datareplicator.config.RowDigest;
import io.datareplicator.config.Side;
import io.datareplicator.testkit.Configs;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsKeyTest {
  private static final ReconciliationConfig PLAIN =
      new ReconciliationConfig(
          true,
          false,
          "c",
          null,
          "s",
          "columns",
          "rows",
          true,
          "share",
          "shared",
          true,
          true,
          true,
          List.of(),
          null,
          null,
          100,
          false,
          10,
          1000,
          RowDigest.XXHASH64,
          Side.TARGET,
          false);

  static Stream<Arguments> meaningful() {
    return Stream.of(
        Arguments.of("schemaCheck", false),
        Arguments.of("rowCountCheck", false),
        Arguments.of("missingDataCheck", false),
        Arguments.of("threshold", 99.9),
        Arguments.of("rowDigest", RowDigest.SHA256),
        Arguments.of("excludeColumns", List.of("a")),
        Arguments.of("sourceFilterExpression", "a = 1"),
        Arguments.of("targetFilterExpression", "a = 1"));
  }

  @ParameterizedTest
  @MethodSource("meaningful")
  void whatChangesTheMeaningOfAMatchChangesTheKey(String setting, Object value) {
    assertThat(SettingsKey.of(Configs.with(PLAIN, setting, value)))
        .isNotEqualTo(SettingsKey.of(PLAIN));
  }

  static Stream<Arguments> meaningless() {
    return Stream.of(
        Arguments.of("maxRecordedRows", 1),
        Arguments.of("scanSourceAt", Side.SOURCE),
        Arguments.of("reconOutputsCatalog", "other"),
        Arguments.of("noOfSamplingTables", 1));
  }

  @ParameterizedTest
  @MethodSource("meaningless")
  void whereAndHowMuchIsStoredDoesNot(String setting, Object value) {
    assertThat(SettingsKey.of(Configs.with(PLAIN, setting, value)))
        .isEqualTo(SettingsKey.of(PLAIN));
  }

  private static String key(List<String> columns, String source, String target) {
    return SettingsKey.of(
        Configs.with(
            Configs.with(
                Configs.with(PLAIN, "excludeColumns", columns), "sourceFilterExpression", source),
            "targetFilterExpression",
            target));
  }

  @Property
  void differentSettingsHaveDifferentKeys(
      @ForAll List<String> columns,
      @ForAll String source,
      @ForAll String target,
      @ForAll List<String> otherColumns,
      @ForAll String otherSource,
      @ForAll String otherTarget) {
    assertThat(key(columns, source, target).equals(key(otherColumns, otherSource, otherTarget)))
        .isEqualTo(
            columns.equals(otherColumns)
                && source.equals(otherSource)
                && target.equals(otherTarget));
  }

  /** Where one setting ends and the next begins is part of what is hashed. */
  @Test
  void settingsDoNotRunIntoOneAnother() {
    assertThat(key(List.of("a, b"), null, null)).isNotEqualTo(key(List.of("a", "b"), null, null));
    assertThat(key(List.of(), "a\nb", "c")).isNotEqualTo(key(List.of(), "a", "b\nc"));
    assertThat(key(List.of(), "null", "c")).isNotEqualTo(key(List.of(), null, "c"));
    assertThat(key(List.of("]\nx"), "y", "z")).isNotEqualTo(key(List.of(), "x]\ny", "z"));
  }
}
