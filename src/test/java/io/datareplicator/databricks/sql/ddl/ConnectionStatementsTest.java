package io.datareplicator.databricks.sql.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.model.uc.ConnectionMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStatementsTest {
  private static String template(
      String name, String type, String credential, Map<String, String> options, String comment) {
    return ConnectionStatements.template(
        ConnectionMeta.of(
            UcName.of(UcKind.CONNECTION, name), type, credential, options, comment, "ana"));
  }

  @Test
  void secretsAreGaps() {
    assertThat(template("pg", "MYSQL", "USERNAME_PASSWORD", Map.of("host", "h"), null))
        .isEqualTo(
            "CREATE CONNECTION `pg` TYPE MYSQL OPTIONS (host 'h', password secret('<scope>',"
                + " '<key>'))");
    assertThat(template("x", "HTTP", null, Map.of(), ""))
        .isEqualTo(
            "CREATE CONNECTION `x` TYPE HTTP OPTIONS (<secret option> secret('<scope>', '<key>'))");
  }

  @Test
  void namesAndValuesAreQuoted() {
    assertThat(
            template(
                "a`b", "HTTP", "BEARER_TOKEN", Map.of("k.e'y", "v\\'alue\n", "b", "✓"), "it's"))
        .isEqualTo(
            "CREATE CONNECTION `a``b` TYPE HTTP OPTIONS (b '✓', 'k.e\\'y' 'v\\\\\\'alue\\n',"
                + " bearer_token secret('<scope>', '<key>')) COMMENT 'it\\'s'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "clientSecret",
        "personalAccessToken",
        "pem_private_key",
        "PWD",
        "GoogleServiceAccountKeyJson_credentials"
      })
  void whatMayBeSecretIsNotShown(String option) {
    assertThat(template("c", "SNOWFLAKE", null, Map.of(option, "not-to-be-seen"), null))
        .doesNotContain("not-to-be-seen");
  }

  @Test
  void addressesOfTokensAreNoSecrets() {
    assertThat(template("c", "HTTP", null, Map.of("token_endpoint", "https://t"), null))
        .contains("token_endpoint 'https://t'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A B", "X) --", "null;"})
  void aTypeIsAWord(String type) {
    assertThatThrownBy(() -> template("c", type, null, Map.of(), null))
        .isInstanceOf(NotExpressibleException.class);
  }
}
