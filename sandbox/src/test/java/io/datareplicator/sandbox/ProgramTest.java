package io.datareplicator.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.metastore.Workspace;
import io.datareplicator.sandbox.metastore.World;
import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.ScriptedEngine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Command line, connection lines, exit codes. */
class ProgramTest {
  @TempDir Path data;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicInteger seeded = new AtomicInteger();
  private volatile boolean seedForever;

  private Program program() {
    return new Program(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        new Program.Engines() {
          @Override
          public SqlEngine open(World world, Workspace workspace) {
            return new ScriptedEngine();
          }

          @Override
          public void seed(SqlEngine source, Workspace workspace) throws InterruptedException {
            seeded.incrementAndGet();
            if (seedForever) {
              Thread.sleep(60_000);
            }
          }

          @Override
          public void seedMore(World world, Map<String, SqlEngine> engines) {
            assertThat(engines).containsOnlyKeys("source", "target");
            seeded.addAndGet(10);
          }
        });
  }

  private Map<String, String> runUntilReady(Program program, CompletableFuture<Integer> code)
      throws InterruptedException {
    for (int i = 0; i < 2400 && !out.toString(StandardCharsets.UTF_8).contains("READY"); i++) {
      assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isNotDone();
      Thread.sleep(25);
    }
    Map<String, String> lines = new HashMap<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      int equals = line.indexOf('=');
      lines.put(equals < 0 ? line : line.substring(0, equals), line.substring(equals + 1));
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("READY" + System.lineSeparator());
    return lines;
  }

  private Map<String, String> runOnce(String... arguments) throws Exception {
    out.reset();
    Program program = program();
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> program.run(List.of(arguments)));
    Map<String, String> lines = runUntilReady(program, code);
    Http http = new Http(lines.get("SOURCE_HOST"), "Bearer " + lines.get("SOURCE_TOKEN"));
    assertThat(http.get("/api/2.0/preview/scim/v2/Me").status()).isEqualTo(200);
    String created =
        http.post("/api/2.1/unity-catalog/catalogs", "{\"name\":\"made\"}").errorCode();
    lines.put("CREATED", created);
    program.requestStop();
    assertThat(code.get(60, TimeUnit.SECONDS)).isZero();
    return lines;
  }

  @Test
  void dataTokensAndSampleSurviveARestart() throws Exception {
    Map<String, String> first = runOnce("--data", data.resolve("d").toString());
    assertThat(first.get("CREATED")).isEmpty();
    Map<String, String> second = runOnce("--data=" + data.resolve("d"), "--seed", "sample");
    assertThat(second.get("CREATED")).isEqualTo("CATALOG_ALREADY_EXISTS");
    assertThat(seeded).hasValue(1);
    for (String key :
        List.of(
            "SOURCE_TOKEN",
            "TARGET_TOKEN",
            "SOURCE_WAREHOUSE_ID",
            "SOURCE_CLUSTER_ID",
            "SOURCE_CLUSTER_HTTP_PATH",
            "SOURCE_CLIENT_SECRET")) {
      assertThat(second.get(key)).isEqualTo(first.get(key)).isNotBlank();
    }
  }

  @Test
  void withoutADirectoryNothingRemainsAndNothingIsReused() throws Exception {
    Map<String, String> first = runOnce("--seed=empty");
    Map<String, String> second = runOnce("--seed=empty");
    assertThat(seeded).hasValue(0);
    runOnce("--seed=all");
    assertThat(second.get("CREATED")).isEmpty();
    assertThat(second.get("SOURCE_TOKEN")).isNotEqualTo(first.get("SOURCE_TOKEN"));
    assertThat(seeded).hasValue(11);
  }

  @Test
  void anInterruptedFillingIsNotTakenForComplete() throws Exception {
    seedForever = true;
    Path directory = data.resolve("d");
    Program program = program();
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> program.run(List.of("--data", directory.toString())));
    for (int i = 0; i < 2400 && seeded.get() == 0; i++) {
      Thread.sleep(25);
    }
    program.requestStop();
    assertThat(code.get(60, TimeUnit.SECONDS)).isZero();
    assertThat(program().run(List.of("--data", directory.toString()))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("broken off");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--unknown",
        "--source-port",
        "--source-port=x",
        "--source-port=65536",
        "--target-port=-1",
        "--seed=lots",
        "--seed",
        "--data",
        "--data=",
        "--shared-metastore=yes",
        "stray",
        "--source-port=4000 --target-port=4000"
      })
  void wrongOptionsShowTheUsage(String line) {
    assertThat(program().run(List.of(line.split(" ")))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage: run.sh");
    assertThat(out.size()).isZero();
  }

  @Test
  void helpIsNoError() {
    assertThat(program().run(List.of("--help"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: run.sh");
  }

  @Test
  void aTakenPortIsReported() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThat(program().run(List.of("--seed=empty", "--target-port=" + port))).isEqualTo(1);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("Cannot listen on port " + port);
    }
  }

  @Test
  void aDirectoryThatIsAFileIsReported() throws Exception {
    Path file = Files.createFile(data.resolve("file"));
    assertThat(program().run(List.of("--data", file.toString()))).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("file");
  }
}
