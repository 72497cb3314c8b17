package io.datareplicator.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.CommandLineOverrides;
import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.show.ConfigShow;
import io.datareplicator.config.tree.YamlText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Broken variants of valid input: always a result, never an exception. */
class FuzzTest {

  private static final String REFERENCE = text(Path.of("configs/reference.yaml"));
  private static final List<String> PIECES =
      List.of(
          "null",
          "[]",
          "{}",
          "[~]",
          "- a",
          "\"\"",
          "true",
          "5",
          "-1",
          "1e9",
          "{a: b}",
          "*x",
          "&x",
          "{{",
          "{{x}}",
          "{{table_name}}",
          "all",
          ": ",
          "\n",
          "  ",
          "!!str",
          "a.b.c",
          "<<: {}",
          "[{}]",
          "[[a]]",
          "ü");

  @Property(tries = 300)
  void aLineReplaced(@ForAll("lines") Integer line, @ForAll("pieces") String piece) {
    List<String> lines = REFERENCE.lines().toList();
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i);
      int colon = text.indexOf(':');
      boolean change = i == line && colon > 0;
      yaml.append(change ? text.substring(0, colon + 1) + " " + piece : text).append('\n');
    }
    load(yaml.toString(), Loading.ENVIRONMENTS, Map.of(), CommandLineOverrides.NONE);
  }

  @Property(tries = 150)
  void aPieceRemoved(@ForAll("offsets") Integer from, @ForAll("lengths") Integer length) {
    String yaml =
        REFERENCE.substring(0, from)
            + REFERENCE.substring(Math.min(REFERENCE.length(), from + length));
    load(yaml, Loading.ENVIRONMENTS, Map.of(), CommandLineOverrides.NONE);
  }

  @Property(tries = 150)
  void anyKeyWithAnyPiece(@ForAll("keys") String key, @ForAll("pieces") String piece) {
    load(
        Loading.GROUP + key + ": " + piece + "\n",
        Loading.ENVIRONMENTS,
        Map.of(),
        CommandLineOverrides.NONE);
    load(
        Loading.GROUP,
        Loading.ENVIRONMENTS + "    " + key + ": " + piece + "\n",
        Map.of(),
        CommandLineOverrides.NONE);
    load(
        Loading.GROUP + "    " + key + ": " + piece + "\n",
        Loading.ENVIRONMENTS,
        Map.of(),
        CommandLineOverrides.NONE);
  }

  @Property(tries = 300)
  void anyOptionsAndVariables(
      @ForAll CommandLineOption option,
      @ForAll String value,
      @ForAll CommandLineOption other,
      @ForAll("pieces") String otherValue,
      @ForAll("keys") String key) {
    load(
        Loading.GROUP,
        Loading.ENVIRONMENTS,
        Map.of(
            "DATA_REPLICATOR_" + key.toUpperCase(Locale.ROOT), value,
            "DATA_REPLICATOR_TARGET_CATALOGS_0__" + key.toUpperCase(Locale.ROOT), otherValue),
        CommandLineOverrides.NONE.with(option, value).with(other, otherValue));
  }

  @Provide
  Arbitrary<Integer> lines() {
    return Arbitraries.integers().between(0, (int) REFERENCE.lines().count() - 1);
  }

  @Provide
  Arbitrary<Integer> offsets() {
    return Arbitraries.integers().between(0, REFERENCE.length() - 1);
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.integers().between(1, 200);
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.oneOf(
        Arbitraries.of(PIECES),
        Combinators.combine(Arbitraries.of(PIECES), Arbitraries.of(PIECES)).as(String::concat));
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.of(KeyTable.GROUP.names());
  }

  private static void load(
      String group,
      String environments,
      Map<String, String> variables,
      CommandLineOverrides options) {
    ConfigResult result =
        new ConfigLoader()
            .load(
                new YamlText("group.yaml", group.getBytes(StandardCharsets.UTF_8)),
                new YamlText("environments.yaml", environments.getBytes(StandardCharsets.UTF_8)),
                variables,
                options);
    if (result.ok()) {
      assertThat(ConfigShow.render(result.effective())).contains("environment: ");
    } else {
      assertThat(result.problems())
          .allSatisfy(
              problem -> {
                assertThat(problem.file()).isNotBlank();
                assertThat(problem.message()).isNotBlank();
              });
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
