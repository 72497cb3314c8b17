package io.datareplicator.packaging;

import static io.datareplicator.packaging.Checkout.DEPLOY;
import static io.datareplicator.packaging.Checkout.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.cli.ReplicateCommand;
import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.CommandLineOverrides;
import io.datareplicator.config.layers.EnvironmentVariables;
import io.datareplicator.config.load.ConfigLoader;
import io.datareplicator.config.load.ConfigResult;
import io.datareplicator.config.load.RecordConstraints;
import io.datareplicator.config.tree.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What all examples have in common: they fit the tool that they run. */
class ExamplesTest {
  private static final Pattern VARIABLE = Pattern.compile("\\bDATA_REPLICATOR_[A-Z][A-Z0-9_]*\\b");

  static Stream<Arguments> commandLines() {
    return CommandLinesOfExamples.all().entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  private static ParseResult parse(List<String> words) {
    return new CommandLine(new ReplicateCommand()).parseArgs(words.toArray(String[]::new));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("commandLines")
  void theToolUnderstandsEveryCommandLine(String place, List<String> words) {
    ParseResult parsed = parse(words);
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    assertThat(parsed.unmatched()).as(place).isEmpty();
    assertThat(parsed.hasMatchedPositional(0) || words.contains("generate-completion"))
        .as("%s names a configuration: %s", place, words)
        .isTrue();
  }

  @Test
  void everyExampleIsAmongThem() {
    assertThat(String.join("\n", CommandLinesOfExamples.all().keySet()))
        .contains("replicate_from_volume", "replicate_from_container", "cronjob", "replicate.yml")
        .contains(".gitlab-ci.yml", "replicate_dag.py", "replicate_pod_dag.py", "README.md");
  }

  @Test
  void anOptionThatDoesNotExistWouldBeFound() {
    assertThatThrownBy(() -> parse(List.of("a.yaml", "--no-such-option")))
        .isInstanceOf(UnmatchedArgumentException.class);
  }

  private static Set<String> variables() {
    Set<String> names = new TreeSet<>();
    Stream.of(
            Checkout.files(DEPLOY, ".yml", ".yaml", ".py", ".md", ".sh", "Dockerfile.jvm").stream(),
            Stream.of(ROOT.resolve("Dockerfile.native")))
        .flatMap(files -> files)
        .filter(file -> !file.toString().contains("/tests/"))
        .forEach(
            file -> {
              Matcher matcher = VARIABLE.matcher(Checkout.text(file));
              while (matcher.find()) {
                names.add(matcher.group());
              }
            });
    return names;
  }

  @Test
  void theToolReadsEveryVariableThatTheySet() {
    Set<String> names = variables();
    assertThat(names).contains("DATA_REPLICATOR_STATE_DIR", "DATA_REPLICATOR_SOURCE_CLIENT_SECRET");
    Problems problems = new Problems();

    EnvironmentVariables.read(
        names.stream().collect(java.util.stream.Collectors.toMap(n -> n, n -> "x")), problems);

    assertThat(problems.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "databricks-bundle/config, dev",
    "databricks-bundle/config, prod",
    "kubernetes/config, prod"
  })
  void theirConfigurationsAreValid(String directory, String environment) {
    Path file = DEPLOY.resolve(directory).resolve("replicate.yaml");
    ConfigResult result =
        new ConfigLoader(RecordConstraints.validator(), true)
            .load(
                file,
                Map.of(),
                new CommandLineOverrides(Map.of(CommandLineOption.ENVIRONMENT, environment)));
    assertThat(result.problems()).isEmpty();
    assertThat(result.warnings()).isEmpty();
  }

  @Test
  void everyYamlFileIsYaml() {
    assertThat(Checkout.files(DEPLOY, ".yml", ".yaml"))
        .hasSizeGreaterThan(12)
        .allSatisfy(file -> assertThat(Checkout.documents(file)).isNotEmpty());
  }

  @Test
  void everyPythonFileCompiles() {
    Tool.assume("python3");
    assertThat(Checkout.files(DEPLOY, ".py"))
        .hasSizeGreaterThan(8)
        .allSatisfy(
            file ->
                assertThat(
                        Tool.run(
                            ROOT,
                            List.of(
                                "python3",
                                "-c",
                                "import ast, sys; ast.parse(open(sys.argv[1]).read(), sys.argv[1])",
                                file.toString())))
                    .isEqualTo(new Tool.Result(0, "")));
  }

  @ParameterizedTest
  @CsvSource({"databricks-bundle", "airflow"})
  void theirPythonTestsPass(String directory) {
    Tool.assume("python3");

    Tool.Result result =
        Tool.run(
            DEPLOY.resolve(directory),
            List.of("python3", "-W", "error", "-m", "unittest", "discover", "-s", "tests"));

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).containsPattern("Ran [1-9]\\d* tests").contains("OK");
  }
}
