package io.datareplicator.packaging;

import static io.datareplicator.packaging.Checkout.at;
import static io.datareplicator.packaging.Checkout.list;
import static io.datareplicator.packaging.Checkout.map;
import static io.datareplicator.packaging.Checkout.strings;
import static io.datareplicator.packaging.Checkout.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The workflows for GitHub Actions and GitLab: their structure, and their scripts run against
 * stand-ins for curl and the tool.
 */
class PipelinesTest {
  private static final Path GITHUB = Checkout.DEPLOY.resolve("github-actions/replicate.yml");
  private static final Path GITLAB = Checkout.DEPLOY.resolve("gitlab/.gitlab-ci.yml");

  @TempDir Path directory;

  /** The two systems and where their scripts are. */
  enum System {
    GITHUB_ACTIONS,
    GITLAB_CI;

    String script() {
      return this == GITHUB_ACTIONS
          ? String.valueOf(githubStep("replicate").get("run"))
          : String.join("\n", strings(at(yaml(GITLAB), "replicate", "script")));
    }
  }

  private static Map<String, Object> githubStep(String id) {
    return list(at(yaml(GITHUB), "jobs", "replicate", "steps")).stream()
        .map(Checkout::map)
        .filter(step -> id.equals(step.get("id")))
        .findFirst()
        .orElseThrow();
  }

  static Stream<String> scripts() {
    Stream<String> github =
        list(at(yaml(GITHUB), "jobs", "replicate", "steps")).stream()
            .map(step -> map(step).get("run"))
            .filter(run -> run != null)
            .map(String::valueOf);
    Stream<String> gitlab =
        Stream.of("before_script", "script")
            .map(key -> String.join("\n", strings(at(yaml(GITLAB), "replicate", key))));
    return Stream.concat(github, gitlab);
  }

  @ParameterizedTest(name = "script {index}")
  @MethodSource("scripts")
  void everyScriptIsShell(String script) throws IOException {
    Tool.assume("bash");
    Path file = Files.writeString(directory.resolve("script.sh"), script);
    assertThat(Tool.run(directory, List.of("bash", "-n", file.toString())))
        .isEqualTo(new Tool.Result(0, ""));
  }

  @Test
  void githubRunsNeverOverlapAndHaveNoMoreRightsThanNeeded() {
    Map<String, Object> workflow = yaml(GITHUB);
    assertThat(map(workflow.get("concurrency"))).containsEntry("cancel-in-progress", false);
    assertThat(map(workflow.get("permissions")))
        .isEqualTo(Map.of("contents", "read", "id-token", "write"));
    assertThat(
            list(at(workflow, "jobs", "replicate", "steps")).stream().map(s -> map(s).get("uses")))
        .filteredOn(uses -> uses != null)
        .hasSize(2)
        .allSatisfy(
            uses -> assertThat(String.valueOf(uses)).matches("actions/[a-z-]+@[0-9a-f]{40}"));
  }

  @Test
  void githubKeepsWhatIsWrittenAlsoWhenTheRunFails() {
    Map<String, Object> keep = map(list(at(yaml(GITHUB), "jobs", "replicate", "steps")).get(4));
    assertThat(String.valueOf(keep.get("if"))).contains("always()");
    assertThat(at(keep, "with", "path")).isEqualTo("result/");
    assertThat(String.valueOf(at(githubStep("replicate"), "env", "DATA_REPLICATOR_STATE_DIR")))
        .contains("/result/");
  }

  @Test
  void gitlabRunsNeverOverlapAndKeepWhatIsWritten() {
    Map<String, Object> job = map(yaml(GITLAB).get("replicate"));
    assertThat(job).containsEntry("resource_group", "data-replicator");
    assertThat(job).containsEntry("interruptible", false);
    assertThat(map(job.get("artifacts"))).containsEntry("when", "always");
    assertThat(strings(at(job, "artifacts", "paths"))).containsExactly("result/");
    assertThat(map(at(job, "id_tokens"))).containsOnlyKeys("IDENTITY_TOKEN");
    assertThat(list(at(job, "retry", "exit_codes"))).containsExactly(1);
  }

