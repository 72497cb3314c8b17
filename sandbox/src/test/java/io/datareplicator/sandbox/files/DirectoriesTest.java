package io.datareplicator.sandbox.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.metastore.ExternalLocation;
import io.datareplicator.sandbox.metastore.ExternalStorage.Flags;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Metastore.PermissionChange;
import io.datareplicator.sandbox.metastore.Metastore.ShareUpdate;
import io.datareplicator.sandbox.metastore.Metastore.SharedObject;
import io.datareplicator.sandbox.metastore.StorageCredential;
import io.datareplicator.sandbox.testkit.Bytes;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directories, listings and their pages; volumes through a share; what survives a restart. */
class DirectoriesTest {
  private static final String VOLUME = "/Volumes/main/default/files";
  private static final String DIRECTORIES = "/api/2.0/fs/directories";
  private static final ExternalLocation NO_CHANGE =
      new ExternalLocation(null, null, null, null, null, false, false, false, null, null, 0, 0);

  @TempDir Path data;
  private TestSandbox box;
  private Bytes files;
  private Http control;

  @BeforeEach
  void start() {
    open(TestSandbox.SETTINGS);
    box.metastore(box.source())
        .volumes()
        .create("main", "default", "files", "MANAGED", null, null, "me");
  }

  private void open(Settings settings) {
    box = TestSandbox.scripted(data, settings);
    files = new Bytes(box, box.source());
    control = box.anonymous(box.source());
  }

  @AfterEach
  void stop() {
    box.close();
  }

  private HttpResponse<byte[]> directory(String method, String path) {
    return files.send(method, DIRECTORIES + Bytes.encode(path), BodyPublishers.noBody());
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return Json.parse(response.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void put(String path) {
    assertThat(files.put(path, new byte[12]).statusCode()).isEqualTo(204);
  }

  private void stamp(String path, long millis) {
    assertThat(
            control
                .post(
                    "/sandbox/files/last-modified",
                    "{\"path\":\"" + path + "\",\"last_modified\":" + millis + "}")
                .status())
        .isEqualTo(200);
  }

  private static void refused(HttpResponse<byte[]> response, int status, String reason) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(json(response).at("/details/0/reason").asText()).isEqualTo(reason);
  }

  @Test
  void aListingIsAsInTheReference() throws Exception {
    String renamed = "/Volumes/sales/raw/files";
    Metastore metastore = box.metastore(box.source());
    metastore.createCatalog("sales", null, null, null, "me");
    metastore.createSchema("sales", "raw", null, null, null, "me");
    metastore.volumes().create("sales", "raw", "files", "MANAGED", null, null, "me");
    put(renamed + "/a.csv");
    put(renamed + "/sub/x");
    put(renamed + "/z");
    stamp(renamed + "/a.csv", 1767225600000L);
    stamp(renamed + "/sub", 1767225600000L);
    // Names of catalogs, schemas and volumes have no case.
    JsonNode page = json(directory("GET", "/Volumes/Sales/RAW/Files/"));
    assertThat(page.has("next_page_token")).isFalse();
    page = json(call(DIRECTORIES + renamed + "?page_size=2"));
    JsonNode expected;
    try (var in = getClass().getResourceAsStream("/fixtures/fs_list.json")) {
      expected = Json.parse(in.readAllBytes());
    }
    assertThat(page.get("contents")).isEqualTo(expected.get("contents"));
    assertThat(page.get("next_page_token").isTextual()).isTrue();
  }

  private HttpResponse<byte[]> call(String rawPath) {
    return files.send("GET", rawPath, BodyPublishers.noBody());
  }

  private List<String> allPages(String path, String query) {
    List<String> names = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      HttpResponse<byte[]> response =
          call(DIRECTORIES + path + "?" + query + "&page_token=" + token);
      assertThat(response.statusCode()).isEqualTo(200);
      json(response).path("contents").forEach(e -> names.add(e.get("name").asText()));
      token = json(response).path("next_page_token").asText();
      assertThat(++pages).isLessThan(100);
    } while (!token.isEmpty());
    return names;
  }

