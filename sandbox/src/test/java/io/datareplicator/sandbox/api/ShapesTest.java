package io.datareplicator.sandbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.Http.Answer;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Field names and JSON types of answers against the reference documents, and paging. */
class ShapesTest {
  private static final String UC = "/api/2.1/unity-catalog";
  private static final Set<String> NONE = Set.of();
  @TempDir static Path data;
  private static TestSandbox box;
  private static Http source;
  private static Http target;

  @BeforeAll
  static void start() {
    box = TestSandbox.scripted(data, TestSandbox.SETTINGS);
    source = box.http(box.source());
    target = box.http(box.target());
    Metastore metastore = box.metastore(box.source());
    metastore.putTable("main", "default", TestSandbox.table("orders", "MANAGED"), false);
    metastore.putTable("main", "default", TestSandbox.table("ext", "EXTERNAL"), false);
    metastore.putTable("main", "default", TestSandbox.table("v_orders", "VIEW"), false);
    ok(
        source.post(
            UC + "/catalogs",
            "{\"name\":\"sales\",\"comment\":\"c\",\"properties\":{\"team\":\"a\"}}"));
    ok(
        source.post(
            UC + "/schemas", "{\"name\":\"raw\",\"catalog_name\":\"sales\",\"comment\":\"\"}"));
    ok(source.post(UC + "/shares", "{\"name\":\"src_share\",\"comment\":\"\"}"));
    ok(
        source.patch(
            UC + "/shares/src_share",
            "{\"updates\":[{\"action\":\"ADD\",\"data_object\":{\"name\":\"main.default\","
                + "\"data_object_type\":\"SCHEMA\"}},{\"action\":\"ADD\",\"data_object\":{\"name\":"
                + "\"main.default.orders\",\"data_object_type\":\"TABLE\",\"cdf_enabled\":true}}]}"));
    String id = box.metastore(box.target()).globalId();
    ok(
        source.post(
            UC + "/recipients",
            "{\"name\":\"dr_recipient\",\"authentication_type\":\"DATABRICKS\","
                + "\"data_recipient_global_metastore_id\":\""
                + id
                + "\"}"));
    ok(
        source.patch(
            UC + "/shares/src_share/permissions",
            "{\"changes\":[{\"principal\":\"dr_recipient\",\"add\":[\"SELECT\"]}]}"));
    ok(
        target.post(
            UC + "/catalogs",
            "{\"name\":\"src_shared\",\"provider_name\":\"sandbox-source\",\"share_name\":"
                + "\"src_share\"}"));
    ok(source.post("/api/2.0/secrets/scopes/create", "{\"scope\":\"s\"}"));
    ok(
        source.post(
            "/api/2.0/secrets/put", "{\"scope\":\"s\",\"key\":\"token\",\"string_value\":\"x\"}"));
  }

  @AfterAll
  static void stop() {
    box.close();
  }

