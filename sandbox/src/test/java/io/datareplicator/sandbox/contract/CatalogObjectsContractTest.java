package io.datareplicator.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.core.DatabricksError;
import com.databricks.sdk.core.error.platform.AlreadyExists;
import com.databricks.sdk.core.error.platform.InvalidParameterValue;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.service.catalog.ColumnTypeName;
import com.databricks.sdk.service.catalog.ConnectionInfo;
import com.databricks.sdk.service.catalog.ConnectionType;
import com.databricks.sdk.service.catalog.CreateConnection;
import com.databricks.sdk.service.catalog.CreateRegisteredModelRequest;
import com.databricks.sdk.service.catalog.CreateTableConstraint;
import com.databricks.sdk.service.catalog.DeleteTableConstraintRequest;
import com.databricks.sdk.service.catalog.ForeignKeyConstraint;
import com.databricks.sdk.service.catalog.FunctionInfo;
import com.databricks.sdk.service.catalog.FunctionInfoRoutineBody;
import com.databricks.sdk.service.catalog.GetRegisteredModelRequest;
import com.databricks.sdk.service.catalog.ListConnectionsRequest;
import com.databricks.sdk.service.catalog.ListRegisteredModelsRequest;
import com.databricks.sdk.service.catalog.PrimaryKeyConstraint;
import com.databricks.sdk.service.catalog.Privilege;
import com.databricks.sdk.service.catalog.RegisteredModelInfo;
import com.databricks.sdk.service.catalog.SetRegisteredModelAliasRequest;
import com.databricks.sdk.service.catalog.TableConstraint;
import com.databricks.sdk.service.catalog.UpdateConnection;
import com.databricks.sdk.service.catalog.UpdateFunction;
import com.databricks.sdk.service.catalog.UpdateWorkspaceBindingsParameters;
import com.databricks.sdk.service.catalog.WorkspaceBinding;
import com.databricks.sdk.service.catalog.WorkspaceBindingBindingType;
import com.databricks.sdk.service.tags.CreateTagPolicyRequest;
import com.databricks.sdk.service.tags.ListTagPoliciesRequest;
import com.databricks.sdk.service.tags.TagPolicy;
import com.databricks.sdk.service.tags.UpdateTagPolicyRequest;
import com.databricks.sdk.service.tags.Value;
import io.datareplicator.sandbox.metastore.Constraints.Key;
import io.datareplicator.sandbox.metastore.FunctionEntry;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Functions, tag policies, bindings, keys, models and connections. */
class CatalogObjectsContractTest extends SdkWorkspace {
  @Test
  void functions() {
    var x =
        new FunctionEntry.Parameter(
            "x",
            "int",
            "INT",
            "{\"name\":\"x\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{}}",
            0,
            0,
            "7",
            "the x");
    var functions = box.metastore(box.source()).functions();
    for (String name : List.of("f1", "f2", "f3")) {
      functions.put(
          "main",
          "default",
          new FunctionEntry(
              null,
              name,
              List.of(x),
              "INT",
              "INT",
              List.of(),
              "SQL",
              "x + 1",
              true,
              "CONTAINS_SQL",
              "c",
              "me",
              0,
              0),
          false);
    }
    assertThat(list(source.functions().list("main", "default")))
        .extracting(f -> f.getName())
        .containsExactly("f1", "f2", "f3");
    FunctionInfo info = source.functions().get("main.default.F1");
    assertThat(info.getFullDataType()).isEqualTo("INT");
    assertThat(info.getDataType()).isEqualTo(ColumnTypeName.INT);
    assertThat(info.getRoutineBody()).isEqualTo(FunctionInfoRoutineBody.SQL);
    assertThat(info.getRoutineDefinition()).isEqualTo("x + 1");
    assertThat(info.getInputParams().getParameters())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.getName()).isEqualTo("x");
              assertThat(p.getTypeName()).isEqualTo(ColumnTypeName.INT);
              assertThat(p.getParameterDefault()).isEqualTo("7");
              assertThat(p.getComment()).isEqualTo("the x");
            });
    var owned =
        source
            .functions()
            .update(new UpdateFunction().setName("main.default.f1").setOwner(box.source().user()));
    assertThat(owned.getOwner()).isEqualTo(box.source().user());
    source.functions().delete("main.default.f1");
    assertThatThrownBy(() -> source.functions().get("main.default.f1"))
        .isInstanceOf(NotFound.class)
        .hasMessage("Function 'main.default.f1' does not exist.");
    assertThatThrownBy(() -> list(source.functions().list("main", "missing")))
        .isInstanceOf(NotFound.class);
  }

  private static TagPolicy policy(String key, String... values) {
    return new TagPolicy()
        .setTagKey(key)
        .setDescription("d")
        .setValues(Stream.of(values).map(v -> new Value().setName(v)).toList());
  }

  @Test
  void tagPolicies() {
    var api = source.tagPolicies();
    TagPolicy created =
        api.createTagPolicy(
            new CreateTagPolicyRequest().setTagPolicy(policy("cost-center", "hr", "it")));
    assertThat(created.getId()).isNotEmpty();
    assertThat(created.getCreateTime()).isNotNull();
    assertThatThrownBy(
            () ->
                api.createTagPolicy(
                    new CreateTagPolicyRequest().setTagPolicy(policy("cost-center"))))
        .isInstanceOf(AlreadyExists.class);
    assertThatThrownBy(
            () -> api.createTagPolicy(new CreateTagPolicyRequest().setTagPolicy(policy("a.b"))))
        .isInstanceOf(InvalidParameterValue.class);
    api.createTagPolicy(new CreateTagPolicyRequest().setTagPolicy(policy("flag")));
    api.createTagPolicy(new CreateTagPolicyRequest().setTagPolicy(policy("zone", "eu")));
    assertThat(list(api.listTagPolicies(new ListTagPoliciesRequest().setPageSize(2L))))
        .extracting(TagPolicy::getTagKey)
        .containsExactly("cost-center", "flag", "zone");

    var tags = source.entityTagAssignments();
    tags.create(tag("tables", "main.default.orders", "cost-center", "hr"));
    assertThatThrownBy(() -> tags.create(tag("catalogs", "main", "zone", "us")))
        .isInstanceOf(InvalidParameterValue.class)
        .hasMessageContaining("us");
    assertThatThrownBy(() -> tags.create(tag("catalogs", "main", "flag", "us")))
        .isInstanceOf(InvalidParameterValue.class);
    tags.create(tag("catalogs", "main", "flag", ""));
    tags.delete("catalogs", "main", "flag");

    TagPolicy updated =
        api.updateTagPolicy(
            new UpdateTagPolicyRequest()
                .setTagKey("zone")
                .setUpdateMask("values")
                .setTagPolicy(policy("zone", "eu", "us").setDescription("not in the mask")));
    assertThat(updated.getValues()).extracting(Value::getName).containsExactly("eu", "us");
    assertThat(updated.getDescription()).isEqualTo("d");
    api.deleteTagPolicy("cost-center");
    assertThatThrownBy(() -> api.getTagPolicy("cost-center")).isInstanceOf(NotFound.class);
    assertThat(tags.get("tables", "main.default.orders", "cost-center").getTagValue())
        .isEqualTo("hr");
    tags.delete("tables", "main.default.orders", "cost-center");
  }

  @Test
  void workspaceBindings() {
    http.post(UC + "/catalogs", "{\"name\":\"bound\"}");
    var api = source.workspaceBindings();
    assertThat(list(api.getBindings("catalog", "bound"))).isEmpty();
    long id = 7405600000000001L;
    List<WorkspaceBinding> add = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      add.add(new WorkspaceBinding().setWorkspaceId(id + i));
    }
    add.get(1).setBindingType(WorkspaceBindingBindingType.BINDING_TYPE_READ_ONLY);
    var bound =
        api.updateBindings(
            new UpdateWorkspaceBindingsParameters()
                .setSecurableType("catalog")
                .setSecurableName("bound")
                .setAdd(add));
    assertThat(bound.getBindings()).hasSize(5);
    api.updateBindings(
        new UpdateWorkspaceBindingsParameters()
            .setSecurableType("catalog")
            .setSecurableName("bound")
            .setRemove(List.of(new WorkspaceBinding().setWorkspaceId(id))));
    assertThat(list(api.getBindings("catalog", "BOUND")))
        .extracting(b -> b.getWorkspaceId() + " " + b.getBindingType())
        .hasSize(4)
        .startsWith((id + 1) + " BINDING_TYPE_READ_ONLY", (id + 2) + " BINDING_TYPE_READ_WRITE");
    assertThatThrownBy(() -> list(api.getBindings("schema", "main.default")))
        .isInstanceOf(InvalidParameterValue.class);
    assertThatThrownBy(() -> list(api.getBindings("catalog", "missing")))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void constraints() {
    var metastore = box.metastore(box.source());
    metastore.putTable("main", "default", TestSandbox.table("kid", "MANAGED"), false);
    String parent = metastore.table("main", "default", "orders").table().id();
    metastore.constraints().add(parent, new Key("pk", List.of("id"), null, null, true));
    source
        .tableConstraints()
        .create(
            new CreateTableConstraint()
                .setFullNameArg("main.default.kid")
                .setConstraint(
                    new TableConstraint()
                        .setForeignKeyConstraint(
                            new ForeignKeyConstraint()
                                .setName("fk")
                                .setChildColumns(List.of("id"))
                                .setParentTable("main.default.orders")
                                .setParentColumns(List.of("id")))));
    assertThat(source.tables().get("main.default.orders").getTableConstraints())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.getPrimaryKeyConstraint().getName()).isEqualTo("pk");
              assertThat(c.getPrimaryKeyConstraint().getChildColumns()).containsExactly("id");
              assertThat(c.getPrimaryKeyConstraint().getRely()).isTrue();
            });
    assertThat(source.tables().get("main.default.kid").getTableConstraints())
        .singleElement()
        .extracting(c -> c.getForeignKeyConstraint().getParentTable())
        .isEqualTo("main.default.orders");
    assertThat(list(source.tables().list("main", "default")))
        .allSatisfy(t -> assertThat(t.getTableConstraints()).isNull());
    assertThatThrownBy(
            () ->
                source
                    .tableConstraints()
                    .create(
                        new CreateTableConstraint()
                            .setFullNameArg("main.default.kid")
                            .setConstraint(
                                new TableConstraint()
                                    .setPrimaryKeyConstraint(
                                        new PrimaryKeyConstraint()
                                            .setName("kpk")
                                            .setChildColumns(List.of("id"))))))
        .isInstanceOf(InvalidParameterValue.class)
        .hasMessageContaining("nullable");
    source
        .tableConstraints()
        .delete(
            new DeleteTableConstraintRequest()
                .setFullName("main.default.orders")
                .setConstraintName("pk")
                .setCascade(true));
    assertThat(source.tables().get("main.default.kid").getTableConstraints()).isNull();
  }

  @Test
  void registeredModels() {
    RegisteredModelInfo created =
        source
            .registeredModels()
            .create(
                new CreateRegisteredModelRequest()
                    .setCatalogName("main")
                    .setSchemaName("default")
                    .setName("Churn")
                    .setComment("c"));
    assertThat(created.getFullName()).isEqualTo("main.default.churn");
    assertThat(list(source.registeredModels().list(new ListRegisteredModelsRequest())))
        .extracting(RegisteredModelInfo::getName)
        .containsExactly("churn");
    update("function", "main.default.churn", change(box.source().user(), Privilege.EXECUTE));
    assertThat(source.grants().get("function", "main.default.churn").getPrivilegeAssignments())
        .hasSize(1);
    assertThatThrownBy(
            () ->
                source
                    .registeredModels()
                    .create(
                        new CreateRegisteredModelRequest()
                            .setCatalogName("main")
                            .setSchemaName("default")
                            .setName("churn")))
        .extracting(e -> ((DatabricksError) e).getErrorCode())
        .isEqualTo("REGISTERED_MODEL_ALREADY_EXISTS");
    assertThat(list(source.modelVersions().list("main.default.churn"))).isEmpty();
    var control = box.anonymous(box.source());
    for (int i = 1; i <= 3; i++) {
      assertThat(
              control
                  .post("/sandbox/models/main.default.churn", "{\"comment\":\"v" + i + "\"}")
                  .json()
                  .get("version")
                  .asInt())
          .isEqualTo(i);
    }
    assertThat(list(source.modelVersions().list("main.default.churn")))
        .extracting(v -> v.getVersion() + v.getComment() + v.getStatus())
        .containsExactly("1v1READY", "2v2READY", "3v3READY");
    assertThat(
            source
                .registeredModels()
                .setAlias(
                    new SetRegisteredModelAliasRequest()
                        .setFullName("main.default.churn")
                        .setAlias("champion")
                        .setVersionNum(2L))
                .getVersionNum())
        .isEqualTo(2);
    assertThat(source.registeredModels().get("main.default.churn").getAliases()).isNull();
    assertThat(
            source
                .registeredModels()
                .get(
                    new GetRegisteredModelRequest()
                        .setFullName("main.default.churn")
                        .setIncludeAliases(true))
                .getAliases())
        .singleElement()
        .satisfies(a -> assertThat(a.getAliasName()).isEqualTo("champion"));
    assertThatThrownBy(() -> source.modelVersions().get("main.default.churn", 9))
        .isInstanceOf(NotFound.class);
    source.registeredModels().deleteAlias("main.default.churn", "champion");
    source.registeredModels().delete("main.default.churn");
    assertThatThrownBy(() -> source.registeredModels().get("main.default.churn"))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void connections() {
    ConnectionInfo created =
        source
            .connections()
            .create(
                new CreateConnection()
                    .setName("PG")
                    .setConnectionType(ConnectionType.POSTGRESQL)
                    .setOptions(Map.of("host", "h", "port", "5432", "password", "geheim")));
    assertThat(created.getOptions()).containsOnlyKeys("host", "port");
    assertThat(list(source.connections().list(new ListConnectionsRequest())))
        .extracting(ConnectionInfo::getName)
        .containsExactly("pg");
    update("connection", "pg", change(box.source().user(), Privilege.USE_CONNECTION));
    source
        .connections()
        .update(
            new UpdateConnection().setName("pg").setNewName("pg2").setOptions(Map.of("host", "i")));
    assertThat(source.connections().get("pg2").getOptions()).isEqualTo(Map.of("host", "i"));
    assertThat(source.grants().get("connection", "pg2").getPrivilegeAssignments()).hasSize(1);
    source.connections().delete("pg2");
    assertThatThrownBy(() -> source.connections().get("pg2")).isInstanceOf(NotFound.class);
  }
}
