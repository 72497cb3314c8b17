package io.datareplicator.packaging;

import static io.datareplicator.packaging.Checkout.at;
import static io.datareplicator.packaging.Checkout.list;
import static io.datareplicator.packaging.Checkout.map;
import static io.datareplicator.packaging.Checkout.strings;
import static io.datareplicator.packaging.Checkout.text;
import static io.datareplicator.packaging.Checkout.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Databricks Asset Bundle. */
class BundleTest {
  private static final Path DIRECTORY = Checkout.DEPLOY.resolve("databricks-bundle");
  private static final String VOLUME = "resources/replicate_from_volume.yml";
  private static final String CONTAINER = "resources/replicate_from_container.yml";
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

  private final Map<String, Object> bundle = yaml(DIRECTORY.resolve("databricks.yml"));

  private static Set<String> references(Path file) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = REFERENCE.matcher(text(file));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static Map<String, Object> job(String file) {
    return map(at(yaml(DIRECTORY.resolve(file)), "resources", "jobs", "replicate"));
  }

  @ParameterizedTest
  @ValueSource(strings = {VOLUME, CONTAINER})
  void everyReferenceIsDeclaredAndEveryDeclarationIsUsed(String variant) {
    Set<String> used = references(DIRECTORY.resolve("databricks.yml"));
    used.addAll(references(DIRECTORY.resolve(variant)));
    Set<String> declared = new TreeSet<>(map(bundle.get("variables")).keySet());
    declared.addAll(map(yaml(DIRECTORY.resolve(variant)).get("variables")).keySet());

    Set<String> variables = new TreeSet<>();
    used.stream()
        .filter(name -> name.startsWith("var."))
        .forEach(name -> variables.add(name.substring("var.".length())));

    assertThat(variables).isEqualTo(declared);
    used.removeIf(name -> name.startsWith("var."));
    assertThat(used).isSubsetOf("workspace.file_path", "bundle.name", "bundle.target");
  }

  @Test
  void targetsSetDeclaredVariablesOnly() {
    Map<String, Object> targets = map(bundle.get("targets"));
    assertThat(targets).containsOnlyKeys("dev", "prod");
    assertThat(targets.values())
        .allSatisfy(
            target ->
                assertThat(map(bundle.get("variables")).keySet())
                    .containsAll(map(at(target, "variables")).keySet()));
    assertThat(at(targets, "dev", "mode")).isEqualTo("development");
    assertThat(at(targets, "prod", "mode")).isEqualTo("production");
    assertThat(map(at(targets, "prod", "run_as"))).containsOnlyKeys("service_principal_name");
  }

  @Test
  void whatIsIncludedExists() {
    assertThat(strings(bundle.get("include")))
        .containsExactly(VOLUME)
        .allSatisfy(file -> assertThat(DIRECTORY.resolve(file)).exists());
  }

  @ParameterizedTest
  @ValueSource(strings = {VOLUME, CONTAINER})
  void oneRunAtATimeOnAScheduleWithAlerts(String variant) {
    Map<String, Object> job = job(variant);
    assertThat(job)
        .containsEntry("max_concurrent_runs", 1)
        .containsKeys("timeout_seconds", "health");
    assertThat(map(job.get("schedule"))).containsKeys("quartz_cron_expression", "timezone_id");
    assertThat(strings(at(job, "email_notifications", "on_failure")))
        .containsExactly("${var.alert_email}");
    assertThat(at(job, "tasks", 0, "max_retries")).isEqualTo(0);
    Path python =
        DIRECTORY
            .resolve("resources")
            .resolve(String.valueOf(at(job, "tasks", 0, "spark_python_task", "python_file")));
    assertThat(python).exists();
  }

  @Test
  void theServerlessTaskNamesItsEnvironment() {
    Map<String, Object> job = job(VOLUME);
    assertThat(at(job, "tasks", 0, "environment_key"))
        .isEqualTo(at(job, "environments", 0, "environment_key"));
  }

  @Test
  void theContainerTaskNamesItsCluster() {
    Map<String, Object> job = job(CONTAINER);
    assertThat(at(job, "tasks", 0, "job_cluster_key"))
        .isEqualTo(at(job, "job_clusters", 0, "job_cluster_key"));
    assertThat(at(job, "job_clusters", 0, "new_cluster", "docker_image", "url"))
        .isEqualTo("${var.image}");
  }

  @Test
  void credentialsComeFromSecretScopesOnly() {
    assertThat(strings(at(job(VOLUME), "tasks", 0, "spark_python_task", "parameters")))
        .filteredOn(parameter -> parameter.contains("CLIENT"))
        .hasSize(4)
        .allMatch(
            parameter ->
                parameter.matches("--secret=DATA_REPLICATOR_\\w+=\\$\\{var.secret_scope}/\\w+"));
    Map<String, Object> variables =
        map(at(job(CONTAINER), "job_clusters", 0, "new_cluster", "spark_env_vars"));
    assertThat(variables.keySet()).filteredOn(name -> name.contains("CLIENT")).hasSize(4);
    variables.forEach(
        (name, value) -> {
          if (name.contains("CLIENT")) {
            assertThat(String.valueOf(value))
                .matches("\\{\\{secrets/\\$\\{var.secret_scope}/\\w+}}");
          }
        });
  }

  @Test
  void bothVariantsUseTheSameSecrets() {
    Pattern key = Pattern.compile("secret_scope}/((?:source|target)_client_\\w+)");
    assertThat(List.of(VOLUME, CONTAINER))
        .allSatisfy(
            file -> {
              Set<String> keys = new TreeSet<>();
              Matcher matcher = key.matcher(text(DIRECTORY.resolve(file)));
              while (matcher.find()) {
                keys.add(matcher.group(1));
              }
              assertThat(String.valueOf(at(bundle, "variables", "secret_scope", "description")))
                  .contains(keys);
              assertThat(keys).hasSize(4);
            });
    assertThat(list(bundle.get("permissions"))).isNotEmpty();
  }
}
