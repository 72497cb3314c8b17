package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers without the network starts nothing for it: the classes that a JVM loads tell. */
@Tag("jvm")
class StartUpIT {
  private static final Pattern LOADED = Pattern.compile("\\] ([\\w.$]+) source: ");
  private static final List<String> HTTP_AND_FRAMEWORK =
      List.of(
          "io.vertx.",
          "io.netty.",
          "io.quarkus.arc.",
          "io.quarkus.runtime.Application",
          "org.jboss.threads.",
          "org.jboss.resteasy.",
          "java.util.concurrent.ThreadPoolExecutor$Worker",
          "java.net.http.",
          "javax.net.ssl.SSL",
          // The driver itself is looked for, without being initialized.
          "com.databricks.internal.",
          "com.databricks.jdbc.",
          "io.datareplicator.databricks.http.RestClients",
          "io.datareplicator.run.");

  @TempDir Path home;

  private List<String> classesLoadedBy(String... arguments) throws IOException {
    Path file = home.resolve("classes.txt");
    new Cli(home, Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + file))
        .run(arguments)
        .exits(0);
    return Files.readAllLines(file).stream()
        .map(LOADED::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .toList();
  }

  private static void assertNothingStarted(List<String> classes) {
    assertThat(classes)
        .contains("io.datareplicator.cli.Main")
        .noneMatch(name -> HTTP_AND_FRAMEWORK.stream().anyMatch(name::startsWith));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "--help", "config --help", "config schema"})
  void builtInAnswersStartNothing(String line) throws IOException {
    assertNothingStarted(classesLoadedBy(line.split(" ")));
  }

  @Test
  void checkingAConfigurationStartsNothing() throws IOException {
    Cli cli = new Cli(home, Map.of());
    String group = cli.configure(Cli.group("audit", "", "sales"));
    List<String> hosts =
        List.of("--source-host", "https://a.example.com", "--target-host", "https://b.example.com");
    for (List<String> line :
        List.of(List.of(group, "--validate-only"), List.of("config", "show", group))) {
      List<String> all = new ArrayList<>(line);
      all.addAll(hosts);
      assertNothingStarted(classesLoadedBy(all.toArray(String[]::new)));
    }
  }
}
