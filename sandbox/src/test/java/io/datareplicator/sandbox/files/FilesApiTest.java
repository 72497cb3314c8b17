package io.datareplicator.sandbox.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.testkit.Bytes;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single files over the Files API: names, ranges, refusals, and that a file is whole or absent. */
class FilesApiTest {
  private static final String VOLUME = "/Volumes/main/default/files";
  private static final byte[] HELLO = "hello world\n".getBytes(StandardCharsets.UTF_8);
  static final List<String> NAMES = Generator.HOSTILE;
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
  }

  @AfterAll
  static void stop() {
    box.close();
  }

  @AfterEach
  void defaults() {
    settings("{\"max_put_bytes\":5368709120}");
  }

  private static void settings(String json) {
    assertThat(control.patch("/sandbox/files/settings", json).status()).isEqualTo(200);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    return Json.parse(response.body());
  }

  private static String reason(HttpResponse<byte[]> response) throws IOException {
    JsonNode info = json(response).at("/details/0");
    assertThat(info.path("@type").asText()).isEqualTo("type.googleapis.com/google.rpc.ErrorInfo");
    assertThat(info.path("domain").asText()).isEqualTo("filesystem.databricks.com");
    return info.path("reason").asText();
  }

  private static HttpResponse<byte[]> call(String method, String rawPath) {
    return files.send(method, rawPath, BodyPublishers.noBody());
  }

  @Test
  void aFileGoesInAndComesOut() {
    String path = VOLUME + "/a/b/hello.txt";
    HttpResponse<byte[]> put = files.put(path, HELLO);
    assertThat(put.statusCode()).isEqualTo(204);
    assertThat(put.body()).isEmpty();
    HttpResponse<byte[]> get = files.get(path);
    assertThat(get.statusCode()).isEqualTo(200);
    assertThat(get.body()).isEqualTo(HELLO);
    assertThat(header(get, "content-length")).isEqualTo("12");
    assertThat(header(get, "content-type")).isEqualTo("application/octet-stream");
    control.post(
        "/sandbox/files/last-modified",
        "{\"path\":\"" + path + "\",\"last_modified\":1767225601234}");
    HttpResponse<byte[]> head = call("HEAD", Bytes.file(path));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "content-length")).isEqualTo("12");
    assertThat(header(head, "last-modified")).isEqualTo("Thu, 01 Jan 2026 00:00:01 GMT");
    assertThat(call("DELETE", Bytes.file(path)).statusCode()).isEqualTo(204);
    assertThat(files.get(path).statusCode()).isEqualTo(404);
    assertThat(call("DELETE", Bytes.file(path)).statusCode()).isEqualTo(404);
    HttpResponse<byte[]> gone = call("HEAD", Bytes.file(path));
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(gone.body()).isEmpty();
  }

  @Test
  void anEmptyFileAndAChunkedOne() {
    assertThat(files.put(VOLUME + "/empty", new byte[0]).statusCode()).isEqualTo(204);
    HttpResponse<byte[]> empty = files.get(VOLUME + "/empty");
    assertThat(empty.statusCode()).isEqualTo(200);
    assertThat(header(empty, "content-length")).isEqualTo("0");
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    assertThat(files.putChunked(VOLUME + "/chunked", content).statusCode()).isEqualTo(204);
    assertThat(files.get(VOLUME + "/chunked").body()).isEqualTo(content);
  }

  @Test
  void overwriteIsTheDefaultAndCanBeForbidden() throws Exception {
    String path = Bytes.file(VOLUME + "/o");
    var body = BodyPublishers.ofByteArray(HELLO);
    assertThat(files.send("PUT", path + "?overwrite=false", body).statusCode()).isEqualTo(204);
    HttpResponse<byte[]> refused =
        files.send("PUT", path + "?overwrite=false", BodyPublishers.ofString("other"));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(json(refused).get("error_code").asText()).isEqualTo("ALREADY_EXISTS");
    assertThat(files.get(VOLUME + "/o").body()).isEqualTo(HELLO);
    for (String query : List.of("", "?overwrite=true")) {
      assertThat(files.send("PUT", path + query, BodyPublishers.ofString(query)).statusCode())
          .isEqualTo(204);
      assertThat(files.get(VOLUME + "/o").body()).asString().isEqualTo(query);
    }
    assertThat(files.send("PUT", path + "?overwrite=maybe", body).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void everyNameIsTakenLiterally(String name) throws Exception {
    for (String path : List.of(VOLUME + "/names/" + name, VOLUME + "/dirs/" + name + "/" + name)) {
      byte[] content = path.getBytes(StandardCharsets.UTF_8);
      assertThat(files.put(path, content).statusCode()).isEqualTo(204);
      assertThat(files.get(path).body()).isEqualTo(content);
      String parent = path.substring(0, path.lastIndexOf('/'));
      JsonNode listed =
          json(call("GET", "/api/2.0/fs/directories" + Bytes.encode(parent))).get("contents");
      assertThat(listed.findValuesAsText("path")).contains(path);
      assertThat(listed.findValuesAsText("name")).contains(name);
      assertThat(call("DELETE", Bytes.file(path)).statusCode()).isEqualTo(204);
      assertThat(files.get(path).statusCode()).isEqualTo(404);
    }
    assertThat(
            call("DELETE", "/api/2.0/fs/directories" + Bytes.encode(VOLUME + "/dirs/" + name))
                .statusCode())
        .isEqualTo(204);
  }

  @Test
  void namesThatDifferOnlyForTheEyeAreTwoFiles() {
    files.put(VOLUME + "/n/caf\u00e9", "nfc".getBytes(StandardCharsets.UTF_8));
    files.put(VOLUME + "/n/cafe\u0301", "nfd".getBytes(StandardCharsets.UTF_8));
    files.put(VOLUME + "/n/CAF\u00c9", "upper".getBytes(StandardCharsets.UTF_8));
    assertThat(files.get(VOLUME + "/n/caf\u00e9").body()).asString().isEqualTo("nfc");
    assertThat(files.get(VOLUME + "/n/cafe\u0301").body()).asString().isEqualTo("nfd");
    // Escapes are decoded once: what they then look like does not matter.
    files.put(VOLUME + "/n/%41", "escaped".getBytes(StandardCharsets.UTF_8));
    assertThat(call("GET", "/api/2.0/fs/files" + VOLUME + "/n/%2541").body())
        .asString()
        .isEqualTo("escaped");
    assertThat(call("GET", "/api/2.0/fs/files" + VOLUME + "/n/%41").statusCode()).isEqualTo(404);
    assertThat(call("GET", "/api/2.0/fs/files" + VOLUME + "/n/a+b").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        VOLUME + "/..",
        VOLUME + "/../other/x",
        VOLUME + "/%2e%2E/x",
        VOLUME + "/./x",
        VOLUME + "/%2e/x",
        VOLUME + "/a%2Fb",
        VOLUME + "/a//b",
        VOLUME + "/dir/",
        VOLUME,
        VOLUME + "/",
        "/Volumes/main/default",
        "/Volumes",
        "/Workspace/x/y/z/a",
        "/volumes/main/default/files/x"
      })
  void pathsThatLeadNowhereAreRefused(String path) throws Exception {
    for (String method : List.of("PUT", "GET", "DELETE")) {
      HttpResponse<byte[]> answer =
          files.send(method, "/api/2.0/fs/files" + path, BodyPublishers.ofString("x"));
      assertThat(answer.statusCode()).as(method).isEqualTo(400);
      assertThat(reason(answer)).isEqualTo("FILES_API_INVALID_PATH");
    }
    try (var all = Files.walk(data)) {
      assertThat(all.filter(p -> p.getFileName().toString().equals("x"))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%FF", "/%C3%28", "/%ZZ", "/%E2%82", "/%", "/%4"})
  void malformedEscapesAreRefused(String name) throws Exception {
    URI uri = URI.create(box.url(box.source()));
    String request =
        "GET /api/2.0/fs/files"
            + VOLUME
            + name
            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
            + box.source().token()
            + "\r\n\r\n";
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String answer =
          new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
      assertThat(answer).isEqualTo("HTTP/1.1 400");
    }
  }

  @Test
  void aMissingVolumeIsAsRecorded() throws Exception {
    HttpResponse<byte[]> answer = files.get("/Volumes/main/default/nope/x");
    assertThat(answer.statusCode()).isEqualTo(404);
    JsonNode expected;
    try (var in = getClass().getResourceAsStream("/fixtures/err_files_volume_not_found.json")) {
      expected = Json.parse(in.readAllBytes());
    }
    String recorded =
        expected
            .toString()
            .replace("c.s.v", "main.default.nope")
            .replace(expected.at("/details/1/request_id").asText(), header(answer, "x-request-id"));
    assertThat(json(answer)).isEqualTo(Json.parse(recorded.getBytes(StandardCharsets.UTF_8)));
    for (String path : List.of("/Volumes/main/nope/v/x", "/Volumes/nope/s/v/x")) {
      assertThat(json(files.put(path, HELLO)).get("error_code").asText()).isEqualTo("NOT_FOUND");
    }
    assertThat(reason(files.get(VOLUME + "/nope"))).isEqualTo("FILES_API_FILE_NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-4|206|bytes 0-4/12|hello",
        "bytes=6-|206|bytes 6-11/12|'world\n'",
        "bytes=-3|206|bytes 9-11/12|'ld\n'",
        "bytes=11-99|206|bytes 11-11/12|'\n'",
        "bytes=-99|206|bytes 0-11/12|'hello world\n'",
        "bytes=12-|416|bytes */12|''",
        "bytes=-0|416|bytes */12|''",
        "bytes=0-1,3-4|200||'hello world\n'",
        "bytes=5-2|200||'hello world\n'",
        "lines=1-2|200||'hello world\n'",
        "bytes=99999999999999999999-|200||'hello world\n'"
      })
  void ranges(String range, int status, String contentRange, String body) {
    files.put(VOLUME + "/range", HELLO);
    HttpResponse<byte[]> answer = files.get(VOLUME + "/range", "Range", range);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(header(answer, "content-range")).isEqualTo(contentRange);
    assertThat(answer.body()).asString().isEqualTo(body);
  }

  @Test
  void unmodifiedSinceIsChecked() {
    String path = VOLUME + "/since";
    files.put(path, HELLO);
    control.post(
        "/sandbox/files/last-modified",
        "{\"path\":\"" + path + "\",\"last_modified\":1767225601234}");
    String same = header(files.get(path), "last-modified");
    assertThat(files.get(path, "If-Unmodified-Since", same).statusCode()).isEqualTo(200);
    String earlier = "Thu, 01 Jan 2026 00:00:00 GMT";
    assertThat(files.get(path, "If-Unmodified-Since", earlier).statusCode()).isEqualTo(412);
    assertThat(files.get(path, "If-Unmodified-Since", "yesterday").statusCode()).isEqualTo(200);
  }

  @Test
  void tooLargeFilesAreRefusedAndLeaveNothing() {
    settings("{\"max_put_bytes\":1000}");
    assertThat(files.put(VOLUME + "/exact", new byte[1000]).statusCode()).isEqualTo(204);
    assertThat(files.put(VOLUME + "/large", new byte[1001]).statusCode()).isEqualTo(413);
    assertThat(files.putChunked(VOLUME + "/large", new byte[200_000]).statusCode()).isEqualTo(413);
    assertThat(files.get(VOLUME + "/large").statusCode()).isEqualTo(404);
    assertThat(leftovers()).isEmpty();
  }

  /** What uploads have on disk besides visible files. */
  private static List<Path> leftovers() {
    try (var all = Files.walk(data)) {
      return all.filter(p -> p.getParent().endsWith("~~uploads")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 100", "Transfer-Encoding: chunked"})
  void aBrokenUploadLeavesTheOldFile(String framing) throws Exception {
    String path = VOLUME + "/broken";
    files.put(path, HELLO);
    URI uri = URI.create(box.url(box.source()));
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      OutputStream out = socket.getOutputStream();
      String request =
          "PUT "
              + Bytes.file(path)
              + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
              + box.source().token()
              + "\r\n"
              + framing
              + "\r\n\r\n"
              + (framing.startsWith("T") ? "32\r\n" : "")
              + "x".repeat(50)
              + (framing.startsWith("T") ? "\r\n" : "");
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      waitFor(() -> leftovers().size() == 1);
    }
    waitFor(() -> leftovers().isEmpty());
    assertThat(files.get(path).body()).isEqualTo(HELLO);
  }

  private static void waitFor(java.util.function.BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  @Test
  void credentialsAreNeeded() {
    assertThat(control.get(Bytes.file(VOLUME + "/x")).status()).isEqualTo(401);
    assertThat(control.send("PUT", Bytes.file(VOLUME + "/x"), "x").status()).isEqualTo(401);
    assertThat(files.get(VOLUME + "/x").statusCode()).isEqualTo(404);
  }

  @Test
  void callsAreCountedByRoute() {
    control.delete("/sandbox/requests");
    files.put(VOLUME + "/counted", HELLO);
    files.get(VOLUME + "/counted");
    assertThat(control.get("/sandbox/requests").json().get("counts").toString())
        .isEqualTo(
            "[{\"method\":\"GET\",\"path\":\"/api/2.0/fs/files/{path}\",\"count\":1},"
                + "{\"method\":\"PUT\",\"path\":\"/api/2.0/fs/files/{path}\",\"count\":1}]");
  }
}
