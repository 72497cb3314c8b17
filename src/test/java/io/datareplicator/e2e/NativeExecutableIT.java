package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the native executable is made of, and that nothing of the build's environment is in it. */
@EnabledIfSystemProperty(
    named = "executable",
    matches = ".+",
    disabledReason = "the JVM build is what runs")
class NativeExecutableIT {
  private static final long MAX_BYTES = 100_000_000;
  private static final Pattern LIBRARY =
      Pattern.compile("^\\s*(\\S+?)(\\.so\\S*)", Pattern.MULTILINE);

  @TempDir Path home;

  private final Path executable = Cli.executable();

  @Test
  void isOfModestSize() throws IOException {
    assertThat(Files.size(executable)).isBetween(1_000_000L, MAX_BYTES);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void needsNothingButLibcAndLibz() throws IOException, InterruptedException {
    Process ldd =
        new ProcessBuilder("ldd", executable.toString()).redirectErrorStream(true).start();
    String text = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(ldd.waitFor()).as(text).isZero();
    List<String> libraries = new ArrayList<>();
    Matcher found = LIBRARY.matcher(text);
    while (found.find()) {
      libraries.add(found.group(1).replaceAll(".*/", ""));
    }
    assertThat(libraries)
        .as(text)
        .contains("libc")
        .allMatch(name -> name.matches("libc|libz|linux-vdso|ld-linux-.*"));
  }

  @Test
  void readsTheEnvironmentWhenItRuns() {
    String group = new Cli(home, Map.of()).configure(Cli.group("audit", "", "sales"));
    for (String host : List.of("first.example.com", "second.example.com")) {
      Map<String, String> environment =
          Map.of(
              "DATA_REPLICATOR_SOURCE_HOST",
              "https://" + host,
              "DATA_REPLICATOR_TARGET_HOST",
              "https://target.example.com");
      assertThat(new Cli(home, environment).run(group, "--validate-only").exits(0).out())
          .contains("https://" + host + " to https://target.example.com");
    }
    assertThat(new Cli(home, Map.of()).run(group, "--validate-only").exits(2).err())
        .contains("DATA_REPLICATOR_SOURCE_HOST")
        .contains("DATA_REPLICATOR_TARGET_HOST");
  }

  /** CI sets the named variables while it builds. */
  @Test
  @EnabledIfSystemProperty(named = "build.canary", matches = ".+")
  void holdsNothingOfTheBuildsEnvironment() throws IOException {
    String content = Files.readString(executable, StandardCharsets.ISO_8859_1);
    String canary = System.getProperty("build.canary");
    assertThat(content.contains(canary)).isFalse();
    // As the image heap keeps strings of other than Latin letters.
    assertThat(
            content.contains(
                new String(
                    canary.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1)))
        .isFalse();
  }
}
