package io.datareplicator.sandbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.StorageCredential;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.Http.Answer;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volumes over REST: fields, refusals, paging, sharing, durability. */
class VolumeApiTest {
  private static final String UC = "/api/2.1/unity-catalog";
  private static final String VOLUMES = UC + "/volumes";
  @TempDir Path data;
  private TestSandbox box;
  private Http source;
  private Http target;

  @BeforeEach
  void start() {
    open();
    ok(source.post(UC + "/catalogs", "{\"name\":\"sales\"}"));
    ok(source.post(UC + "/schemas", "{\"name\":\"raw\",\"catalog_name\":\"sales\"}"));
  }

  private void open() {
    box = TestSandbox.scripted(data, TestSandbox.SETTINGS);
    source = box.http(box.source());
    target = box.http(box.target());
  }

  @AfterEach
  void stop() {
    box.close();
  }

  private static JsonNode ok(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private Answer create(String name, String type, String more) {
    return source.post(
        VOLUMES,
        "{\"catalog_name\":\"sales\",\"schema_name\":\"RAW\",\"name\":\""
            + name
            + "\",\"volume_type\":\""
            + type
            + "\""
            + more
            + "}");
  }

  private static String location(JsonNode volume) {
    return volume.get("storage_location").asText();
  }

  @Test
  void aManagedVolumeHasTheFieldsOfTheReference() {
    JsonNode created = ok(create("Files", "MANAGED", ",\"comment\":\"\""));
    Shape.check(created, "volume_get", Set.of(), "volume_id", "created_at", "owner", "browse_only");
    assertThat(created.get("full_name").asText()).isEqualTo("sales.raw.files");
    assertThat(location(created))
        .startsWith("file:/")
        .contains("/__unitystorage/catalogs/")
        .endsWith("/volumes/" + created.get("volume_id").asText());
    assertThat(ok(source.get(VOLUMES + "/SALES.raw.FILES"))).isEqualTo(created);
    JsonNode list = ok(source.get(VOLUMES + "?catalog_name=sales&schema_name=raw"));
    Shape.check(list, "volumes_list", Set.of(), "volumes");
    assertThat(list.get("volumes").get(0)).isEqualTo(created);
  }

  @Test
  void anExternalVolumeLosesSlashesAndMustNotOverlap() {
    JsonNode created =
        ok(create("ext", "EXTERNAL", ",\"storage_location\":\"file:/lake/files///\""));
    assertThat(location(created)).isEqualTo("file:/lake/files");
    assertThat(created.get("volume_type").asText()).isEqualTo("EXTERNAL");
    for (String location : List.of("file:/lake", "file:/lake/files", "file:/lake/files/sub/")) {
      Answer answer = create("o", "EXTERNAL", ",\"storage_location\":\"" + location + "\"");
      assertThat(answer.errorCode()).startsWith("INVALID_PARAMETER_VALUE");
      assertThat(answer.body()).contains("overlaps").contains("sales.raw.ext");
    }
    ok(create("near", "EXTERNAL", ",\"storage_location\":\"file:/lake/files2\""));
  }

  @Test
  void aCloudLocationMustBeCovered() {
    String location = ",\"storage_location\":\"s3://lake/files/\"";
    Answer refused = create("ext", "EXTERNAL", location);
    assertThat(refused.errorCode()).isEqualTo("NO_PARENT_EXTERNAL_LOCATION_FOR_PATH");
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
    assertThat(location(ok(create("ext", "EXTERNAL", location)))).isEqualTo("s3://lake/files");
    assertThat(create("o", "EXTERNAL", ",\"storage_location\":\"s3a://LAKE/files/x\"").body())
        .contains("overlaps");
    assertThat(create("o", "EXTERNAL", ",\"storage_location\":\"ftp://lake/files\"").errorCode())
        .isEqualTo("INVALID_PARAMETER_VALUE");
    assertThatThrownBy(() -> metastore.external().dropLocation("loc", false))
        .hasMessageContaining("'sales.raw.ext' depends on it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "m|MANAGED|,\"storage_location\":\"file:/x\"|CreateVolume storage_location can not be provided.",
        "e|EXTERNAL||storage_location must be provided",
        "x|SOMETHING||volume_type must be",
        "a b|MANAGED||is not a valid name",
        "a.b|MANAGED||is not a valid name"
      })
  void refusesWhatDatabricksRefuses(String name, String type, String more, String message) {
    Answer answer = create(name, type, more == null ? "" : more);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(answer.json().get("message").asText()).contains(message);
  }

  @Test
  void missingAndTakenNames() {
    ok(create("files", "MANAGED", ""));
    Answer again = create("FILES", "MANAGED", "");
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.errorCode()).isEqualTo("VOLUME_ALREADY_EXISTS");
    Answer missing = source.get(VOLUMES + "/sales.raw.nope");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.json().get("message").asText())
        .isEqualTo("Volume 'sales.raw.nope' does not exist.");
    assertThat(source.get(VOLUMES + "?catalog_name=sales&schema_name=nope").errorCode())
        .isEqualTo("SCHEMA_DOES_NOT_EXIST");
    assertThat(source.get(VOLUMES + "?catalog_name=sales").status()).isEqualTo(400);
    assertThat(source.delete(VOLUMES + "/sales.raw.nope").status()).isEqualTo(404);
    assertThat(source.get(VOLUMES + "/sales.raw").status()).isEqualTo(400);
  }

  @Test
  void changesSurviveARestart() {
    JsonNode created = ok(create("files", "MANAGED", ",\"comment\":\"old\""));
    JsonNode changed =
        ok(
            source.patch(
                VOLUMES + "/sales.raw.files",
                "{\"new_name\":\"Docs\",\"owner\":\"account users\",\"comment\":\"new\"}"));
    assertThat(changed.get("full_name").asText()).isEqualTo("sales.raw.docs");
    assertThat(location(changed)).isEqualTo(location(created));
    assertThat(source.get(VOLUMES + "/sales.raw.files").status()).isEqualTo(404);
    assertThat(source.patch(VOLUMES + "/sales.raw.docs", "{}").status()).isEqualTo(400);
    assertThat(source.patch(VOLUMES + "/sales.raw.docs", "{\"owner\":\"\"}").status())
        .isEqualTo(400);
    box.close();
    open();
    assertThat(ok(source.get(VOLUMES + "/sales.raw.docs"))).isEqualTo(changed);
    assertThat(source.delete(UC + "/schemas/sales.raw").errorCode()).isEqualTo("SCHEMA_NOT_EMPTY");
    ok(source.delete(VOLUMES + "/sales.raw.docs"));
    ok(source.delete(UC + "/schemas/sales.raw"));
  }

  @Test
  void pagesThroughVolumes() {
    for (int i = 0; i < 5; i++) {
      ok(create("v" + i, "MANAGED", ""));
    }
    List<String> names = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          ok(
              source.get(
                  VOLUMES
                      + "?catalog_name=sales&schema_name=raw&max_results=2&page_token="
                      + token));
      page.path("volumes").forEach(v -> names.add(v.get("name").asText()));
      token = page.path("next_page_token").asText();
    } while (!token.isEmpty());
    assertThat(names).containsExactly("v0", "v1", "v2", "v3", "v4");
  }

  private void share(String objects) {
    ok(source.post(UC + "/shares", "{\"name\":\"s\"}"));
    ok(source.patch(UC + "/shares/s", "{\"updates\":[" + objects + "]}"));
    ok(
        source.post(
            UC + "/recipients",
            "{\"name\":\"r\",\"authentication_type\":\"DATABRICKS\","
                + "\"data_recipient_global_metastore_id\":\""
                + box.metastore(box.target()).globalId()
                + "\"}"));
    ok(
        source.patch(
            UC + "/shares/s/permissions",
            "{\"changes\":[{\"principal\":\"r\",\"add\":[\"SELECT\"]}]}"));
    ok(
        target.post(
            UC + "/catalogs",
            "{\"name\":\"mirror\",\"provider_name\":\"sandbox-source\",\"share_name\":\"s\"}"));
  }

  private static String add(String type, String name, String more) {
    return "{\"action\":\"ADD\",\"data_object\":{\"data_object_type\":\""
        + type
        + "\",\"name\":\""
        + name
        + "\""
        + more
        + "}}";
  }

  @Test
  void aSharedSchemaShowsItsVolumes() {
    ok(create("ext", "EXTERNAL", ",\"storage_location\":\"file:/lake/files\""));
    share(add("SCHEMA", "sales.raw", ""));
    ok(create("later", "MANAGED", ""));
    JsonNode list = ok(target.get(VOLUMES + "?catalog_name=mirror&schema_name=raw"));
    assertThat(list.get("volumes").findValuesAsText("full_name"))
        .containsExactly("mirror.raw.ext", "mirror.raw.later");
    assertThat(list.get("volumes").findValuesAsText("volume_type"))
        .containsExactly("MANAGED", "MANAGED");
    JsonNode one = ok(target.get(VOLUMES + "/mirror.raw.ext"));
    assertThat(one).isEqualTo(list.get("volumes").get(0));
    assertThat(one.get("owner").asText()).isEqualTo(box.target().user());
    Answer refused =
        target.post(
            VOLUMES,
            "{\"catalog_name\":\"mirror\",\"schema_name\":\"raw\",\"name\":\"x\",\"volume_type\":\"MANAGED\"}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.errorCode()).isEqualTo("PERMISSION_DENIED");
    assertThat(target.patch(VOLUMES + "/mirror.raw.ext", "{\"comment\":\"x\"}").status())
        .isEqualTo(403);
    assertThat(target.delete(VOLUMES + "/mirror.raw.ext").status()).isEqualTo(403);
    ok(source.delete(VOLUMES + "/sales.raw.ext"));
    assertThat(target.get(VOLUMES + "/mirror.raw.ext").status()).isEqualTo(404);
  }

  @Test
  void aVolumeIsSharedUnderItsOwnOrAnotherName() {
    ok(create("files", "MANAGED", ""));
    ok(create("other", "MANAGED", ""));
    box.metastore(box.source())
        .putTable("sales", "raw", TestSandbox.table("files", "MANAGED"), false);
    share(
        add("VOLUME", "sales.raw.files", ",\"string_shared_as\":\"Docs.Inbox\"")
            + ","
            + add("VOLUME", "sales.raw.other", ""));
    JsonNode objects = ok(source.get(UC + "/shares/s?include_shared_data=true"));
    Shape.check(objects, "share_get", Set.of());
    assertThat(objects.get("objects").findValuesAsText("string_shared_as"))
        .containsExactly("docs.inbox", "raw.other");
    assertThat(objects.at("/objects/0").has("shared_as")).isFalse();
    assertThat(ok(target.get(VOLUMES + "/mirror.docs.inbox")).get("schema_name").asText())
        .isEqualTo("docs");
    assertThat(ok(target.get(UC + "/tables?catalog_name=mirror&schema_name=docs")).get("tables"))
        .isNull();
    assertThat(source.delete(VOLUMES + "/sales.raw.files").errorCode()).isEqualTo("INVALID_STATE");
    ok(source.patch(VOLUMES + "/sales.raw.files", "{\"new_name\":\"renamed\"}"));
    ok(target.get(VOLUMES + "/mirror.docs.inbox"));
    // The table of the same name is another object and can go.
    ok(source.delete(UC + "/tables/sales.raw.files"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "VOLUME|sales.raw.files|,\"shared_as\":\"a.b\"|shared_as can not be set",
        "TABLE|sales.raw.files|,\"string_shared_as\":\"a.b\"|string_shared_as can not be set",
        "VOLUME|sales.raw.files|,\"history_data_sharing_status\":\"ENABLED\"|history_data_sharing_status",
        "VOLUME|sales.raw.nope||Volume 'sales.raw.nope' does not exist.",
        "VOLUME|sales.raw||is not a full name of 3 parts"
      })
  void refusesMalformedObjects(String type, String name, String more, String message) {
    ok(create("files", "MANAGED", ""));
    ok(source.post(UC + "/shares", "{\"name\":\"s\"}"));
    Answer answer =
        source.patch(
            UC + "/shares/s", "{\"updates\":[" + add(type, name, more == null ? "" : more) + "]}");
    assertThat(answer.status()).isBetween(400, 404);
    assertThat(answer.json().get("message").asText()).contains(message);
  }
}
