package io.datareplicator.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkControlTest {
  private static final String UC = "/api/2.1/unity-catalog";

  private Path directory;
  private TestSandbox box;
  private Http http;
  private Http control;

  @BeforeEach
  void start(@TempDir Path data) {
    directory = data;
    box = TestSandbox.scripted(data, Settings.fromSystemProperties());
    http = box.http(box.source());
    control = box.anonymous(box.source());
  }

  @AfterEach
  void stop() {
    box.close();
  }

  private static final String THREE =
      "{\"catalog\":\"bulk\",\"schemas\":1,\"tables\":3,\"columns\":2,\"table_tags\":1,"
          + "\"column_tags\":2,\"principals\":[\"account users\"]}";

  @Test
  void tablesHaveColumnsTagsAndPrivileges() {
    assertThat(control.post("/sandbox/bulk", THREE).json().get("tables").asInt()).isEqualTo(3);
    JsonNode tables =
        http.get(
                UC
                    + "/tables?catalog_name=bulk&schema_name=s0&omit_columns=true&omit_properties=true")
            .json()
            .get("tables");
    assertThat(tables).hasSize(3);
    assertThat(tables.get(2).get("comment").asText()).isEqualTo("comment of t2");
    String tags = UC + "/entity-tag-assignments/tables/bulk.s0.t1/tags";
    assertThat(http.get(tags).json().at("/tag_assignments/0/tag_value").asText()).isEqualTo("v0");
    assertThat(http.get(UC + "/permissions/table/bulk.s0.t1").json().toString())
        .contains("account users", "SELECT");
    assertThat(control.post("/sandbox/bulk", THREE).errorCode())
        .isEqualTo("CATALOG_ALREADY_EXISTS");
  }

  @Test
  void whatIsDroppedIsForgotten() {
    control.post("/sandbox/bulk", THREE);
    String metastore = stateFile();
    assertThat(metastore).contains("\"k1\"");
    assertThat(http.delete(UC + "/catalogs/bulk?force=true").status()).isEqualTo(200);
    assertThat(stateFile()).doesNotContain("\"k1\"", "account users");
  }

  private String stateFile() {
    try {
      return Files.readString(
          directory.resolve("metastore-" + box.source().metastoreId() + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void refuses() {
    assertThat(control.post("/sandbox/bulk", "{}").errorCode())
        .isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(
            control
                .post("/sandbox/bulk", "{\"catalog\":\"b\",\"schemas\":1,\"tables\":20001}")
                .errorCode())
        .isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(
            control
                .post("/sandbox/bulk", "{\"catalog\":\"b\",\"principals\":[\"nobody\"]}")
                .errorCode())
        .isEqualTo("PRINCIPAL_DOES_NOT_EXIST");
  }

  @Test
  void changesAreLoggedAndReadsAreNot() {
    http.get(UC + "/catalogs");
    http.post(UC + "/schemas", "{\"name\":\"logged\",\"catalog_name\":\"main\"}");
    http.delete(UC + "/schemas/main.logged?force=true");
    JsonNode changes = control.get("/sandbox/requests").json().get("changes");
    assertThat(changes).hasSize(2);
    assertThat(changes.get(0).get("method").asText()).isEqualTo("POST");
    assertThat(changes.get(0).get("path").asText()).isEqualTo(UC + "/schemas");
    assertThat(changes.get(0).get("body").asText()).contains("logged");
    assertThat(changes.get(1).get("path").asText()).isEqualTo(UC + "/schemas/main.logged");
    control.delete("/sandbox/requests");
    assertThat(control.get("/sandbox/requests").json().get("changes")).isEmpty();
  }
}
