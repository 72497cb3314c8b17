package io.datareplicator.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.service.catalog.CreateEntityTagAssignmentRequest;
import com.databricks.sdk.service.catalog.EntityTagAssignment;
import com.databricks.sdk.service.catalog.PermissionsChange;
import com.databricks.sdk.service.catalog.Privilege;
import com.databricks.sdk.service.catalog.UpdatePermissions;
import com.databricks.sdk.service.catalog.UpdatePermissionsResponse;
import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * databricks-sdk-java, unmodified, as client of a source workspace with table {@code
 * main.default.orders}; pages are tiny.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SdkWorkspace {
  static final String UC = "/api/2.1/unity-catalog";
  static final Settings SMALL_PAGES =
      new Settings(2, 100, 60_000, 4_000, 64L << 20, 60_000, 3_600, 2, true, true);
  TestSandbox box;
  WorkspaceClient source;
  Http http;

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

  static <T> List<T> list(Iterable<T> iterable) {
    List<T> all = new ArrayList<>();
    iterable.forEach(all::add);
    return all;
  }

  static CreateEntityTagAssignmentRequest tag(String type, String name, String key, String value) {
    return new CreateEntityTagAssignmentRequest()
        .setTagAssignment(
            new EntityTagAssignment()
                .setEntityType(type)
                .setEntityName(name)
                .setTagKey(key)
                .setTagValue(value));
  }

  void principals(String json) {
    var added = box.anonymous(box.source()).post("/sandbox/principals", json);
    assertThat(added.status()).as(added.body()).isEqualTo(200);
  }

  static PermissionsChange change(String principal, Privilege... add) {
    return new PermissionsChange().setPrincipal(principal).setAdd(List.of(add));
  }

  UpdatePermissionsResponse update(String type, String name, PermissionsChange... changes) {
    return source
        .grants()
        .update(
            new UpdatePermissions()
                .setSecurableType(type)
                .setFullName(name)
                .setChanges(List.of(changes)));
  }
}
