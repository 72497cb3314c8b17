package io.datareplicator.config.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.ConfigProblem;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are: a tree or problems, quickly, and nothing is executed. */
class HostileYamlTest {

  private final Problems problems = new Problems();

  @Test
  void billionLaughs() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      yaml.append(
          "a%d: &a%d [%s]\n"
              .formatted(
                  i,
                  i,
                  String.join(
                      ", ", alias, alias, alias, alias, alias, alias, alias, alias, alias)));
    }
    ConfigProblem problem = refused(yaml.toString());
    assertThat(problem.message()).contains("aliases");
    assertThat(problem.line()).isPositive();
  }

  @Test
  void manyAliases() {
    String yaml = "a: &a [x]\nb: [" + "*a, ".repeat(5_000) + "*a]\n";
    assertThat(refused(yaml).message()).contains("aliases");
  }

  @Test
  void anAliasOfItself() {
    assertThat(refused("a: &a [*a]\n").message()).contains("refers to what it is part of");
  }

  @Test
  void tooLarge() {
    byte[] bytes = new byte[10 * 1024 * 1024];
    Arrays.fill(bytes, (byte) '#');
    assertThat(read(bytes)).isNull();
    assertThat(problems.errors().get(0).message()).contains("4 MiB");
  }

  @Test
  void justSmallEnough() {
    String yaml = "a: b\n" + ("# " + "x".repeat(97) + "\n").repeat(41_000);
    assertThat(read(yaml).text("a")).isEqualTo("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? "})
  void deepNesting(String open) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> read("a: " + open.repeat(100_000)));
    assertThat(problems.errors()).isNotEmpty();
  }

  @Test
  void tabs() {
    ConfigProblem problem = refused("a:\n\tb: c\n");
    assertThat(problem.line()).isEqualTo(2);
    assertThat(problem.suggestion()).contains("spaces");
  }

  @Test
  void byteOrderMarkAndCrLf() {
    Mapping tree = read("\uFEFFa: b\r\nc:\r\n  d: e\r\n");
    assertThat(tree.text("a")).isEqualTo("b");
    assertThat(tree.mapping("c").get("d").origin()).isEqualTo(new Origin(Layer.GROUP, "f", 3, 3));
  }

  @Test
  void unicode() {
    Mapping tree = read("\"schlüssel 🔑\": 値\n");
    assertThat(tree.text("schlüssel 🔑")).isEqualTo("値");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]",
        "a: !!java.net.URL [\"http://localhost:1\"]",
        "a: !python/object:os.system x",
        "a: !!binary aGVsbG8=",
        "a: !!set {x, y}",
        "a: !mine x"
      })
  void tags(String yaml) {
    ConfigProblem problem = refused(yaml);
    assertThat(problem.message()).contains("tags are not allowed");
    assertThat(problem.keyPath()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a: !<%20> x", "a: !<> x", "a: !<x%zz> y", "%TAG ! x\n--- a\n", "a: !x%20 y"})
  void malformedTags(String yaml) {
    refused(yaml);
  }

  @Test
  void standardTagsAreFine() {
    assertThat(read("a: !!str 5\nb: !!map {c: d}\n").text("a")).isEqualTo("5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: b\n---\nc: d\n", "a: b\n...\n---\nc: d\n"})
  void severalDocuments(String yaml) {
    ConfigProblem problem = refused(yaml);
    assertThat(problem.suggestion()).contains("one document per file");
    assertThat(problem.line()).isGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n", "text", "- a\n- b\n", "5"})
  void noDictionary(String yaml) {
    assertThat(refused(yaml).message()).contains("dictionary of settings");
  }

  @Test
  void notUtf8() {
    byte[] bytes = "a: b\nc: \u00E4\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(read(bytes)).isNull();
    assertThat(problems.errors().get(0).line()).isEqualTo(2);
    assertThat(problems.errors().get(0).message()).contains("UTF-8");
  }

  @Test
  void controlCharacter() {
    ConfigProblem problem = refused("a: b\nc: \"x\u0007\"\n");
    assertThat(problem.line()).isEqualTo(2);
    assertThat(problem.found()).isEqualTo("U+0007");
  }

  @ParameterizedTest
  @ValueSource(strings = {"? [a]\n: b\n", "{a: b}: c\n", "~: b\n", "!!int 5: [x]\n!x y: z\n"})
  void strangeKeys(String yaml) {
    assertThat(refused(yaml).message()).contains("a key must be plain text");
  }

  @Test
  void duplicateKeysNameBothLines() {
    ConfigProblem problem = refused("a:\n  b: 1\n  c: 2\n  b: 3\n");
    assertThat(problem.line()).isEqualTo(4);
    assertThat(problem.keyPath()).isEqualTo("a.b");
    assertThat(problem.message()).contains("first in line 2");
  }

  @Test
  void anIdWithAnExponentIsText() {
    assertThat(read("a: 64e1\nb: 1.5e3\n").get("a").kind()).isEqualTo("text");
  }

  @Property(tries = 1000)
  void randomBytesNeverThrow(@ForAll byte[] bytes) {
    Problems found = new Problems();
    Mapping tree = YamlReader.read(new YamlText("f", bytes), Layer.GROUP, found);
    assertThat(tree != null || !found.none()).isTrue();
  }

  @Property(tries = 1000)
  void randomYamlCharactersNeverThrow(
      @ForAll
          @Chars({
            'a', ':', ' ', '\n', '-', '[', ']', '{', '}', '&', '*', '!', '"', '\'', '|', '>', '?',
            ',', '#', '<', '%', '@', '\t', '1', '~'
          })
          @StringLength(max = 40)
          String text) {
    Problems found = new Problems();
    Mapping tree =
        YamlReader.read(
            new YamlText("f", text.getBytes(StandardCharsets.UTF_8)), Layer.GROUP, found);
    assertThat(tree != null || !found.none()).isTrue();
  }

  private ConfigProblem refused(String yaml) {
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> read(yaml));
    List<ConfigProblem> errors = problems.errors();
    assertThat(errors).isNotEmpty();
    return errors.get(0);
  }

  private Mapping read(String yaml) {
    return read(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private Mapping read(byte[] bytes) {
    return YamlReader.read(new YamlText("f", bytes), Layer.GROUP, problems);
  }
}
