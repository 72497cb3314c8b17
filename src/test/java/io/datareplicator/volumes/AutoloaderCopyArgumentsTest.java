package io.datareplicator.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.config.VolumeSettings;
import io.datareplicator.model.TableName;
import io.datareplicator.testkit.Configs;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the settings are, the Jobs service takes them and the task reads them back. */
class AutoloaderCopyArgumentsTest {
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.strings().withChars("{}job.run_id\\\"u007b ").ofMaxLength(40));
  }

  @Property(tries = 300)
  void textsArriveAsTheyAre(
      @ForAll("texts") String folder, @ForAll("texts") String name, @ForAll("texts") String value)
      throws Exception {
    VolumeSettings settings = Configs.with(Configs.replication().volume(), "folderPath", folder);
    settings = Configs.with(settings, "autoloaderOptions", Map.of(name, value));

    String json =
        AutoloaderCopyArguments.json(
            new AutoloaderCopy.Request(
                value,
                "/Volumes/a/b/c",
                "/Volumes/d/e/f",
                settings,
                new TableName("g", "h", "i"),
                null,
                Map.of()));

    assertThat(json).matches("[\\x20-\\x7f]*").doesNotContain("{{");
    JsonNode read = new ObjectMapper().readTree(json);
    assertThat(read.get("folder").asText()).isEqualTo(folder);
    assertThat(read.get("run_id").asText()).isEqualTo(value);
    assertThat(read.get("options").get(name).asText()).isEqualTo(value);
  }
}