  @Test
  void pagesNeitherRepeatNorHideEntries() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      expected.add(String.format("f%02d", i));
      put(VOLUME + "/d/" + expected.get(i));
    }
    assertThat(allPages(VOLUME + "/d", "page_size=10")).isEqualTo(expected);
    assertThat(allPages(VOLUME + "/d", "page_size=0")).isEqualTo(expected);
    control.patch("/sandbox/files/settings", "{\"list_page_size\":7}");
    JsonNode first = json(call(DIRECTORIES + VOLUME + "/d"));
    assertThat(first.get("contents")).hasSize(7);
    // A file that was already listed goes, one before it comes: the rest stays the same.
    files.send("DELETE", Bytes.file(VOLUME + "/d/f06"), BodyPublishers.noBody());
    put(VOLUME + "/d/e");
    String token = first.get("next_page_token").asText();
    JsonNode second = json(call(DIRECTORIES + VOLUME + "/d?page_size=3&page_token=" + token));
    assertThat(second.get("contents").findValuesAsText("name"))
        .containsExactly("f07", "f08", "f09");
    assertThat(call(DIRECTORIES + VOLUME + "?page_token=" + token).statusCode()).isEqualTo(400);
    assertThat(call(DIRECTORIES + VOLUME + "/d?page_token=x").statusCode()).isEqualTo(400);
    assertThat(call(DIRECTORIES + VOLUME + "/d?page_size=-1").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aListingMayBeginWithAnEmptyPage(boolean withArray) {
    put(VOLUME + "/a");
    box.close();
    open(new Settings(2, 300, 60_000, 4_000, 1 << 20, 60_000, 3_600, 2, true, withArray));
    JsonNode first = json(call(DIRECTORIES + VOLUME));
    assertThat(first.has("contents")).isEqualTo(withArray);
    assertThat(first.get("next_page_token").asText()).isNotEmpty();
    assertThat(allPages(VOLUME, "page_size=5")).containsExactly("a");
  }

  @Test
  void directoriesAreMadeWithTheirParentsAndRemovedWhenEmpty() {
    assertThat(directory("HEAD", VOLUME).statusCode()).isEqualTo(200);
    assertThat(json(directory("GET", VOLUME)).size()).isZero();
    assertThat(directory("HEAD", VOLUME + "/a/b").statusCode()).isEqualTo(404);
    assertThat(directory("PUT", VOLUME + "/a/b").statusCode()).isEqualTo(204);
    assertThat(directory("PUT", VOLUME + "/a/b/").statusCode()).isEqualTo(204);
    assertThat(directory("HEAD", VOLUME + "/a/b").statusCode()).isEqualTo(200);
    refused(directory("DELETE", VOLUME + "/a"), 400, "FILES_API_DIRECTORY_IS_NOT_EMPTY");
    assertThat(json(directory("DELETE", VOLUME + "/a")).get("error_code").asText())
        .isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(directory("DELETE", VOLUME + "/a/b").statusCode()).isEqualTo(204);
    refused(directory("DELETE", VOLUME + "/a/b"), 404, "FILES_API_DIRECTORY_IS_NOT_FOUND");
    refused(directory("GET", VOLUME + "/a/b"), 404, "FILES_API_DIRECTORY_IS_NOT_FOUND");
    assertThat(directory("DELETE", VOLUME + "/a").statusCode()).isEqualTo(204);
    refused(directory("DELETE", VOLUME), 400, "FILES_API_INVALID_PATH");
    refused(directory("GET", "/Volumes/main/default/nope"), 404, "FILES_API_RESOURCE_NOT_FOUND");
  }

  @Test
  void filesAndDirectoriesDoNotMix() {
    put(VOLUME + "/d/file");
    for (String path : List.of(VOLUME + "/d/file", VOLUME + "/d/file/below")) {
      assertThat(directory("PUT", path).statusCode()).as(path).isEqualTo(409);
      assertThat(directory("HEAD", path).statusCode()).as(path).isEqualTo(404);
      assertThat(directory("GET", path).statusCode()).as(path).isEqualTo(404);
      assertThat(directory("DELETE", path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(files.put(VOLUME + "/d/file/below", new byte[1]).statusCode()).isEqualTo(409);
    assertThat(files.put(VOLUME + "/d", new byte[1]).statusCode()).isEqualTo(409);
    assertThat(files.get(VOLUME + "/d").statusCode()).isEqualTo(404);
    assertThat(files.get(VOLUME + "/d/file/below").statusCode()).isEqualTo(404);
    assertThat(
            files.send("DELETE", Bytes.file(VOLUME + "/d"), BodyPublishers.noBody()).statusCode())
        .isEqualTo(404);
    assertThat(files.get(VOLUME + "/d/file").statusCode()).isEqualTo(200);
  }

  @Test
  void directoriesMayVanishWithTheirLastFile() {
    put(VOLUME + "/a/b/x");
    control.patch("/sandbox/files/settings", "{\"implicit_directories\":true}");
    assertThat(directory("HEAD", VOLUME + "/a/b").statusCode()).isEqualTo(200);
    files.send("DELETE", Bytes.file(VOLUME + "/a/b/x"), BodyPublishers.noBody());
    for (String path : List.of(VOLUME + "/a/b", VOLUME + "/a", VOLUME)) {
      assertThat(directory("HEAD", path).statusCode()).as(path).isEqualTo(404);
      refused(directory("GET", path), 404, "FILES_API_DIRECTORY_IS_NOT_FOUND");
    }
  }

  @Test
  void aSharedVolumeIsReadOnly() {
    Metastore source = box.metastore(box.source());
    Metastore target = box.metastore(box.target());
    put(VOLUME + "/a/x");
    source.createShare("s", null, "me");
    source.updateShare(
        "s",
        List.of(
            new ShareUpdate(
                "ADD",
                new SharedObject(
                    "VOLUME", "main.default.files", "docs.inbox", null, null, 0, "me"))),
        null,
        null,
        null);
    source.createRecipient("r", "DATABRICKS", target.globalId(), null, "me");
    source.updateSharePermissions("s", List.of(new PermissionChange("r", List.of("SELECT"), null)));
    target.createSharedCatalog("mirror", target.providers().get(0).name(), "s", null, "me");
    Bytes shared = new Bytes(box, box.target());
    String volume = "/Volumes/mirror/docs/inbox";
    assertThat(shared.get(volume + "/a/x").body()).hasSize(12);
    JsonNode entry =
        json(shared.send("GET", DIRECTORIES + volume, BodyPublishers.noBody())).at("/contents/0");
    assertThat(entry.get("path").asText()).isEqualTo(volume + "/a/");
    List<HttpResponse<byte[]>> writes =
        List.of(
            shared.put(volume + "/new", new byte[1]),
            shared.send("DELETE", Bytes.file(volume + "/a/x"), BodyPublishers.noBody()),
            shared.send("PUT", DIRECTORIES + volume + "/d", BodyPublishers.noBody()),
            shared.send("DELETE", DIRECTORIES + volume + "/a", BodyPublishers.noBody()),
            shared.send(
                "POST",
                Bytes.file(volume + "/new") + "?action=initiate-upload",
                BodyPublishers.noBody()));
    for (HttpResponse<byte[]> write : writes) {
      assertThat(write.statusCode()).isEqualTo(403);
      assertThat(json(write).get("error_code").asText()).isEqualTo("PERMISSION_DENIED");
    }
    source.updateSharePermissions("s", List.of(new PermissionChange("r", null, List.of("SELECT"))));
    HttpResponse<byte[]> revoked = shared.get(volume + "/a/x");
    assertThat(revoked.statusCode()).isEqualTo(403);
    assertThat(json(revoked).get("error_code").asText()).isEqualTo("PROVIDER_SHARE_NOT_ACCESSIBLE");
  }

  @Test
  void anExternalVolumeIsThePlaceBehindItsUrl() throws Exception {
    Metastore metastore = box.metastore(box.source());
    metastore
        .external()
        .createCredential(
            new StorageCredential(
                null,
                "cred",
                "aws_iam_role",
                Map.of("role_arn", "arn:aws:iam::123456789012:role/x"),
                null,
                false,
                "me",
                null,
                0,
                0));
    metastore.external().createLocation("loc", "s3://lake", "cred", null, "me");
    metastore
        .volumes()
        .create("main", "default", "ext", "EXTERNAL", "s3://lake/in box/", null, "me");
    put("/Volumes/main/default/ext/a b/x");
    Path onDisk = box.world.storage().directory("s3://lake/in box/a b/x");
    assertThat(onDisk).hasSize(12);
    assertThat(json(directory("GET", "/Volumes/main/default/ext/a b")).at("/contents/0/name"))
        .hasToString("\"x\"");
    metastore.external().updateLocation("loc", null, NO_CHANGE, Flags.ofReadOnly(true));
    HttpResponse<byte[]> refused = files.put("/Volumes/main/default/ext/y", new byte[1]);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(json(refused).get("message").asText()).contains("'loc' is read only");
    metastore.volumes().drop("main", "default", "ext");
    assertThat(onDisk).exists();
  }

  @Test
  void aRestartKeepsFilesAndForgetsWhatWasNotFinished() throws Exception {
    put(VOLUME + "/kept");
    HttpResponse<byte[]> begun =
        files.send(
            "POST",
            Bytes.file(VOLUME + "/never") + "?action=initiate-upload",
            BodyPublishers.noBody());
    assertThat(begun.statusCode()).isEqualTo(200);
    assertThat(leftovers()).isNotEmpty();
    box.close();
    open(TestSandbox.SETTINGS);
    assertThat(files.get(VOLUME + "/kept").body()).hasSize(12);
    assertThat(leftovers()).isEmpty();
    assertThat(json(directory("GET", VOLUME)).get("contents")).hasSize(1);
  }

  private List<Path> leftovers() throws IOException {
    try (var all = Files.walk(data)) {
      return all.filter(p -> p.getParent().endsWith("~~uploads")).toList();
    }
  }

  @Test
  void aRenamedVolumeKeepsItsFilesAndANewOneOfThatNameHasNone() {
    put(VOLUME + "/x");
    var volumes = box.metastore(box.source()).volumes();
    volumes.update("main", "default", "files", Map.of("new_name", "other"));
    assertThat(files.get("/Volumes/main/default/other/x").statusCode()).isEqualTo(200);
    assertThat(files.get(VOLUME + "/x").statusCode()).isEqualTo(404);
    volumes.create("main", "default", "files", "MANAGED", null, null, "me");
    assertThat(json(directory("GET", VOLUME)).has("contents")).isFalse();
    volumes.drop("main", "default", "other");
    assertThat(files.get("/Volumes/main/default/other/x").statusCode()).isEqualTo(404);
  }
}
