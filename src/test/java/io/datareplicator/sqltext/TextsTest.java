package io.datareplicator.sqltext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {
  private static final String TOKENS =
      "SELECT a FROM `cat` . s , 'it''s' \"x\" 1.5 `a b` ( ) <=> r'\\' $$b$$ /*+ */ 表";

  @Provide
  Arbitrary<List<String>> tokens() {
    return Arbitraries.of(TOKENS.split(" (?=[^b])")).list().ofMinSize(1).ofMaxSize(20);
  }

  @Provide
  Arbitrary<String> gap() {
    return Arbitraries.of(" ", "\n", "\r\n\t", " /* 'x' /* y */ */ ", " -- it's `\n", "\u00a0");
  }

  @Property
  void anyTextIsTheSameAsItself(@ForAll String text) {
    assertThat(Texts.same(text, new String(text.toCharArray()))).isTrue();
  }

  @Property
  void blanksAndCommentsBetweenTokensDoNotMatter(
      @ForAll("tokens") List<String> tokens, @ForAll @Size(20) List<@From("gap") String> gaps) {
    StringBuilder spaced = new StringBuilder();
    for (int i = 0; i < tokens.size(); i++) {
      spaced.append(gaps.get(i)).append(tokens.get(i));
    }

    assertThat(Texts.same(String.join(" ", tokens), spaced + " ; ;\n-- end")).isTrue();
  }

  @Property
  void anotherStringIsAnotherText(@ForAll String a, @ForAll String b) {
    Assume.that(!a.equals(b));

    assertThat(Texts.same(quoted(a), quoted(b))).isFalse();
    assertThat(Texts.same("SELECT " + quoted(a) + " x", "select " + quoted(b) + " X")).isFalse();
  }

  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  @Property
  void isSymmetric(@ForAll("tokens") List<String> a, @ForAll("tokens") List<String> b) {
    String left = String.join(" ", a);
    String right = String.join(" ", b);

    assertThat(Texts.same(left, right)).isEqualTo(Texts.same(right, left));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '^',
      value = {
        "SELECT a FROM t → select A from T",
        "SELECT `a` FROM `T`.b → select a FROM t . B",
        "SELECT 1;;  → SELECT 1",
        "SELECT a/* x */FROM t → SELECT a FROM t",
        "a>=b → a >= b",
        "ARRAY<ARRAY<INT>> → array < array < int > >",
        "1E5 → 1e5",
        "`select` → `SELECT`",
        "^^ → -- nothing"
      })
  void sameInOtherWords(String a, String b) {
    assertThat(Texts.same(a, b)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '^',
      value = {
        "'a' → 'A'",
        "'a ' → 'a'",
        "'a  b' → 'a b'",
        "'a' 'b' → 'a''b'",
        "'a -- b' → 'a '",
        "`a b` → `A b`",
        "`a  b` → `a b`",
        "`from` → from",
        "`a.b` → a.b",
        "a b → ab",
        "$$a$$ → $$A$$",
        "/*+ x */ 1 → 1",
        "/*+ x */ 1 → /* x */ 1",
        "a → a /* b",
        "a;b → a b",
        "; a → a",
        "a → b",
        "`a → a",
        "Ä → ä"
      })
  void notTheSame(String a, String b) {
    assertThat(Texts.same(a, b)).isFalse();
  }
}
