package io.datareplicator.sandbox.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.testkit.Bytes;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads in parts and in ranges, presigned URLs, and the switch that turns them off. */
class PresignedTest {
  private static final String VOLUME = "/Volumes/main/default/files";
  private static final String FS = "/api/2.0/fs";
  @TempDir static Path data;
  private static TestSandbox box;
  private static Bytes files;
  private static Http api;
  private static Http control;
  private static final byte[] CONTENT = new byte[1_000_000];

  @BeforeAll
  static void start() {
    box = TestSandbox.scripted(data, TestSandbox.SETTINGS);
    files = new Bytes(box, box.source());
    api = box.http(box.source());
    control = box.anonymous(box.source());
    box.metastore(box.source())
        .volumes()
        .create("main", "default", "files", "MANAGED", null, null, "me");
    new Random(7).nextBytes(CONTENT);
  }

  @AfterAll
  static void stop() {
    box.close();
  }

  @BeforeEach
  void defaults() {
    settings(
        "{\"presigned_urls\":true,\"upload_type\":\"multipart\",\"url_expiry_ms\":3600000,"
            + "\"min_part_bytes\":100000,\"max_put_bytes\":5368709120}");
  }

  private static void settings(String json) {
    assertThat(control.patch("/sandbox/files/settings", json).status()).isEqualTo(200);
  }

