package io.datareplicator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.testkit.Configs;
import org.junit.jupiter.api.Test;

class ConfigDetailsTest {
  @Test
  void settingsAreReadableJson() throws Exception {
    JsonNode json = new ObjectMapper().readTree(ConfigDetails.of(Configs.catalog()));

    assertThat(json.get("catalog_name").asText()).isEqualTo("tgt");
    assertThat(json.at("/replication_config/shareName").asText()).isEqualTo("share1");
    assertThat(json.at("/retry/maxAttempts").asInt()).isEqualTo(3);
    assertThat(json.at("/objects/tableTypes/0").asText()).isEqualTo("MANAGED");
  }

  @Test
  void missingSectionIsLeftOut() throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(ConfigDetails.of(Configs.with(Configs.catalog(), "backup", null)));

    assertThat(json.path("backup_config").isValueNode() && !json.path("backup_config").isNull()).isFalse();
  }
}
