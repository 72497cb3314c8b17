package io.datareplicator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.testkit.Configs;
import org.junit.jupiter.api.Test;

class ConfigDetailsTest {
  private static JsonNode details(CatalogConfig catalog) throws Exception {
    return new ObjectMapper().readTree(ConfigDetails.of(catalog));
  }

  @Test
  void settingsAreSpelledAsInTheFile() throws Exception {
    JsonNode json = details(Configs.catalog());

    assertThat(json.get("catalog_name").asText()).isEqualTo("tgt");
    assertThat(json.at("/replication_config/share_name").asText()).isEqualTo("share1");
    assertThat(json.at("/retry/max_attempts").asInt()).isEqualTo(3);
    assertThat(json.get("table_types").toString()).contains("managed");
  }

  @Test
  void missingSectionIsLeftOut() throws Exception {
    assertThat(details(Configs.with(Configs.catalog(), "backup", null)).has("backup_config"))
        .isFalse();
  }

  @Test
  void registeredSecretStaysOut() throws Exception {
    Redactor.register("s3cr3t-\"value\"");
    CatalogConfig catalog =
        Configs.with(Configs.catalog(), "schemaTableFilter", "x = 's3cr3t-\"value\"'");

    assertThat(details(catalog).get("schema_table_filter_expression").asText())
        .isEqualTo("x = '[redacted]'");
  }
}