  /** Stand-ins that note what they were given; the tool prints its tokens' names and ends so. */
  private Tool.Result run(System system, int exitCode, Map<String, String> more)
      throws IOException {
    Tool.assume("bash", "sed");
    Path bin = directory.resolve("bin");
    Tool.script(
        bin.resolve("data-replicator"),
        """
        echo "$@" > "$NOTES/arguments"
        env | grep '^DATA_REPLICATOR_' | sort > "$NOTES/environment"
        echo '{"exit_code": 0}'
        exit %d
        """
            .formatted(exitCode));
    Tool.script(
        bin.resolve("curl"),
        """
        echo "curl $*" >> "$NOTES/curl"
        cat >> "$NOTES/curl.stdin"
        case "$*" in
          *tokens.example.com*) echo '{"count": 1, "value": "identity.of.job"}' ;;
          *source.example.com*) echo '{"access_token":"source-token","token_type":"Bearer","expires_in":3600}' ;;
          *target.example.com/oidc*) echo "$TARGET_ANSWER" ;;
          *) exit 22 ;;
        esac
        """);
    Map<String, String> variables = new HashMap<>();
    variables.put("NOTES", directory.toString());
    variables.put("CONFIG", "configs/sales.yaml");
    variables.put(
        "TARGET_ANSWER", "{ \"access_token\" : \"target-token\", \"expires_in\" : 3600 }");
    for (String side : List.of("SOURCE", "TARGET")) {
      String host = "https://" + side.toLowerCase(java.util.Locale.ROOT) + ".example.com/";
      variables.put("DATA_REPLICATOR_" + side + "_HOST", host);
      if (system == System.GITHUB_ACTIONS) {
        variables.put("DATA_REPLICATOR_" + side + "_CLIENT_ID", side + "-id");
        variables.put("DATA_REPLICATOR_" + side + "_CLIENT_SECRET", "");
      } else {
        variables.put(side + "_CLIENT_ID", side + "-id");
      }
    }
    variables.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "request-token");
    variables.put("ACTIONS_ID_TOKEN_REQUEST_URL", "https://tokens.example.com/?a=b");
    variables.put("AUDIENCE", "the-audience");
    variables.put("GITHUB_RUN_ID", "7");
    variables.put("GITHUB_RUN_ATTEMPT", "1");
    variables.put("IDENTITY_TOKEN", "identity.of.job");
    variables.put("CI_JOB_ID", "7");
    variables.putAll(more);
    Files.createDirectories(directory.resolve("result"));
    Path script = Files.writeString(directory.resolve("script.sh"), system.script());
    return Tool.run(directory, Tool.pathWith(bin, variables), List.of("bash", script.toString()));
  }

  private String note(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  @ParameterizedTest
  @EnumSource
  void anIdentityTokenBecomesATokenOfEachSide(System system) throws IOException {
    Tool.Result result = run(system, 0, Map.of());

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(note("environment"))
        .contains("DATA_REPLICATOR_SOURCE_TOKEN=source-token\n")
        .contains("DATA_REPLICATOR_TARGET_TOKEN=target-token\n")
        .doesNotContain("CLIENT_ID");
    assertThat(note("curl"))
        .contains("grant_type=urn:ietf:params:oauth:grant-type:token-exchange")
        .contains("client_id=SOURCE-id https://source.example.com/oidc/v1/token")
        .contains("client_id=TARGET-id https://target.example.com/oidc/v1/token")
        .doesNotContain("identity.of.job", "request-token");
    assertThat(note("curl.stdin")).contains("identity.of.job");
    assertThat(note("result/summary.json")).contains("exit_code");
    assertThat(result.output().replaceAll("::add-mask::.*", ""))
        .contains("token valid for 3600 s")
        .doesNotContain("source-token", "target-token", "identity.of.job");
  }

  @ParameterizedTest
  @EnumSource
  void aSecretIsUsedWhereItIsSet(System system) throws IOException {
    String prefix = system == System.GITHUB_ACTIONS ? "DATA_REPLICATOR_" : "";
    run(
        system,
        0,
        Map.of(
            prefix + "SOURCE_CLIENT_SECRET", "one",
            prefix + "TARGET_CLIENT_SECRET", "two"));

    assertThat(note("environment"))
        .contains("DATA_REPLICATOR_SOURCE_CLIENT_SECRET=one\n")
        .contains("DATA_REPLICATOR_TARGET_CLIENT_ID=TARGET-id\n")
        .doesNotContain("TOKEN");
    assertThat(directory.resolve("curl")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedExchangeStopsBeforeTheTool(System system) throws IOException {
    Tool.Result result = run(system, 0, Map.of("TARGET_ANSWER", "{\"error\":\"invalid_grant\"}"));

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.output()).contains("target: the token exchange gave no token");
    assertThat(directory.resolve("arguments")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void theExitCodeOfTheToolIsThatOfTheJobAndIsExplained(System system) throws IOException {
    Map<Integer, String> explanations =
        Map.of(
            0, "All objects are replicated",
            1, "could not be done",
            2, "nothing was done",
            3, "Some objects failed",
            143, "Stopped",
            77, "Unexpected exit code 77");
    for (Map.Entry<Integer, String> expected : explanations.entrySet()) {
      Tool.Result result = run(system, expected.getKey(), Map.of());
      assertThat(result.exitCode()).isEqualTo(expected.getKey());
      assertThat(result.output()).contains(expected.getValue());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCancelledJobStopsTheToolAndWaitsForIt(System system) throws IOException {
    run(system, 0, Map.of());
    Tool.script(
        directory.resolve("bin/data-replicator"),
        """
        trap 'sleep 0.3; echo recorded > "$NOTES/recorded"; exit 143' TERM
        kill -TERM $PPID
        while :; do sleep 0.05; done
        """);
    String script = system.script();
    Path file = Files.writeString(directory.resolve("cancelled.sh"), script);
    Map<String, String> variables = new HashMap<>();
    for (String side : List.of("SOURCE", "TARGET")) {
      variables.put("DATA_REPLICATOR_" + side + "_CLIENT_SECRET", "s");
      variables.put(side + "_CLIENT_ID", "i");
      variables.put(side + "_CLIENT_SECRET", "s");
    }
    variables.putAll(
        Map.of(
            "NOTES", directory.toString(),
            "CONFIG", "c.yaml",
            "GITHUB_RUN_ID", "7",
            "GITHUB_RUN_ATTEMPT", "1",
            "CI_JOB_ID", "7"));

    Tool.Result result =
        Tool.run(
            directory,
            Tool.pathWith(directory.resolve("bin"), variables),
            List.of("bash", file.toString()));

    assertThat(result.output()).contains("Stopped; what was finished is recorded.");
    assertThat(result.exitCode()).isEqualTo(143);
    assertThat(directory.resolve("recorded")).exists();
  }
}
