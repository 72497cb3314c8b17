package io.datareplicator.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.error.platform.AlreadyExists;
import com.databricks.sdk.core.error.platform.InvalidParameterValue;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.service.catalog.CreateEntityTagAssignmentRequest;
import com.databricks.sdk.service.catalog.EntityTagAssignment;
import com.databricks.sdk.service.catalog.ListEntityTagAssignmentsRequest;
import com.databricks.sdk.service.catalog.UpdateEntityTagAssignmentRequest;
import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** databricks-sdk-java, unmodified, against tags, grants and identities; pages are tiny. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GovernanceContractTest {
  private static final String UC = "/api/2.1/unity-catalog";
  private static final Settings SMALL_PAGES =
      new Settings(2, 100, 60_000, 4_000, 64L << 20, 60_000, 3_600, 2, true, true);
  private TestSandbox box;
  private WorkspaceClient source;
  private Http http;

  @BeforeAll
  void start(@TempDir Path data) {
    box = TestSandbox.scripted(data, SMALL_PAGES);
    http = box.http(box.source());
    source =
        new WorkspaceClient(
            new DatabricksConfig()
                .setHost(box.url(box.source()))
                .setToken(box.source().token())
                .setAuthType("pat"));
    box.metastore(box.source())
        .putTable("main", "default", TestSandbox.table("orders", "MANAGED"), false);
  }

  @AfterAll
  void stop() {
    box.close();
  }

  private static <T> List<T> list(Iterable<T> iterable) {
    List<T> all = new ArrayList<>();
    iterable.forEach(all::add);
    return all;
  }

  private static CreateEntityTagAssignmentRequest tag(
      String type, String name, String key, String value) {
    return new CreateEntityTagAssignmentRequest()
        .setTagAssignment(
            new EntityTagAssignment()
                .setEntityType(type)
                .setEntityName(name)
                .setTagKey(key)
                .setTagValue(value));
  }

  @Test
  void tagLifeCycle() {
    var api = source.entityTagAssignments();
    EntityTagAssignment created = api.create(tag("columns", "main.default.orders.ID", "pii", "no"));
    assertThat(created.getEntityName()).isEqualTo("main.default.orders.id");
    assertThat(created.getUpdatedBy()).isEqualTo(box.source().user());
    assertThat(created.getUpdateTime()).isNotNull();
    assertThatThrownBy(() -> api.create(tag("columns", "main.default.orders.id", "pii", "yes")))
        .isInstanceOf(AlreadyExists.class);
    EntityTagAssignment updated =
        api.update(
            new UpdateEntityTagAssignmentRequest()
                .setEntityType("columns")
                .setEntityName("main.default.orders.id")
                .setTagKey("pii")
                .setUpdateMask("tag_value")
                .setTagAssignment(
                    new EntityTagAssignment()
                        .setEntityType("columns")
                        .setEntityName("main.default.orders.id")
                        .setTagKey("pii")
                        .setTagValue("maybe")));
    assertThat(updated.getTagValue()).isEqualTo("maybe");
    assertThat(api.get("columns", "main.default.orders.id", "pii").getTagValue())
        .isEqualTo("maybe");
    api.delete("columns", "main.default.orders.id", "pii");
    assertThatThrownBy(() -> api.get("columns", "main.default.orders.id", "pii"))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> api.delete("columns", "main.default.orders.id", "pii"))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> api.create(tag("tables", "main.default.orders", "a.b", "x")))
        .isInstanceOf(InvalidParameterValue.class);
    assertThatThrownBy(() -> api.create(tag("columns", "main.default.orders.no", "a", "x")))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> api.create(tag("tables", "main.default.no", "a", "x")))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> api.create(tag("table", "main.default.orders", "a", "x")))
        .isInstanceOf(InvalidParameterValue.class);
  }

  @Test
  void tagsArePagedWithEmptyFirstPage() {
    for (int i = 0; i < 5; i++) {
      source.entityTagAssignments().create(tag("schemas", "main.default", "k" + i, "v"));
    }
    var all = new ListEntityTagAssignmentsRequest();
    all.setEntityType("schemas").setEntityName("MAIN.default");
    assertThat(list(source.entityTagAssignments().list(all)))
        .extracting(EntityTagAssignment::getTagKey)
        .containsExactly("k0", "k1", "k2", "k3", "k4");
    assertThat(list(source.entityTagAssignments().list(all.setMaxResults(3L))))
        .extracting(EntityTagAssignment::getEntityName)
        .hasSize(5)
        .containsOnly("main.default");
    String url = UC + "/entity-tag-assignments/schemas/main.default/tags?max_results=2";
    var first = http.get(url).json();
    assertThat(first.get("tag_assignments")).isEmpty();
    assertThat(first.get("next_page_token").asText()).isNotEmpty();
  }

  @Test
  void tagsOnTheWire() {
    String root = UC + "/entity-tag-assignments";
    var created =
        http.post(
            root, "{\"entity_type\":\"catalogs\",\"entity_name\":\"main\",\"tag_key\":\"a b'ü\"}");
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.json().get("tag_value").asText()).isEmpty();
    assertThat(created.json().get("update_time").asText()).endsWith("Z");
    String path = root + "/catalogs/main/tags/a%20b%27%C3%BC";
    assertThat(http.get(path).json().get("tag_key").asText()).isEqualTo("a b'ü");
    assertThat(http.patch(path, "{\"tag_value\":\"x\"}").errorCode())
        .isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(http.patch(path + "?update_mask=tag_key", "{\"tag_value\":\"x\"}").errorCode())
        .isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(http.delete(path).status()).isEqualTo(200);
    assertThat(http.get(root + "/catalogs/main/tags").json()).isEmpty();
    assertThat(http.get(root + "/catalogs/no/tags").errorCode())
        .isEqualTo("CATALOG_DOES_NOT_EXIST");
  }
}
