package io.datareplicator.packaging;

import static io.datareplicator.packaging.Checkout.DEPLOY;
import static io.datareplicator.packaging.Checkout.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dockerfiles, and images that pretend to be built from them. */
class ImagesTest {
  private static final Path CHECK = DEPLOY.resolve("docker/check-image.py");
  private static final String NATIVE = "Dockerfile.native";
  private static final String JVM = "deploy/docker/Dockerfile.jvm";

  @TempDir Path directory;

  private static Tool.Result check(Path where, String... arguments) {
    Tool.assume("python3");
    List<String> command =
        new java.util.ArrayList<>(List.of("python3", "-W", "error", CHECK.toString()));
    command.addAll(List.of(arguments));
    return Tool.run(where, command);
  }

  /** What must hold even where no python3 can check the rest. */
  @ParameterizedTest
  @ValueSource(strings = {NATIVE, JVM})
  void theImageIsPinnedRunsAsANumberAndGetsSignals(String file) {
    assertThat(Checkout.text(ROOT.resolve(file)))
        .containsPattern("(?m)^ARG RUNTIME_IMAGE=[a-z0-9./-]+:[0-9.]+$")
        .containsPattern("(?m)^USER [1-9][0-9]*$")
        .containsPattern("(?m)^ENTRYPOINT \\[\"/usr/local/bin/data-replicator\"]$")
        .containsPattern("(?m)^STOPSIGNAL SIGTERM$")
        .containsPattern("(?m)^VOLUME \\[\"/var/lib/data-replicator\"]$");
  }

  @ParameterizedTest
  @ValueSource(strings = {NATIVE, JVM})
  void theCheckFindsNothing(String file) {
    assertThat(check(ROOT, "--dockerfile", file)).isEqualTo(new Tool.Result(0, "ok\n"));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "USER 1001                                | USER quarkus       | USER quarkus: must be",
        "USER 1001                                | USER 0             | USER 0: must be",
        "USER 1001                                | # no user          | USER None: must be",
        "micro-image:2.0                          | micro-image        | no fixed tag",
        "micro-image:2.0                          | micro-image:latest | no fixed tag",
        "COPY src/main src/main                   | COPY sources src   | COPY sources: not in",
        "COPY src/main src/main                   | COPY docs docs     | .dockerignore keeps it",
        "COPY src/main src/main                   | ADD src/main .     | ADD: use COPY",
        "COPY --from=build /rootfs/work/ /work/   | COPY --from=other /work/ /work/ | no earlier",
        "COPY --from=build /rootfs/work/ /work/   | COPY --from=build /none /work/  | makes no such",
        "ENTRYPOINT [\"/usr/local/bin/data-replicator\"] | ENTRYPOINT data-replicator | exec form",
        "ENTRYPOINT [\"/usr/local/bin/data-replicator\"] | ENTRYPOINT [\"/bin/other\"] | nothing copies",
        "STOPSIGNAL SIGTERM                       | STOPSIGNAL SIGKILL | STOPSIGNAL: must be",
        "image.licenses=                          | image.other=       | licenses is missing",
        "VOLUME [\"/var/lib/data-replicator\"]    | VOLUME [\"/data\"] | must be set and be the",
        "SSL_CERT_FILE=                           | CERT_FILE=         | SSL_CERT_FILE must name",
        "ARG SOURCE=                              | ARG API_TOKEN=     | a secret must not be",
      })
  void theCheckFindsEveryBreachOfARule(String what, String instead, String finding)
      throws IOException {
    String good = Checkout.text(ROOT.resolve(NATIVE));
    assertThat(good).contains(what.strip());
    Path bad = Files.writeString(directory.resolve("bad"), good.replace(what.strip(), instead));

    Tool.Result result = check(ROOT, "--dockerfile", bad.toString());

    assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
    assertThat(result.output()).contains(finding);
  }

  @Test
  void theCheckNoticesWhatDockerignoreLetsThrough() throws IOException {
    Path file = Files.writeString(directory.resolve("Dockerfile"), "FROM scratch:1\nUSER 1\n");
    assertThat(check(directory, "--dockerfile", file.toString()).output())
        .contains(".dockerignore is missing");
    Files.writeString(directory.resolve(".dockerignore"), "target\n!target/data-replicator\n");
    assertThat(check(directory, "--dockerfile", file.toString()).output())
        .contains(".dockerignore lets .git/config through")
        .contains("lets target/data-replicator through");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "RUN true", "FROM a:1\nRUN a \\"})
  void whatIsNoDockerfileIsAnErrorAndNotAFinding(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("Dockerfile"), text);
    Tool.Result result = check(directory, "--dockerfile", file.toString());
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.output()).startsWith("error: ").doesNotContain("Traceback");
  }

  @Test
  void theCheckOfImagesPassesItsOwnTests() {
    Tool.assume("python3");
    Tool.Result result =
        Tool.run(
            DEPLOY.resolve("docker"),
            List.of("python3", "-W", "error", "-m", "unittest", "discover", "-s", "tests"));
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).containsPattern("Ran [1-9]\\d* tests");
  }
}
