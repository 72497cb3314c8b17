package io.datareplicator.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.ConfigProblem;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Configurations that must be refused, with the line, the key path and how to mend it. */
class BadConfigurationsTest {

  @Test
  void thereAreManyOfThemAndEachOnce() throws IOException {
    assertThat(BadConfiguration.all().map(BadConfiguration::what))
        .hasSizeGreaterThanOrEqualTo(100)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.datareplicator.config.load.BadConfiguration#all")
  void isTheOnlyProblemAndSaysWhereAndHow(BadConfiguration bad) {
    ConfigResult result = Loading.group(bad.group()).environments(bad.environments()).result();

    assertThat(result.ok()).as("accepted: " + bad.group() + bad.environments()).isFalse();
    assertThat(result.problems()).as(Loading.text(result)).hasSize(1);
    ConfigProblem problem = result.problems().get(0);
    assertThat(problem.file()).isEqualTo(bad.file());
    assertThat(problem.line()).as(problem.render()).isEqualTo(bad.line());
    assertThat(problem.column()).isPositive();
    assertThat(problem.keyPath()).as(problem.render()).isEqualTo(bad.key());
    assertThat(problem.render())
        .startsWith(bad.file() + ":" + bad.line() + ":")
        .contains(bad.says())
        .doesNotContain("\n", "Exception");
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
