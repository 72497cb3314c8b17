package io.datareplicator.sqltext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.datareplicator.sqltext.Token.Kind;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
  /** Visible tokens with a stroke between them. */
  private static String split(String sql) {
    return Tokenizer.tokens(sql).stream()
        .filter(t -> !t.hidden())
        .map(Token::text)
        .collect(Collectors.joining("¦"));
  }

  private static String joined(List<Token> tokens) {
    return tokens.stream().map(Token::text).collect(Collectors.joining());
  }

  @Provide
  Arbitrary<String> sqlLike() {
    return Arbitraries.of(
            "'", "\"", "`", "``", "''", "\\", "r'", "R\"", "--", "/*", "*/", "/*+", "\n", "\r\n",
            " ", "\u00a0", "$$", "$x$", "$", ":", "?", ".", "1", "2.5", "e5", "cat", "é", "👍",
            "\ud800", "\udc00", "(", ")", "<=>", "|>", ";", "+")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  @Property
  void tokensMakeUpAnyText(@ForAll String text) {
    assertThat(joined(Tokenizer.tokens(text))).isEqualTo(text);
  }

  @Property
  void tokensMakeUpTextThatIsAlmostSql(@ForAll("sqlLike") String text) {
    List<Token> tokens = Tokenizer.tokens(text);

    assertThat(joined(tokens)).isEqualTo(text);
    assertThat(tokens).allSatisfy(t -> assertThat(t.end()).isGreaterThan(t.start()));
  }

  @Property
  void onlyTheLastTokenMayNotEnd(@ForAll("sqlLike") String text) {
    List<Token> tokens = Tokenizer.tokens(text);

    assertThat(tokens.stream().limit(Math.max(0, tokens.size() - 1))).allMatch(Token::terminated);
  }

  /** What Spark's own lexer makes of these. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '^',
      value = {
        "a.b → a¦.¦b",
        "1.2.3 → 1.2¦.3",
        "1..2 → 1.¦.2",
        "a.1b → a¦.¦1b",
        "a.1 → a¦.1",
        "1.a → 1¦.¦a",
        "1.d → 1.d",
        "1e5x → 1e5x",
        "1e5L → 1e5L",
        "1e+5-2E-3 → 1e+5¦-¦2E-3",
        "1.5e+3bd → 1.5e+3bd",
        "10L 2S 3y 4f 5BD → 10L¦2S¦3y¦4f¦5BD",
        "1.L → 1¦.¦L",
        "1.2_3 → 1¦.¦2_3",
        ".5 → .5",
        "2024_t → 2024_t",
        "'a''b' → 'a''b'",
        "'a\\'b' → 'a\\'b'",
        "'\\\\'x' → '\\\\'¦x¦'",
        "r'a\\'b' → r'a\\'¦b¦'",
        "r'a''b' → r'a'¦'b'",
        "R\"a\\\" b → R\"a\\\"¦b",
        "bar'x' → bar¦'x'",
        "\"a\"\"b\" 'c' → \"a\"\"b\"¦'c'",
        "`a``b`.`c.d` → `a``b`¦.¦`c.d`",
        "a /* b /* c */ d */ e → a¦e",
        "a /* /*+ */ b → a¦b",
        "a /**/ b /***/ c → a¦b¦c",
        "/*+ x(a) */ b → /*+¦x¦(¦a¦)¦*/¦b",
        "$$ a 'b $$ c → $$ a 'b $$¦c",
        "$x$ $$ $y$ $x$ c → $x$ $$ $y$ $x$¦c",
        "$1$ → $¦1¦$",
        "a:b :c ? d::int → a¦:¦b¦:¦c¦?¦d¦::¦int",
        "x->y=>z|>w||v → x¦->¦y¦=>¦z¦|>¦w¦||¦v",
        "a<=>b<>c!=d>=e<f → a¦<=>¦b¦<>¦c¦!=¦d¦>=¦e¦<¦f",
        "MAP<INT,ARRAY<INT>> → MAP¦<¦INT¦,¦ARRAY¦<¦INT¦>¦>",
        "a[0].b → a¦[¦0¦]¦.¦b",
        "schéma.表.ñ → schéma¦.¦表¦.¦ñ",
        "a👍b → a¦👍¦b",
        "abc://x-y/z.t?a=b c → abc://x-y/z.t?a=b¦c",
        "X'1F' → X¦'1F'"
      })
  void splitsAsSparkDoes(String sql, String tokens) {
    assertThat(split(sql)).isEqualTo(tokens);
  }

  @Test
  void backslashBeforeALineBreakGoesOnWithTheComment() {
    assertThat(split("a -- b \\\n c\n d")).isEqualTo("a¦d");
    assertThat(split("a -- b \\\r\n c\r d")).isEqualTo("a¦c¦d");
  }

  @Test
  void aLetterAndItsMarksAreOneWord() {
    assertThat(split("cat\u0301.s")).isEqualTo("cat\u0301¦.¦s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'a",
        "\"a",
        "`a",
        "`a``",
        "r'a",
        "'a\\'",
        "'a\\",
        "/* a",
        "/* /* */",
        "$$ a",
        "$t$ $T$"
      })
  void whatDoesNotEndIsOneToken(String text) {
    assertThat(Tokenizer.tokens("x " + text))
        .extracting(Token::text, Token::terminated)
        .last()
        .isEqualTo(tuple(text, false));
  }

  @Test
  void namesLoseTheirBackticks() {
    assertThat(Tokenizer.tokens("`a``b`").get(0).name()).isEqualTo("a`b");
    assertThat(Tokenizer.tokens("``").get(0))
        .extracting(Token::kind, Token::name)
        .containsExactly(Kind.QUOTED, "");
    assertThat(Tokenizer.tokens("Ab").get(0).name()).isEqualTo("Ab");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '^',
      value = {
        "'a''b' → a'b",
        "\"a\"\"b'\" → a\"b'",
        "'a\\'b\\\\' → a'b\\",
        "r'a\\n' → a\\n",
        "'\\u0041\\101\\x\\%' → AAx\\%",
        "'\\U0001F44D' → 👍",
        "'\\u00' → u00"
      })
  void stringsAreReadAsSparkReadsThem(String literal, String value) {
    assertThat(StringLiterals.value(Tokenizer.tokens(literal).get(0))).isEqualTo(value);
  }
}