  private static JsonNode ok(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).as(new String(response.body())).isEqualTo(200);
    try {
      return Json.parse(response.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpResponse<byte[]> post(String rawPath, String json) {
    return files.send("POST", rawPath, BodyPublishers.ofString(json));
  }

  private static String initiate(String path, String query) {
    JsonNode answer = ok(post(Bytes.file(path) + "?action=initiate-upload" + query, ""));
    String token = answer.at("/multipart_upload/session_token").asText();
    assertThat(token).isNotEmpty();
    assertThat(answer).hasSize(1);
    return token;
  }

  private static JsonNode partUrls(String path, String token, int first, int count) {
    return ok(post(FS + "/create-upload-part-urls", partUrlsBody(path, token, first, count)))
        .get("upload_part_urls");
  }

  private static String partUrlsBody(String path, String token, int first, int count) {
    return "{\"path\":\""
        + path
        + "\",\"session_token\":\""
        + token
        + "\",\"start_part_number\":"
        + first
        + ",\"count\":"
        + count
        + ",\"expire_time\":\"2099-01-01T00:00:00Z\"}";
  }

  private static HttpResponse<byte[]> put(JsonNode url, byte[] content, String... more) {
    List<String> headers = new ArrayList<>(List.of(more));
    for (JsonNode header : url.get("headers")) {
      headers.add(header.get("name").asText());
      headers.add(header.get("value").asText());
    }
    return files.send(
        "PUT",
        url.get("url").asText(),
        BodyPublishers.ofByteArray(content),
        headers.toArray(String[]::new));
  }

  private static String part(int number, HttpResponse<byte[]> put) {
    assertThat(put.statusCode()).isEqualTo(200);
    String etag = put.headers().firstValue("etag").orElseThrow();
    assertThat(etag).matches("\"[0-9a-f]{32}\"");
    return "{\"part_number\":" + number + ",\"etag\":" + Json.mapper().valueToTree(etag) + "}";
  }

  private static HttpResponse<byte[]> complete(String path, String token, String parts) {
    return post(
        Bytes.file(path) + "?action=complete-upload&upload_type=multipart&session_token=" + token,
        "{\"parts\":[" + parts + "]}");
  }

  private static byte[] slice(int from, int to) {
    return Arrays.copyOfRange(CONTENT, from, to);
  }

  @Test
  void partsBecomeAFileOnCompletion() throws Exception {
    List<Path> before = leftovers();
    String path = VOLUME + "/big/it's \u00fc.bin";
    String token = initiate(path, "&overwrite=true");
    JsonNode urls = partUrls(path, token, 1, 3);
    assertThat(urls).hasSize(3);
    assertThat(urls.findValuesAsText("part_number")).containsExactly("1", "2", "3");
    String third = part(3, put(urls.get(2), slice(800_000, 1_000_000)));
    put(urls.get(0), slice(5, 10));
    String first = part(1, put(urls.get(0), slice(0, 400_000)));
    String second = part(2, put(urls.get(1), slice(400_000, 800_000)));
    assertThat(files.get(path).statusCode()).isEqualTo(404);
    assertThat(complete(path, token, second + "," + first).statusCode()).isEqualTo(400);
    assertThat(complete(path, token, first.replaceAll("[0-9a-f]{32}", "0".repeat(32))).statusCode())
        .isEqualTo(400);
    assertThat(complete(path, token, "").statusCode()).isEqualTo(400);
    assertThat(complete(VOLUME + "/other", token, first).statusCode()).isEqualTo(400);
    assertThat(complete(path, token, first + "," + second + "," + third).statusCode())
        .isEqualTo(200);
    assertThat(files.get(path).body()).isEqualTo(CONTENT);
    assertThat(complete(path, token, first).statusCode()).isEqualTo(404);
    assertThat(put(urls.get(0), new byte[1]).statusCode()).isEqualTo(404);
    assertThat(leftovers()).isSubsetOf(before);
  }

  /** What uploads have on disk; other tests leave some unfinished. */
  private static List<Path> leftovers() throws IOException {
    try (var all = Files.walk(data)) {
      return all.filter(p -> p.getParent().endsWith("~~uploads")).toList();
    }
  }

  @Test
  void smallPartsAreOnlyForTheEnd() {
    String path = VOLUME + "/small-parts";
    String token = initiate(path, "");
    JsonNode urls = partUrls(path, token, 1, 2);
    String first = part(1, put(urls.get(0), slice(0, 99_999)));
    String second = part(2, put(urls.get(1), slice(0, 1)));
    HttpResponse<byte[]> refused = complete(path, token, first + "," + second);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(complete(path, token, first).statusCode()).isEqualTo(200);
    assertThat(files.get(path).body()).hasSize(99_999);
  }

  @Test
  void theStoreTakesOnlySignedCallsWithoutCredentials() {
    String path = VOLUME + "/signed";
    JsonNode url = partUrls(path, initiate(path, ""), 1, 1).get(0);
    HttpResponse<byte[]> both = put(url, new byte[1], "Authorization", "Bearer x");
    assertThat(both.statusCode()).isEqualTo(400);
    assertThat(new String(both.body())).contains("<Code>InvalidArgument</Code>");
    String target = url.get("url").asText();
    HttpResponse<byte[]> headerless =
        files.send("PUT", target, BodyPublishers.ofByteArray(new byte[1]));
    assertThat(headerless.statusCode()).isEqualTo(403);
    assertThat(new String(headerless.body())).contains("SignatureDoesNotMatch");
    String forged = target.substring(0, target.length() - 1) + (target.endsWith("A") ? "B" : "A");
    var body = BodyPublishers.ofByteArray(new byte[1]);
    String[] header = {"x-amz-server-side-encryption", "AES256"};
    assertThat(files.send("PUT", forged, body, header).statusCode()).isEqualTo(403);
    assertThat(files.send("DELETE", target, body, header).statusCode()).isEqualTo(403);
    var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9]));
    assertThat(files.send("PUT", target, chunked, header).statusCode()).isEqualTo(501);
    assertThat(files.send("PUT", target, body, header).statusCode()).isEqualTo(200);
  }

  @Test
  void urlsExpire() throws Exception {
    settings("{\"url_expiry_ms\":1}");
    String path = VOLUME + "/expired";
    JsonNode url = partUrls(path, initiate(path, ""), 1, 1).get(0);
    Thread.sleep(20);
    HttpResponse<byte[]> late = put(url, new byte[1]);
    assertThat(late.statusCode()).isEqualTo(403);
    assertThat(new String(late.body()))
        .contains("<Code>AccessDenied</Code><Message>Request has expired</Message>");
  }

  @Test
  void anAbortedUploadLeavesNothing() throws Exception {
    List<Path> before = leftovers();
    String path = VOLUME + "/aborted";
    String token = initiate(path, "");
    JsonNode parts = partUrls(path, token, 1, 1);
    String first = part(1, put(parts.get(0), slice(0, 10)));
    JsonNode abort =
        ok(post(
                FS + "/create-abort-upload-url",
                "{\"path\":\"" + path + "\",\"session_token\":\"" + token + "\"}"))
            .get("abort_upload_url");
    HttpResponse<byte[]> aborted =
        files.send(
            "DELETE",
            abort.get("url").asText(),
            BodyPublishers.noBody(),
            "x-amz-server-side-encryption",
            "AES256");
    assertThat(aborted.statusCode()).isEqualTo(204);
    assertThat(complete(path, token, first).statusCode()).isEqualTo(404);
    assertThat(files.get(path).statusCode()).isEqualTo(404);
    assertThat(leftovers()).isSubsetOf(before);
  }

  @Test
  void aFileThatMustNotBeOverwrittenIsSafe() {
    String path = VOLUME + "/precious";
    String token = initiate(path, "&overwrite=false");
    String first = part(1, put(partUrls(path, token, 1, 1).get(0), slice(0, 10)));
    files.put(path, slice(0, 3));
    assertThat(complete(path, token, first).statusCode()).isEqualTo(409);
    assertThat(post(Bytes.file(path) + "?action=initiate-upload&overwrite=false", "").statusCode())
        .isEqualTo(409);
    assertThat(files.get(path).body()).hasSize(3);
  }

  @Test
  void presignedUrlsCanBeSwitchedOff() {
    String path = VOLUME + "/off";
    String token = initiate(path, "");
    settings("{\"presigned_urls\":false}");
    List<HttpResponse<byte[]>> refused =
        List.of(
            post(FS + "/create-upload-part-urls", partUrlsBody(path, token, 1, 1)),
            post(FS + "/create-abort-upload-url", partUrlsBody(path, token, 1, 1)),
            post(FS + "/create-download-url?path=" + path, ""),
            post(FS + "/create-upload-url", "{\"path\":\"" + path + "\"}"));
    for (HttpResponse<byte[]> answer : refused) {
      assertThat(answer.statusCode()).isEqualTo(403);
      String body = new String(answer.body());
      assertThat(body)
          .contains("\"error_code\":\"PERMISSION_DENIED\"")
          .contains("\"reason\":\"FILES_API_API_IS_NOT_ENABLED\"")
          .contains("\"domain\":\"filesystem.databricks.com\"");
    }
    assertThat(files.put(path, new byte[1]).statusCode()).isEqualTo(204);
  }

  @Test
  void malformedCallsAreRefused() {
    String path = VOLUME + "/malformed";
    String token = initiate(path, "");
    for (String query :
        List.of(
            "",
            "?action=x",
            "?action=complete-upload",
            "?action=complete-upload&upload_type=multipart")) {
      assertThat(post(Bytes.file(path) + query, "{}").statusCode()).as(query).isEqualTo(400);
    }
    for (int[] range : new int[][] {{0, 1}, {1, 0}, {1, 1001}, {10_000, 2}, {-1, 1}}) {
      String body = partUrlsBody(path, token, range[0], range[1]);
      assertThat(post(FS + "/create-upload-part-urls", body).statusCode()).isEqualTo(400);
    }
    String late = partUrlsBody(path, token, 1, 1).replace("2099-01-01T00:00:00Z", "tomorrow");
    assertThat(post(FS + "/create-upload-part-urls", late).statusCode()).isEqualTo(400);
    assertThat(post(FS + "/create-upload-part-urls", partUrlsBody(path, "nope", 1, 1)).statusCode())
        .isEqualTo(404);
    assertThat(
            post(FS + "/create-upload-part-urls", partUrlsBody("relative", token, 1, 1))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void objectsHaveUrlsOfTheirOwn() {
    String path = VOLUME + "/object";
    String[] header = {"x-amz-server-side-encryption", "AES256"};
    JsonNode up = ok(post(FS + "/create-upload-url", "{\"path\":\"" + path + "\"}"));
    assertThat(put(up, slice(0, 10)).statusCode()).isEqualTo(200);
    JsonNode down = ok(post(FS + "/create-download-url?path=" + Bytes.encode(path), ""));
    String url = down.get("url").asText();
    HttpResponse<byte[]> read =
        files.send("GET", url, BodyPublishers.noBody(), header[0], header[1], "Range", "bytes=2-4");
    assertThat(read.statusCode()).isEqualTo(206);
    assertThat(read.body()).isEqualTo(slice(2, 5));
    assertThat(put(down, new byte[1]).statusCode()).isEqualTo(403);
    JsonNode gone = ok(post(FS + "/create-delete-url", "{\"path\":\"" + path + "\"}"));
    for (int i = 0; i < 2; i++) {
      assertThat(
              files
                  .send("DELETE", gone.get("url").asText(), BodyPublishers.noBody(), header)
                  .statusCode())
          .isEqualTo(204);
    }
    HttpResponse<byte[]> missing = files.send("GET", url, BodyPublishers.noBody(), header);
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(new String(missing.body())).contains("<Code>NoSuchKey</Code>");
  }

  @Test
  void rangesFollowOneAnotherInAResumableUpload() throws Exception {
    settings("{\"upload_type\":\"resumable\"}");
    List<Path> before = leftovers();
    String path = VOLUME + "/resumable";
    JsonNode begun = ok(post(Bytes.file(path) + "?action=initiate-upload", ""));
    String token = begun.at("/resumable_upload/session_token").asText();
    JsonNode url =
        ok(post(
                FS + "/create-resumable-upload-url",
                "{\"path\":\"" + path + "\",\"session_token\":\"" + token + "\"}"))
            .get("resumable_upload_url");
    int unit = 256 << 10;
    HttpResponse<byte[]> none = put(url, new byte[0], "Content-Range", "bytes */*");
    assertThat(none.statusCode()).isEqualTo(308);
    assertThat(none.headers().firstValue("range")).isEmpty();
    HttpResponse<byte[]> first =
        put(url, slice(0, unit), "Content-Range", "bytes 0-" + (unit - 1) + "/*");
    assertThat(first.statusCode()).isEqualTo(308);
    assertThat(first.headers().firstValue("range")).hasValue("bytes=0-" + (unit - 1));
    // The same once more: it is told where to go on.
    HttpResponse<byte[]> again =
        put(url, slice(0, unit), "Content-Range", "bytes 0-" + (unit - 1) + "/*");
    assertThat(again.statusCode()).isEqualTo(308);
    assertThat(again.headers().firstValue("range")).hasValue("bytes=0-" + (unit - 1));
    assertThat(put(url, slice(0, 100), "Content-Range", "bytes 0-99/*").statusCode())
        .isEqualTo(400);
    assertThat(put(url, slice(0, 100), "Content-Range", "nonsense").statusCode()).isEqualTo(400);
    assertThat(files.get(path).statusCode()).isEqualTo(404);
    int total = CONTENT.length;
    HttpResponse<byte[]> last =
        put(
            url,
            slice(unit, total),
            "Content-Range",
            "bytes " + unit + "-" + (total - 1) + "/" + total);
    assertThat(last.statusCode()).isEqualTo(200);
    assertThat(files.get(path).body()).isEqualTo(CONTENT);
    assertThat(leftovers()).isSubsetOf(before);
  }
}
