package io.datareplicator.config.show;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The JSON Schema accepts every sample and refuses what the tool refuses. */
class ConfigSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Path> samples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("configs"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void acceptsEverySample(Path sample) throws IOException {
    JsonNode document = yaml(Files.readString(sample));
    boolean environments = sample.endsWith("environments.yaml");
    assertThat(
            errors(
                environments ? ConfigSchema.environmentsFile() : ConfigSchema.groupFile(),
                document))
        .isEmpty();
    assertThat(errors(ConfigSchema.eitherFile(), document)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replication_group: g",
        "version: \"2.0\"",
        "{version: \"1.0\", zebra: 1}",
        "{version: \"1.0\", table_types: [managd]}",
        "{version: \"1.0\", table_types: managed}",
        "{version: \"1.0\", concurrency: {max_workers: 65}}",
        "{version: \"1.0\", concurrency: {max_workers: many}}",
        "{version: \"1.0\", retry: {attempts: 1}}",
        "{version: \"1.0\", logging: {level: LOUD}}",
        "{version: \"1.0\", audit_config: {audit_table: a.b}}",
        "{version: \"1.0\", cloud_url_mapping: {a/: b}}",
        "{version: \"1.0\", reconciliation_config: {threshold: 101}}",
        "{version: \"1.0\", target_catalogs: [{retry: {}}]}",
        "{version: \"1.0\", target_catalogs: [{catalog_name: a.b}]}",
        "{version: \"1.0\", target_catalogs: [{catalog_name: a, target_schemas: [{tables: []}]}]}"
      })
  void refusesWhatTheToolRefuses(String yaml) throws IOException {
    assertThat(errors(ConfigSchema.groupFile(), yaml(yaml))).isNotEmpty();
    assertThat(errors(ConfigSchema.eitherFile(), yaml(yaml))).isNotEmpty();
  }

  @Test
  void refusesWrongEnvironments() throws IOException {
    JsonNode document = yaml("{version: \"1.0\", environments: {dev: {is_default: true}}}");
    assertThat(errors(ConfigSchema.environmentsFile(), document)).isNotEmpty();
    assertThat(errors(ConfigSchema.eitherFile(), document)).isNotEmpty();
  }

  private static List<String> errors(Map<String, Object> schema, JsonNode document) {
    JsonSchema compiled =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema((JsonNode) JSON.valueToTree(schema));
    return compiled.validate(document).stream().map(Object::toString).toList();
  }

  private static JsonNode yaml(String text) {
    Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    return JSON.valueToTree(document);
  }
}
