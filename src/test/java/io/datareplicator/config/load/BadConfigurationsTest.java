package io.datareplicator.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.ConfigProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Configurations that must be refused, with the line, the key path and how to mend it. */
class BadConfigurationsTest {

  private static final String CASES = "/bad-configurations.yaml";
  private static final String MARK = "#!";

  /** A wrong configuration and what must be said about it. */
  record Bad(
      String what,
      String file,
      String replace,
      String with,
      String without,
      Integer line,
      String key,
      List<String> says) {

    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Bad> cases() throws IOException {
    try (InputStream in = BadConfigurationsTest.class.getResourceAsStream(CASES)) {
      List<Map<String, Object>> cases = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      return cases.stream().map(BadConfigurationsTest::bad);
    }
  }

  @Test
  void thereAreManyOfThemAndEachOnce() throws IOException {
    assertThat(cases().map(Bad::what)).hasSizeGreaterThanOrEqualTo(100).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isTheOnlyProblemAndSaysWhereAndHow(Bad bad) {
    boolean inGroup = bad.file().equals("group.yaml");
    String valid = inGroup ? Loading.GROUP : Loading.ENVIRONMENTS;
    assertThat(valid).contains(bad.replace());
    String yaml = valid.replace(bad.replace(), bad.with());
    if (bad.without() != null) {
      yaml = yaml.replace(bad.without(), "");
    }
    int line = bad.line() == null ? marked(yaml) : bad.line();

    ConfigResult result =
        (inGroup ? Loading.group(yaml) : Loading.standard().environments(yaml)).result();

    assertThat(result.ok()).as("accepted: " + yaml).isFalse();
    assertThat(result.problems()).as(Loading.text(result)).hasSize(1);
    ConfigProblem problem = result.problems().get(0);
    assertThat(problem.file()).isEqualTo(bad.file());
    assertThat(problem.line()).as(problem.render()).isEqualTo(line);
    assertThat(problem.column()).isPositive();
    assertThat(problem.keyPath()).as(problem.render()).isEqualTo(bad.key());
    assertThat(problem.render())
        .startsWith(bad.file() + ":" + line + ":")
        .contains(bad.says())
        .doesNotContain("\n", "Exception");
  }

  private static int marked(String yaml) {
    List<String> lines = yaml.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).endsWith(MARK)) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("no line is marked");
  }

  @SuppressWarnings("unchecked")
  private static Bad bad(Map<String, Object> entry) {
    return new Bad(
        (String) entry.get("what"),
        (String) entry.get("file"),
        (String) entry.get("replace"),
        (String) entry.get("with"),
        (String) entry.get("without"),
        (Integer) entry.get("line"),
        (String) entry.get("key"),
        (List<String>) entry.get("says"));
  }

  @Test
  void everythingIsReportedAtOnce() {
    ConfigResult result =
        Loading.group(
                """
                version: "1.0"
                replication_grup: g
                audit_config:
                  audit_table: a.b
                table_types: [managd]
                concurrency:
                  max_workers: 1000
                replication_config:
                  enabled: perhaps
                  overwrite_tag: true
                target_catalogs:
                  - catalog_name: a
                    target_schemas: [{schema_name: s}]
                    exclude_schemas: [{schema_name: t}]
                  - catalogname: b
                """)
            .environments(Loading.ENVIRONMENTS.replace("name: src", "nme: src"))
            .result();

    List<String> paths = result.problems().stream().map(ConfigProblem::keyPath).toList();

    assertThat(paths)
        .containsExactlyInAnyOrder(
            "environments.dev.source_databricks_connect_config.nme",
            "source_databricks_connect_config.name",
            "replication_group",
            "replication_grup",
            "audit_config.audit_table",
            "table_types[0]",
            "concurrency.max_workers",
            "replication_config.enabled",
            "replication_config.overwrite_tag",
            "target_catalogs[0].exclude_schemas",
            "target_catalogs[1].catalogname",
            "target_catalogs[1].catalog_name");
    assertThat(result.problems())
        .isSortedAccordingTo(
            Comparator.comparing(ConfigProblem::file).thenComparingInt(ConfigProblem::line));
  }
}
