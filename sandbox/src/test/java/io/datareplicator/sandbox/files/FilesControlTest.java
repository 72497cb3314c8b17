package io.datareplicator.sandbox.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.testkit.Bytes;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.Http.Answer;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filling volumes, reading what is in them, and many transfers at once. */
class FilesControlTest {
  private static final String ONE = "/Volumes/main/default/one";
  private static final String TWO = "/Volumes/main/default/two";
  @TempDir static Path data;
  private static TestSandbox box;
  private static Bytes files;
  private static Http control;

  @BeforeAll
  static void start() {
    box = TestSandbox.scripted(data, TestSandbox.SETTINGS);
    files = new Bytes(box, box.source());
    control = box.anonymous(box.source());
    for (String name : List.of("one", "two", "load")) {
      box.metastore(box.source())
          .volumes()
          .create("main", "default", name, "MANAGED", null, null, "me");
    }
  }

  @AfterAll
  static void stop() {
    box.close();
  }

  private static JsonNode ok(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode generate(String path, String more) {
    return ok(control.post("/sandbox/files/generate", "{\"path\":\"" + path + "\"" + more + "}"));
  }

  private static JsonNode manifest(String path) {
    return ok(control.get("/sandbox/files/manifest?path=" + path));
  }

  /** Manifest without what depends on the place. */
  private static Map<String, String> contents(JsonNode manifest) {
    return StreamSupport.stream(manifest.spliterator(), false)
        .collect(
            Collectors.toMap(
                e -> e.get("relative_path").asText(),
                e ->
                    e.get("size") + " " + e.get("sha256").asText() + " " + e.get("last_modified")));
  }

  @Test
  void theSameSeedGivesTheSameFiles() throws Exception {
    String plan =
        ",\"count\":40,\"sizes\":[0,1,70000],\"large_sizes\":[3000000],\"directories\":3,"
            + "\"hostile\":true,\"last_modified\":1767225600000,\"seed\":";
    JsonNode filled = generate(ONE + "/d", plan + "5");
    generate(TWO, plan + "5");
    Map<String, String> one = contents(manifest(ONE + "/d"));
    assertThat(one).isEqualTo(contents(manifest(TWO)));
    assertThat(filled.get("files").asInt()).isEqualTo(one.size());
    assertThat(one).hasSize(41 + 2 * Generator.HOSTILE.size());
    assertThat(one.keySet()).contains("d-0001/f-000001.bin", "large/large-000.bin", "hostile/...");
    generate(TWO, plan + "6");
    Map<String, String> other = contents(manifest(TWO));
    assertThat(other.keySet()).isEqualTo(one.keySet());
    assertThat(other.values()).isNotEqualTo(one.values());
    JsonNode entry = manifest(ONE + "/d/d-0002").get(0);
    byte[] content = files.get(entry.get("path").asText()).body();
    assertThat(content).hasSize(entry.get("size").asInt());
    assertThat(entry.get("sha256").asText())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    assertThat(entry.get("last_modified").asLong()).isEqualTo(1767225600000L + 2000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"path\":\"/Volumes/main/default/one\",\"count\":-1}",
        "{\"path\":\"/Volumes/main/default/one\",\"count\":1,\"sizes\":[\"x\"]}",
        "{\"path\":\"/Volumes/main/default/one/..\",\"count\":1}",
        "{\"path\":\"one\",\"count\":1}"
      })
  void malformedPlansAreRefused(String plan) {
    assertThat(control.post("/sandbox/files/generate", plan).status()).isEqualTo(400);
  }

  @Test
  void settingsAreCheckedAsAWhole() {
    JsonNode before = ok(control.get("/sandbox/files/settings"));
    assertThat(before.get("max_put_bytes").asLong()).isEqualTo(5L << 30);
    for (String change :
        List.of(
            "{\"list_page_size\":5,\"max_put_bytes\":0}",
            "{\"list_page_size\":5,\"upload_type\":\"x\"}",
            "{\"list_page_size\":5,\"presigned_urls\":\"x\"}",
            "{\"presigned_urls\":false,\"implicit_directories\":1}")) {
      assertThat(control.patch("/sandbox/files/settings", change).status()).isEqualTo(400);
    }
    assertThat(ok(control.get("/sandbox/files/settings"))).isEqualTo(before);
    assertThat(
            control
                .post(
                    "/sandbox/files/last-modified",
                    "{\"path\":\"" + ONE + "/nope\",\"last_modified\":1}")
                .status())
        .isEqualTo(404);
    assertThat(control.get("/sandbox/files/manifest?path=" + ONE + "/nope").status())
        .isEqualTo(404);
  }

  @Test
  void manyTransfersAtOnceDoNotDisturbOneAnother() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Boolean>> transfers = new ArrayList<>();
      for (int i = 0; i < 320; i++) {
        int number = i;
        transfers.add(() -> transfer(number));
      }
      for (Future<Boolean> transfer : pool.invokeAll(transfers)) {
        assertThat(transfer.get()).isTrue();
      }
    } finally {
      pool.shutdown();
    }
    assertThat(manifest("/Volumes/main/default/load")).hasSize(320 - 20);
  }

  /** Some of the files are written again and again, with contents that are told apart. */
  private static boolean transfer(int number) {
    boolean contended = number < 40;
    String path = "/Volumes/main/default/load/d" + number % 7 + "/f" + number;
    byte[] content = new byte[number % 50 == 49 ? 4_000_000 : number * 37];
    new Random(number).nextBytes(content);
    if (contended) {
      path = "/Volumes/main/default/load/c" + number % 20;
      content = new byte[100_000];
      Arrays.fill(content, (byte) number);
    }
    boolean put = files.put(path, content).statusCode() == 204;
    byte[] read = files.get(path).body();
    if (!contended) {
      return put && Arrays.equals(read, content);
    }
    byte[] whole = new byte[100_000];
    Arrays.fill(whole, read[0]);
    return put && Arrays.equals(read, whole);
  }
}
