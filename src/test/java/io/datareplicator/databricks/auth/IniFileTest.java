package io.datareplicator.databricks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IniFileTest {
  @Test
  void sectionsCommentsAndWhiteSpace() {
    String text =
        """
        # a comment
        ; another = one
        [DEFAULT]
        host = https://a.example.test
        token=dapi-1

          [ prod ]  ; trailing comment
          HOST   :   b.example.test:8443
          client_id	=	abc
        """;

    assertThat(IniFile.parse(text, "f"))
        .isEqualTo(
            Map.of(
                "DEFAULT", Map.of("host", "https://a.example.test", "token", "dapi-1"),
                "prod", Map.of("host", "b.example.test:8443", "client_id", "abc")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void anyLineEndAndAByteOrderMark(String end) {
    String text = "\uFEFF" + String.join(end, List.of("[p]", "token = t", "", "host = h"));

    assertThat(IniFile.parse(text, "f")).isEqualTo(Map.of("p", Map.of("token", "t", "host", "h")));
  }

  @Test
  void repeatedSectionAddsAndTheLaterKeyWins() {
    assertThat(IniFile.parse("[p]\na=1\nb=1\n[q]\n[p]\nb=2\nc=3", "f"))
        .isEqualTo(Map.of("p", Map.of("a", "1", "b", "2", "c", "3"), "q", Map.of()));
  }

  @Test
  void keysBeforeTheFirstSectionAreDefaults() {
    assertThat(IniFile.parse("token = t\n[q]\nhost=h", "f"))
        .isEqualTo(Map.of("DEFAULT", Map.of("token", "t"), "q", Map.of("host", "h")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "k = a=b:c | a=b:c",
        "k = https://h.test | https://h.test",
        "k = v # comment | v",
        "k = v ; comment | v",
        "k = v#no;comment | v#no;comment",
        "k = \"a # b\" | a # b",
        "k = 'it' | it",
        "k = \"open | \"open",
        "k = ünï 码 | ünï 码",
        "k = %(other)s | %(other)s"
      })
  void valuesAreTakenLiterally(String line, String value) {
    assertThat(IniFile.parse("[p]\n" + line, "f").get("p")).isEqualTo(Map.of("k", value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"k =", "k = # only a comment", "k = \"\""})
  void emptyValues(String line) {
    assertThat(IniFile.parse("[p]\n" + line, "f").get("p")).isEqualTo(Map.of("k", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[open", "[]", "[a] b", "dapi-secret-alone", "= value", ": value"})
  void malformedLineIsNamedByItsNumberNotItsContent(String line) {
    assertThatThrownBy(() -> IniFile.parse("[p]\n\n" + line + "\n", "~/.databrickscfg"))
        .isInstanceOf(CredentialException.class)
        .hasMessageStartingWith("~/.databrickscfg:3: ")
        .hasMessageNotContaining("dapi-secret-alone");
  }

  @Property
  void hostileTextIsReadOrRefusedNothingElse(@ForAll String text) {
    try {
      assertThat(IniFile.parse(text, "f")).isNotNull();
    } catch (CredentialException refused) {
      assertThat(refused).hasMessageStartingWith("f:");
    }
  }
}
