package io.datareplicator.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.CommandLineOverrides;
import io.datareplicator.config.ConfigProblem;
import io.datareplicator.config.SideConfig;
import io.datareplicator.config.tree.YamlText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the keys says what runs SQL, and what is accepted for them. */
class HttpPathTest {
  private static final String PATH = "http_path: /sql/1.0/warehouses/abc";

  private static String environments(String... keys) {
    return Loading.ENVIRONMENTS.replace(
        "      name: src\n", "      name: src\n      " + String.join("\n      ", keys) + "\n");
  }

  private static ConfigResult load(String group, String environments, boolean jdbc) {
    return new ConfigLoader(null, jdbc)
        .load(
            new YamlText("group.yaml", group.getBytes(StandardCharsets.UTF_8)),
            new YamlText("environments.yaml", environments.getBytes(StandardCharsets.UTF_8)),
            Map.of(),
            new CommandLineOverrides(Map.of()));
  }

  private static ConfigResult load(String... keys) {
    String environments = environments(keys);
    return load(Loading.GROUP, environments, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/sql/1.0/warehouses/abc",
        "sql/1.0/endpoints/abc",
        "/sql/protocolv1/o/123/0101-000000-abcdefgh"
      })
  void aPathIsTaken(String path) {
    ConfigResult result = load("http_path: " + path);
    assertThat(result.problems()).isEmpty();
    assertThat(result.config().source().httpPath()).isEqualTo(path);
    assertThat(result.config().target().httpPath()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "abc",
        "/sql/1.0/warehouses/",
        "\"/sql/1.0/warehouses/a;AuthMech=0\"",
        "\"/sql/1.0/warehouses/a\\nb\"",
        "https://h/sql/1.0/warehouses/a",
        "\"/sql/1.0/warehouses/{{source_name}}\""
      })
  void anythingElseIsRefusedWithItsPlace(String path) {
    ConfigResult result = load("http_path: " + path);
    assertThat(result.problems()).hasSize(1);
    assertThat(result.problems().get(0).render())
        .contains("environments.yaml:", "source_databricks_connect_config.http_path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a;AuthMech=0\"", "\"a\\nb\"", "a/b", "\"a b\"", "\"\""})
  void whatIsNoClusterIdIsRefused(String id) {
    assertThat(load("cluster_id: " + id).problems()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster_id: 0101-000000-abcdefgh", "warehouse_id: abc"})
  void aPathStandsAlone(String other) {
    ConfigResult result = load(other, PATH);
    assertThat(result.problems()).hasSize(1);
    ConfigProblem problem = result.problems().get(0);
    assertThat(problem.render())
        .contains("http_path", other.substring(0, other.indexOf(':')), "both say what runs SQL");
  }

  @Test
  void clusterIdAndWarehouseIdMayStandTogetherAsBefore() {
    ConfigResult result = load("cluster_id: 0101-000000-abcdefgh", "warehouse_id: abc");
    assertThat(result.problems()).isEmpty();
    assertThat(result.config().source().clusterId()).isEqualTo("0101-000000-abcdefgh");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster_id: 0101-000000-abcdefgh", "warehouse_id: abc"})
  void ofTwoFilesTheOneThatWinsSaysWhatRunsSql(String other) {
    String group = Loading.GROUP + "source_databricks_connect_config:\n  " + PATH + "\n";
    ConfigResult environmentWins = load(group, environments(other), true);
    assertThat(environmentWins.problems()).isEmpty();
    SideConfig side = environmentWins.config().source();
    assertThat(side.httpPath()).isNull();
    assertThat(side.clusterId() != null || side.warehouseId() != null).isTrue();

    String otherGroup = Loading.GROUP + "source_databricks_connect_config:\n  " + other + "\n";
    SideConfig path = load(otherGroup, environments(PATH), true).config().source();
    assertThat(path.httpPath()).isEqualTo("/sql/1.0/warehouses/abc");
    assertThat(path.clusterId()).isNull();
    assertThat(path.warehouseId()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster_id: 0101-000000-abcdefgh", "http_path: /sql/1.0/warehouses/a"})
  void aBuildWithoutTheDriverSaysSo(String key) {
    ConfigResult result = load(Loading.GROUP, environments(key), false);
    assertThat(result.problems()).hasSize(1);
    assertThat(result.problems().get(0).render())
        .contains("environments.yaml:7:")
        .contains(
            key.substring(0, key.indexOf(':')) + " needs the full build; this is the slim one")
        .contains("set warehouse_id");
  }

  @Test
  void aBuildWithoutTheDriverRunsOnWarehouses() {
    assertThat(load(Loading.GROUP, environments("warehouse_id: a"), false).ok()).isTrue();
  }
}
