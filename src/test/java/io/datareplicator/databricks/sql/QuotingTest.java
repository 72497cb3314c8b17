package io.datareplicator.databricks.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.databricks.sql.SqlReader.Token;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableName;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotingTest {
  @Property
  void literalIsReadBackAsWritten(@ForAll("hostile") String value) {
    assertThat(SqlReader.string(Literal.string(value))).isEqualTo(value);
  }

  @Property
  void literalIsReadBackForAnyText(@ForAll String value) {
    assertThat(SqlReader.string(Literal.string(value))).isEqualTo(value);
  }

  @Property
  void literalStaysOnOneLine(@ForAll("hostile") String value) {
    assertThat(Literal.string(value)).doesNotContain("\n", "\r", "\0");
  }

  @Property
  void literalHoldsNoVariableReference(@ForAll("hostile") String value) {
    assertThat(Literal.string(value)).doesNotContain("${");
  }

  @Property
  void nameIsReadBackOrRejected(@ForAll("hostile") String name) {
    if (name.isEmpty() || name.matches("(?s).*[\\x00\\n\\r].*")) {
      assertThatThrownBy(() -> Identifier.quote(name)).isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThat(SqlReader.name(Identifier.quote(name))).isEqualTo(name);
    }
  }

  @Property
  void threePartsStayThreeParts(
      @ForAll("names") String catalog,
      @ForAll("names") String schema,
      @ForAll("names") String table) {
    TableName name = new TableName(catalog, schema, table);

    assertThat(SqlReader.tokens(Identifier.quote(name)))
        .containsExactly(
            new Token("name", name.catalog()),
            new Token("text", "."),
            new Token("name", name.schema()),
            new Token("text", "."),
            new Token("name", name.table()));
  }

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.of(
            "'",
            "\\",
            "`",
            "\n",
            "\r",
            "\0",
            "0",
            "12",
            "7",
            "u0041",
            "n",
            "%",
            "_",
            "{",
            "${",
            "}",
            "--",
            "/*",
            ";",
            "é",
            "日本",
            "\uD83D\uDE80",
            "\uFEFF",
            "\u2028",
            " ",
            "x",
            ".")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars('`', '\'', '\\', '.', ' ', ';', '-', 'a', 'Z', 'ß', '日', '"', '$')
        .ofMinLength(1)
        .ofMaxLength(8);
  }

  @Test
  void literalsOfKnownValues() {
    assertThat(Literal.string(null)).isEqualTo("NULL");
    assertThat(Literal.string("")).isEqualTo("''");
    assertThat(Literal.string("it's")).isEqualTo("'it\\'s'");
    assertThat(Literal.string("a\\")).isEqualTo("'a\\\\'");
    assertThat(Literal.string("x\ny\rz")).isEqualTo("'x\\ny\\rz'");
    assertThat(Literal.number(null)).isEqualTo("NULL");
    assertThat(Literal.number(-7L)).isEqualTo("-7");
    assertThat(Literal.timestamp(null)).isEqualTo("CAST(NULL AS TIMESTAMP)");
    assertThat(Literal.timestamp(Instant.parse("2026-03-01T10:00:00.123456Z")))
        .isEqualTo("TIMESTAMP'2026-03-01T10:00:00.123456Z'");
  }

  @Test
  void zeroBeforeDigitsIsNotAnOctalNumber() {
    assertThat(SqlReader.string(Literal.string("a\00012"))).isEqualTo("a\00012");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE t; --",
        "\\'; DROP TABLE t; --",
        "\\\\'; DROP TABLE t; --",
        "' OR 1=1",
        "\\",
        "''",
        "\u2019"
      })
  void literalCannotBeLeft(String attack) {
    assertThat(SqlReader.tokens("SELECT " + Literal.string(attack) + " AS x"))
        .containsExactly(
            new Token("text", "SELECT "), new Token("string", attack), new Token("text", " AS x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t`; DROP TABLE x; --", "``", "`", "a`.`b", "a\\`b", "x` DEEP CLONE `y"})
  void nameCannotBeLeft(String attack) {
    assertThat(SqlReader.tokens("SELECT * FROM " + Identifier.quote(attack) + " LIMIT 1"))
        .containsExactly(
            new Token("text", "SELECT * FROM "),
            new Token("name", attack),
            new Token("text", " LIMIT 1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "a\0b", "a\nb", "a\rb", "\n"})
  void impossibleNamesAreRejected(String name) {
    assertThatThrownBy(() -> Identifier.quote(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void schemaHasTwoParts() {
    assertThat(Identifier.quote(new SchemaName("My Cat", "s`x"))).isEqualTo("`my cat`.`s``x`");
  }
}