  private static JsonNode ok(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void catalogs() {
    Shape.check(
        ok(source.get(UC + "/catalogs/sales")),
        "catalog_get",
        NONE,
        "name",
        "full_name",
        "owner",
        "comment",
        "catalog_type",
        "metastore_id",
        "isolation_mode",
        "storage_location",
        "properties",
        "enable_predictive_optimization",
        "effective_predictive_optimization_flag.value",
        "securable_type",
        "browse_only",
        "provisioning_info.state",
        "created_at",
        "created_by",
        "updated_at",
        "updated_by");
    Shape.check(
        ok(target.get(UC + "/catalogs/src_shared")),
        "catalog_from_share",
        NONE,
        "provider_name",
        "share_name",
        "isolation_mode",
        "securable_type",
        "created_by");
  }

  @Test
  void schemas() {
    Shape.check(
        ok(source.get(UC + "/schemas/sales.raw")),
        "schema_get",
        NONE,
        "name",
        "catalog_name",
        "full_name",
        "comment",
        "schema_id",
        "metastore_id",
        "browse_only",
        "created_at");
  }

  @Test
  void tables() {
    Shape.check(
        ok(
            source.get(
                UC
                    + "/tables/main.default.orders?include_manifest_capabilities=true"
                    + "&include_delta_metadata=true")),
        "table_get_managed",
        Set.of("delta.lastUpdateVersion"),
        "columns",
        "storage_location",
        "properties",
        "table_id",
        "data_source_format",
        "securable_kind_manifest.securable_kind",
        "data_access_configuration_id");
    Shape.check(
        ok(source.get(UC + "/tables/main.default.ext")), "table_get_external", NONE, "table_type");
    Shape.check(
        ok(source.get(UC + "/tables/main.default.v_orders")), "table_get_view", NONE, "sql_path");
    JsonNode list =
        ok(
            source.get(
                UC
                    + "/tables?catalog_name=main&schema_name=default&omit_columns=true"
                    + "&omit_properties=true&max_results=1"));
    Shape.check(list, "tables_list", NONE, "tables", "next_page_token");
    Shape.check(
        ok(source.get(UC + "/table-summaries?catalog_name=main&max_results=1")),
        "table_summaries",
        NONE,
        "tables",
        "next_page_token");
    assertThat(ok(source.get(UC + "/tables/main.default.orders/exists")))
        .isEqualTo(Shape.fixture("table_exists"));
  }

  @Test
  void sharing() {
    Shape.check(
        ok(source.get(UC + "/shares/src_share?include_shared_data=true")),
        "share_get",
        NONE,
        "name",
        "owner",
        "objects",
        "created_at",
        "updated_by");
    Shape.check(
        ok(source.get(UC + "/shares/src_share/permissions")),
        "share_permissions",
        NONE,
        "privilege_assignments");
    Shape.check(
        ok(source.get(UC + "/recipients/dr_recipient")),
        "recipient_get",
        NONE,
        "cloud",
        "region",
        "metastore_id",
        "activated",
        "data_recipient_global_metastore_id",
        "properties_kvpairs.properties");
    Shape.check(
        ok(source.get(UC + "/recipients/dr_recipient/share-permissions")),
        "recipient_share_permissions",
        NONE,
        "permissions_out");
    Shape.check(ok(target.get(UC + "/providers")), "providers_list", NONE, "providers");
    assertThat(ok(target.get(UC + "/providers/sandbox-source/shares")))
        .isEqualTo(Shape.fixture("provider_shares"));
  }

  @Test
  void identityAndPlace() {
    Shape.check(
        ok(source.get(UC + "/metastore_summary")), "metastore_summary", NONE, "metastore_id");
    Shape.check(
        ok(source.get(UC + "/current-metastore-assignment")),
        "current_metastore_assignment",
        NONE,
        "metastore_id",
        "workspace_id",
        "default_catalog_name");
    Shape.check(
        ok(source.get("/api/2.0/preview/scim/v2/Me")), "scim_me", NONE, "userName", "groups");
    Shape.check(
        ok(source.get("/api/2.0/secrets/get?scope=s&key=token")), "secret_get", NONE, "value");
    Http open = box.anonymous(box.source());
    Shape.check(
        ok(open.get("/.well-known/databricks-config")),
        "well_known_databricks_config",
        NONE,
        "oidc_endpoint",
        "account_id",
        "workspace_id",
        "cloud");
    Shape.check(
        ok(open.get("/oidc/.well-known/oauth-authorization-server")),
        "oidc_discovery",
        NONE,
        "token_endpoint");
  }

  @Test
  void warehouses() {
    JsonNode warehouse = ok(source.get("/api/2.0/sql/warehouses/" + box.source().warehouseId()));
    Shape.check(
        warehouse,
        "warehouse_get",
        NONE,
        "id",
        "name",
        "state",
        "odbc_params.path",
        "health.status");
  }

  @Test
  void statements() {
    String path = "/api/2.0/sql/statements";
    String start = "{\"warehouse_id\":\"" + box.source().warehouseId() + "\",\"statement\":";
    Shape.check(
        ok(source.post(path, start + "\"ROWS 3\"}")),
        "sql_succeeded_inline",
        NONE,
        "manifest.schema.columns",
        "result.data_array");
    JsonNode ddl = ok(source.post(path, start + "\"DDL\"}"));
    Shape.check(ddl, "sql_succeeded_ddl", NONE, "manifest.total_byte_count");
    assertThat(ddl.get("manifest")).isEqualTo(Shape.fixture("sql_succeeded_ddl").get("manifest"));
    Shape.check(ok(source.post(path, start + "\"FAIL\"}")), "sql_failed", NONE, "status.sql_state");
    Shape.check(
        ok(source.post(path, start + "\"DDL\",\"wait_timeout\":\"0s\"}")),
        "sql_pending",
        NONE,
        "status.state");
    JsonNode large = ok(source.post(path, start + "\"ROWS 500 20\"}"));
    String id = large.get("statement_id").asText();
    int last = large.at("/manifest/total_chunk_count").asInt() - 1;
    Shape.check(
        ok(source.get(path + "/" + id + "/result/chunks/" + last)),
        "sql_chunk_inline",
        NONE,
        "chunk_index",
        "row_offset",
        "row_count",
        "data_array");
  }

  @Test
  void errors() {
    Answer missing = source.get(UC + "/schemas/nope.nope");
    assertThat(missing.errorCode()).isEqualTo("CATALOG_DOES_NOT_EXIST");
    Shape.check(
        source.get(UC + "/schemas/main.nope").json(),
        "err_uc_not_found",
        NONE,
        "error_code",
        "message",
        "details");
  }

  @Test
  void pagingRules() {
    assertThat(ok(source.get(UC + "/catalogs")).get("catalogs")).hasSize(3);
    assertThat(ok(source.get(UC + "/catalogs?max_results=0")).has("next_page_token")).isFalse();
    assertThat(source.get(UC + "/catalogs?max_results=-1").status()).isEqualTo(400);
    assertThat(source.get(UC + "/catalogs?max_results=x").status()).isEqualTo(400);
    assertThat(source.get(UC + "/catalogs?max_results=99999999999").status()).isEqualTo(400);
    assertThat(source.get(UC + "/catalogs?max_results=1&page_token=nonsense").status())
        .isEqualTo(400);
    assertThat(ok(target.get(UC + "/shares"))).isEmpty();
    JsonNode first = ok(source.get(UC + "/catalogs?max_results=1"));
    String token = first.get("next_page_token").asText();
    // What comes and goes between two pages neither repeats nor hides another entry.
    ok(source.post(UC + "/catalogs", "{\"name\":\"aaa\"}"));
    JsonNode second = ok(source.get(UC + "/catalogs?max_results=1&page_token=" + token));
    assertThat(second.at("/catalogs/0/name").asText()).isEqualTo("sales");
    ok(source.delete(UC + "/catalogs/aaa?force=true"));
    assertThat(source.get(UC + "/shares?max_results=1&page_token=" + token).status())
        .isEqualTo(400);
  }

  @Test
  void emptyPagesComeInBothEncodings() {
    for (boolean withArray : List.of(true, false)) {
      Settings settings =
          new Settings(2, 1, 60_000, 4_000, 1 << 20, 60_000, 60, 2, true, withArray);
      try (TestSandbox other = TestSandbox.scripted(data.resolve("p" + withArray), settings)) {
        Http http = other.http(other.source());
        JsonNode page = ok(http.get(UC + "/catalogs?max_results=0"));
        assertThat(page.has("catalogs")).isEqualTo(withArray);
        List<String> names = new ArrayList<>();
        while (page.has("next_page_token")) {
          String token = page.get("next_page_token").asText();
          page = ok(http.get(UC + "/catalogs?max_results=0&page_token=" + token));
          page.path("catalogs").forEach(c -> names.add(c.get("name").asText()));
        }
        assertThat(names).containsExactly("main", "system");
      }
    }
  }
}
