package io.datareplicator.packaging;

import static io.datareplicator.packaging.Checkout.at;
import static io.datareplicator.packaging.Checkout.list;
import static io.datareplicator.packaging.Checkout.map;
import static io.datareplicator.packaging.Checkout.strings;
import static io.datareplicator.packaging.Checkout.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KubernetesTest {
  private static final Path DIRECTORY = Checkout.DEPLOY.resolve("kubernetes");
  // Interruption waits so long for statements to be cancelled.
  private static final int SECONDS_TO_STOP = 30;

  private final Map<String, Object> kustomization = yaml(DIRECTORY.resolve("kustomization.yaml"));
  private final Map<String, Object> spec = map(at(yaml(DIRECTORY.resolve("cronjob.yaml")), "spec"));
  private final Map<String, Object> job = map(at(spec, "jobTemplate", "spec"));
  private final Map<String, Object> pod = map(at(job, "template", "spec"));
  private final Map<String, Object> container = map(at(pod, "containers", 0));

  @Test
  void runsNeverOverlapAndAreNotRepeated() {
    assertThat(spec).containsEntry("concurrencyPolicy", "Forbid");
    assertThat(job).containsEntry("backoffLimit", 0);
    assertThat(pod).containsEntry("restartPolicy", "Never");
  }

  @Test
  void thereIsTimeToCancelStatements() {
    assertThat((Integer) pod.get("terminationGracePeriodSeconds"))
        .isGreaterThanOrEqualTo(2 * SECONDS_TO_STOP);
  }

  @Test
  void thePodSatisfiesTheRestrictedStandard() {
    assertThat(map(pod.get("securityContext")))
        .containsEntry("runAsNonRoot", true)
        .containsEntry("runAsUser", 1001)
        .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
    assertThat(map(container.get("securityContext")))
        .containsEntry("allowPrivilegeEscalation", false)
        .containsEntry("readOnlyRootFilesystem", true)
        .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
    assertThat(pod).containsEntry("automountServiceAccountToken", false);
    assertThat(map(container.get("resources"))).containsKeys("requests", "limits");
  }

  @Test
  void everyMountHasItsVolumeAndTheStateIsWritable() {
    Set<Object> volumes =
        list(pod.get("volumes")).stream().map(v -> map(v).get("name")).collect(Collectors.toSet());
    Map<Object, Map<String, Object>> mounts =
        list(container.get("volumeMounts")).stream()
            .map(Checkout::map)
            .collect(Collectors.toMap(m -> m.get("mountPath"), m -> m));
    assertThat(mounts.values()).allSatisfy(m -> assertThat(volumes).contains(m.get("name")));

    Object state =
        list(container.get("env")).stream()
            .map(Checkout::map)
            .filter(v -> "DATA_REPLICATOR_STATE_DIR".equals(v.get("name")))
            .findFirst()
            .orElseThrow()
            .get("value");
    assertThat(mounts.get(state)).doesNotContainKey("readOnly");
  }

  @Test
  void namesThatOneObjectUsesAreThoseThatAnotherHas() {
    assertThat(strings(kustomization.get("resources")))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(DIRECTORY.resolve(file)).exists())
        .doesNotContain("secret.example.yaml");
    assertThat(at(kustomization, "images", 0, "name")).isEqualTo(container.get("image"));
    Map<String, Object> config = map(at(kustomization, "configMapGenerator", 0));
    assertThat(config.get("name"))
        .isEqualTo(
            list(pod.get("volumes")).stream()
                .map(v -> map(v).get("configMap"))
                .filter(v -> v != null)
                .findFirst()
                .map(v -> map(v).get("name"))
                .orElseThrow());
    assertThat(strings(config.get("files")))
        .allSatisfy(file -> assertThat(Files.exists(DIRECTORY.resolve(file))).isTrue());
    assertThat(at(yaml(DIRECTORY.resolve("secret.example.yaml")), "metadata", "name"))
        .isEqualTo(at(container, "envFrom", 0, "secretRef", "name"));
    assertThat(at(yaml(DIRECTORY.resolve("serviceaccount.yaml")), "metadata", "name"))
        .isEqualTo(pod.get("serviceAccountName"));
  }

  @Test
  void thePrivateAuthorityIsMountedWhereTheVariablePoints() {
    Map<String, Object> patch = yaml(DIRECTORY.resolve("private-ca/cronjob-patch.yaml"));
    Map<String, Object> patched =
        map(at(patch, "spec", "jobTemplate", "spec", "template", "spec", "containers", 0));
    assertThat(patched).containsEntry("name", container.get("name"));
    assertThat(String.valueOf(at(patched, "env", 0, "value")))
        .startsWith(at(patched, "volumeMounts", 0, "mountPath") + "/");
  }

  @Test
  void kustomizeBuildsIt() {
    Tool.assume("kubectl");

    Tool.Result result = Tool.run(DIRECTORY, List.of("kubectl", "kustomize", "."));

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("kind: CronJob").doesNotContain("kind: Secret\n");
  }
}
