package io.datareplicator.sandbox.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.sandbox.testkit.Bytes;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong with the bytes of a file on their way. */
class TransferFaultsTest {
  private static final String VOLUME = "/Volumes/main/default/files";
  private static final byte[] CONTENT = new byte[500_000];
  @TempDir static Path data;
  private static TestSandbox box;
  private static Bytes files;
  private static Http control;

  @BeforeAll
  static void start() {
    box = TestSandbox.scripted(data, TestSandbox.SETTINGS);
    files = new Bytes(box, box.source());
    control = box.anonymous(box.source());
    box.metastore(box.source())
        .volumes()
        .create("main", "default", "files", "MANAGED", null, null, "me");
    new Random(3).nextBytes(CONTENT);
    files.put(VOLUME + "/x", CONTENT);
  }

  @AfterAll
  static void stop() {
    box.close();
  }

  @AfterEach
  void clear() {
    control.delete("/sandbox/faults");
  }

  private static void fault(String rule) {
    Http.Answer answer = control.post("/sandbox/faults", rule);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000, 499_999})
  void aDownloadIsCut(int bytes) throws Exception {
    fault("{\"method\":\"GET\",\"path\":\"/fs/files/\",\"cut_response_after\":" + bytes + "}");
    URI uri = URI.create(box.url(box.source()));
    byte[] received;
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(60_000);
      String request =
          "GET "
              + Bytes.file(VOLUME + "/x")
              + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
              + box.source().token()
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      received = socket.getInputStream().readAllBytes();
    }
    String text = new String(received, StandardCharsets.ISO_8859_1);
    int body = text.indexOf("\r\n\r\n") + 4;
    assertThat(text).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 500000\r\n");
    assertThat(Arrays.copyOfRange(received, body, received.length))
        .isEqualTo(Arrays.copyOf(CONTENT, bytes));
    assertThat(files.get(VOLUME + "/x").body()).isEqualTo(CONTENT);
  }

  @Test
  void aClientNoticesACutDownload() {
    fault("{\"method\":\"GET\",\"path\":\"/fs/files/\",\"cut_response_after\":1000}");
    assertThatThrownBy(
            () -> files.sendOrFail("GET", Bytes.file(VOLUME + "/x"), BodyPublishers.noBody()))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anUploadIsCutAndLeavesNothing(boolean chunked) {
    fault("{\"method\":\"PUT\",\"path\":\"/fs/files/\",\"cut_request_after\":100000}");
    var body =
        chunked
            ? BodyPublishers.ofInputStream(() -> (InputStream) new ByteArrayInputStream(CONTENT))
            : BodyPublishers.ofByteArray(CONTENT);
    String path = VOLUME + "/cut-" + chunked;
    assertThatThrownBy(() -> files.sendOrFail("PUT", Bytes.file(path), body))
        .isInstanceOf(IOException.class);
    assertThat(files.get(path).statusCode()).isEqualTo(404);
    assertThat(files.put(path, CONTENT).statusCode()).isEqualTo(204);
    assertThat(files.get(path).body()).isEqualTo(CONTENT);
  }

  @Test
  void anUploadKeepsLessThanItSays() {
    fault("{\"method\":\"PUT\",\"path\":\"/fs/files/\",\"store_only\":10}");
    assertThat(files.put(VOLUME + "/less", CONTENT).statusCode()).isEqualTo(204);
    assertThat(files.get(VOLUME + "/less").body()).isEqualTo(Arrays.copyOf(CONTENT, 10));
  }

  @Test
  void anAnswerIsLostAfterTheUpload() {
    fault("{\"method\":\"PUT\",\"path\":\"/fs/files/\",\"status\":503,\"after_effect\":true}");
    assertThat(files.put(VOLUME + "/lost", CONTENT).statusCode()).isEqualTo(503);
    assertThat(files.get(VOLUME + "/lost").body()).isEqualTo(CONTENT);
  }

  @Test
  void anUploadIsRefusedBeforeItHappens() {
    fault(
        "{\"method\":\"PUT\",\"path\":\"/fs/files/\",\"status\":429,"
            + "\"headers\":{\"Retry-After\":\"1\"}}");
    HttpResponse<byte[]> answer = files.put(VOLUME + "/refused", CONTENT);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
    assertThat(files.get(VOLUME + "/refused").statusCode()).isEqualTo(404);
  }

  @Test
  void aResetComesWithoutAnAnswer() {
    fault("{\"method\":\"PUT\",\"path\":\"/fs/files/\",\"reset\":true,\"times\":10}");
    assertThatThrownBy(
            () ->
                files.sendOrFail(
                    "PUT", Bytes.file(VOLUME + "/reset"), BodyPublishers.ofByteArray(CONTENT)))
        .isInstanceOf(IOException.class);
    assertThat(files.get(VOLUME + "/reset").statusCode()).isEqualTo(404);
  }

  @Test
  void bothDirectionsCanBeSlow() {
    fault("[{\"path\":\"/fs/files/\",\"bytes_per_second\":1000000,\"times\":2}]");
    long start = System.nanoTime();
    assertThat(files.put(VOLUME + "/slow", CONTENT).statusCode()).isEqualTo(204);
    assertThat(files.get(VOLUME + "/slow").body()).isEqualTo(CONTENT);
    assertThat((System.nanoTime() - start) / 1_000_000).isBetween(950L, 10_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"cut_response_after\":-1}",
        "{\"cut_request_after\":\"x\"}",
        "{\"store_only\":-5}",
        "{\"bytes_per_second\":0}"
      })
  void malformedRulesAreRefused(String rule) {
    assertThat(control.post("/sandbox/faults", rule).status()).isEqualTo(400);
  }
}
