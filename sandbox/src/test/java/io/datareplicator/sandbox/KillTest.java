package io.datareplicator.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.testkit.Http;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after the process was killed in the middle of its work. */
class KillTest {
  private static final String CATALOGS = "/api/2.1/unity-catalog/catalogs";
  @TempDir Path data;

  private record Running(Process process, Http http) {}

  private Running launch() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ScriptedMain.class.getName(),
                "--seed=empty",
                "--data",
                data.resolve("d").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Map<String, String> lines = new HashMap<>();
    BufferedReader reader = process.inputReader();
    String line = reader.readLine();
    while (line != null && !line.equals("READY")) {
      lines.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      line = reader.readLine();
    }
    assertThat(line).isEqualTo("READY");
    return new Running(
        process, new Http(lines.get("SOURCE_HOST"), "Bearer " + lines.get("SOURCE_TOKEN")));
  }

  @Test
  void acknowledgedChangesSurviveSigkill() throws Exception {
    Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    for (int round = 0; round < 3; round++) {
      Running running = launch();
      assertThat(names(running.http())).containsAll(acknowledged);
      Thread writer = new Thread(writer(running.http(), "r" + round + "_", acknowledged));
      writer.start();
      int enough = acknowledged.size() + 5 + 5 * round;
      while (acknowledged.size() < enough) {
        Thread.sleep(10);
      }
      running.process().destroyForcibly();
      assertThat(running.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
      writer.join(60_000);
    }
    Running last = launch();
    assertThat(acknowledged).hasSizeGreaterThan(10);
    assertThat(names(last.http())).containsAll(acknowledged);
    last.process().destroyForcibly();
  }

  private static Runnable writer(Http http, String prefix, Set<String> acknowledged) {
    return () -> {
      for (int i = 0; ; i++) {
        String name = prefix + i;
        try {
          int status = http.sendOrFail("POST", CATALOGS, "{\"name\":\"" + name + "\"}").status();
          if (status == 200) {
            acknowledged.add(name);
          }
        } catch (IOException e) {
          // The process is gone, which is what this test is about.
          return;
        }
      }
    };
  }

  private static Set<String> names(Http http) {
    Set<String> names = new HashSet<>();
    for (JsonNode catalog : http.get(CATALOGS).json().get("catalogs")) {
      names.add(catalog.get("name").asText());
    }
    return names;
  }
}
