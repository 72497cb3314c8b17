package io.datareplicator.databricks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticTokenTest {
  @Test
  void refusalIsFinal() {
    StaticToken token = new StaticToken("static-token-1");

    assertThat(token.token()).isEqualTo("static-token-1");
    assertThat(token.kind()).isEqualTo("pat");
    assertThat(token.refused("static-token-1")).isFalse();
    assertThat(token.toString()).doesNotContain("static-token-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "two words-1", "line\nbreak-1", "tökén-123", "tab\tbed-1", "\u0000-123456"})
  void valueThatFitsNoHeaderIsRefusedWithoutShowingIt(String value) {
    assertThatThrownBy(() -> new StaticToken(value))
        .isInstanceOf(CredentialException.class)
        .hasMessageNotContaining(value.isEmpty() ? "\u0001" : value);
  }
}
