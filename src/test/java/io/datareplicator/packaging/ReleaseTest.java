package io.datareplicator.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The release script, on a checkout that pretends to be built. */
class ReleaseTest {
  private static final String VERSION = "9.8.7";
  private static final String PROGRAM =
      """
      case "$*" in
        *--version) echo "data-replicator %s" ;;
        *generate-completion) echo "complete -W --help data-replicator" ;;
        *) exit 2 ;;
      esac
      """;

  @TempDir Path checkout;

  @BeforeEach
  void built() throws IOException {
    Tool.assume("bash", "git", "tar", "gzip", "sha256sum");
    write("deploy/release.sh", Checkout.text(Checkout.DEPLOY.resolve("release.sh")));
    write(
        "pom.xml",
        """
        <artifactId>data-replicator</artifactId>
        <version>%s</version>
        """
            .formatted(VERSION));
    write("LICENSE", "licence");
    write("README.md", "readme");
    write(".gitignore", "target/\nbin/\n");
    write("target/man/data-replicator.1", ".TH DATA-REPLICATOR 1");
    write(
        "target/sbom.cdx.json",
        "{\"bomFormat\" : \"CycloneDX\", \"metadata\" : {\"timestamp\" : \"2031-01-01T00:00:00Z\"}}");
    write("target/quarkus-app/quarkus-run.jar", "jar");
    write("target/quarkus-app/lib/b.jar", "b");
    write("target/quarkus-app/lib/a.jar", "a");
    Tool.script(checkout.resolve("target/data-replicator"), PROGRAM.formatted(VERSION));
    Tool.script(checkout.resolve("bin/java"), PROGRAM.formatted(VERSION));
    git("init", "-q");
    git("add", "-A");
    git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "all");
  }

  private void write(String name, String text) throws IOException {
    Path file = checkout.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Tool.Result result = Tool.run(checkout, command);
    assertThat(result.exitCode()).as(result.output()).isZero();
  }

  private Tool.Result release(String... options) {
    List<String> command = new ArrayList<>(List.of("bash", "deploy/release.sh", "--no-build"));
    command.addAll(List.of(options));
    Map<String, String> variables =
        new HashMap<>(Map.of("JAVA_HOME", "", "SOURCE_DATE_EPOCH", "1700000000"));
    String path =
        checkout.resolve("bin")
            + ":"
            + Path.of(System.getProperty("java.home"), "bin")
            + ":"
            + System.getenv("PATH");
    variables.put("PATH", path);
    return Tool.run(checkout, variables, command);
  }

  private String produced(String name) {
    return Checkout.text(checkout.resolve("target/release").resolve(name));
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(checkout.resolve("target/release"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String architecture() {
    return Tool.run(checkout, List.of("uname", "-m")).output().strip();
  }

  @Test
  void aReleaseIsCompleteAndItsChecksumsAreRight() throws IOException {
    Tool.Result result = release();

    assertThat(result.exitCode()).as(result.output()).isZero();
    String archive = "data-replicator-9.8.7-linux-" + architecture() + ".tar.gz";
    assertThat(names())
        .containsExactlyInAnyOrder(
            archive,
            "data-replicator-9.8.7-jvm.zip",
            "data-replicator-9.8.7.cdx.json",
            "SHA256SUMS");
    Path directory = checkout.resolve("target/release");
    assertThat(Tool.run(directory, List.of("sha256sum", "--check", "--quiet", "SHA256SUMS")))
        .isEqualTo(new Tool.Result(0, ""));
    assertThat(produced("SHA256SUMS").lines()).hasSize(3);
    assertThat(Tool.run(directory, List.of("tar", "-tzvf", archive)).output())
        .containsPattern("-rwxr-xr-x 0/0 .* data-replicator-9.8.7/data-replicator\n")
        .contains(
            "data-replicator-9.8.7/LICENSE",
            "data-replicator-9.8.7/README.md",
            "data-replicator-9.8.7/completion/data-replicator.bash",
            "data-replicator-9.8.7/man/man1/data-replicator.1")
        .contains("2023-11-14");
    assertThat(
            Tool.run(directory, List.of("jar", "--list", "-f", "data-replicator-9.8.7-jvm.zip"))
                .output()
                .lines())
        .contains(
            "data-replicator-9.8.7-jvm/quarkus-app/quarkus-run.jar",
            "data-replicator-9.8.7-jvm/quarkus-app/lib/a.jar",
            "data-replicator-9.8.7-jvm/completion/data-replicator.bash");
    assertThat(produced("data-replicator-9.8.7.cdx.json"))
        .isEqualTo(
            "{\"bomFormat\" : \"CycloneDX\", \"metadata\" : {\"timestamp\" : \"2023-11-14T22:13:20Z\"}}");
  }

  @Test
  void theSameInputGivesTheSameBytes() throws IOException {
    release();
    String first = produced("SHA256SUMS");
    write("target/quarkus-app/lib/a.jar", "a");
    release();
    assertThat(produced("SHA256SUMS")).isEqualTo(first);
    write("target/quarkus-app/lib/a.jar", "other");
    release();
    assertThat(produced("SHA256SUMS")).isNotEqualTo(first);
  }

  @Test
  void withoutANativeExecutable() throws IOException {
    Files.delete(checkout.resolve("target/data-replicator"));

    assertThat(release("--jvm-only").exitCode()).isZero();
    assertThat(names())
        .containsExactlyInAnyOrder(
            "data-replicator-9.8.7-jvm.zip", "data-replicator-9.8.7.cdx.json", "SHA256SUMS");
    Tool.Result result = release();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("target/data-replicator is missing");
  }

  @Test
  void changesThatAreNotCommittedStopIt() throws IOException {
    write("README.md", "changed");

    Tool.Result result = release();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("the working tree has changes").contains("README.md");
    assertThat(checkout.resolve("target/release")).doesNotExist();
    assertThat(release("--allow-dirty").exitCode()).isZero();
  }

  @Test
  void aProgramOfAnotherVersionStopsIt() {
    Tool.script(checkout.resolve("target/data-replicator"), PROGRAM.formatted("1.0.0"));

    Tool.Result result = release();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("says 'data-replicator 1.0.0', pom.xml says 9.8.7");
  }

  @Test
  void aManPageThatNoReaderCouldReadStopsIt() throws IOException {
    Tool.assume("groff");
    write("target/man/data-replicator.1", ".TH DATA-REPLICATOR 1\n.NOSUCHMACRO x\n");

    Tool.Result result = release();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("data-replicator.1: ").contains("NOSUCHMACRO");
  }

  @Test
  void whatIsNoBillOfMaterialsStopsIt() throws IOException {
    write("target/sbom.cdx.json", "{}");
    assertThat(release().exitCode()).isEqualTo(1);
  }

  @Test
  void anUnknownOptionIsRefusedAndHelpExplains() {
    Tool.Result result = release("--no-such-option");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.output()).contains("unknown option --no-such-option", "Usage:");
    assertThat(release("--help").output()).contains("--jvm-only").doesNotContain("set -euo");
  }

  @Test
  void theVersionOfThisProjectIsFound() {
    String version =
        Tool.run(
                Checkout.ROOT, List.of("bash", "-c", "source deploy/release.sh && project_version"))
            .output();
    assertThat(version.strip()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(Checkout.text(Checkout.ROOT.resolve("pom.xml")))
        .contains("<version>" + version.strip() + "</version>");
  }

  @Test
  void everyScriptIsShell() {
    List<Path> scripts = new ArrayList<>(Checkout.files(Checkout.DEPLOY, ".sh"));
    scripts.add(Checkout.DEPLOY.resolve("docker/data-replicator-jvm"));
    assertThat(scripts)
        .hasSizeGreaterThan(1)
        .allSatisfy(
            script -> {
              assertThat(Files.isExecutable(script)).isTrue();
              assertThat(Tool.run(checkout, List.of("bash", "-n", script.toString())))
                  .isEqualTo(new Tool.Result(0, ""));
            });
  }
}
