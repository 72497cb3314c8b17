package io.datareplicator.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.core.error.platform.AlreadyExists;
import com.databricks.sdk.core.error.platform.InvalidParameterValue;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.service.catalog.EffectivePermissionsList;
import com.databricks.sdk.service.catalog.EntityTagAssignment;
import com.databricks.sdk.service.catalog.GetGrantRequest;
import com.databricks.sdk.service.catalog.ListEntityTagAssignmentsRequest;
import com.databricks.sdk.service.catalog.PermissionsChange;
import com.databricks.sdk.service.catalog.Privilege;
import com.databricks.sdk.service.catalog.UpdateEntityTagAssignmentRequest;
import com.databricks.sdk.service.iam.ListGroupsRequest;
import com.databricks.sdk.service.iam.ListServicePrincipalsRequest;
import com.databricks.sdk.service.iam.ListUsersRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tags, grants and identities. */
class GovernanceContractTest extends SdkWorkspace {
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

  @Test
  void grantLifeCycle() {
    principals(
        "[{\"type\":\"group\",\"display_name\":\"readers\"},{\"type\":\"user\",\"user_name\":\"bo@example.test\"}]");
    String table = "main.default.ORDERS";
    assertThat(source.grants().get("table", table).getPrivilegeAssignments()).isNull();
    var updated =
        update(
            "table",
            table,
            change("readers", Privilege.SELECT),
            change("bo@example.test", Privilege.MODIFY, Privilege.SELECT));
    assertThat(updated.getPrivilegeAssignments()).hasSize(2);
    update("catalog", "main", change("readers", Privilege.USE_CATALOG));
    assertThat(source.grants().get("table", table).getPrivilegeAssignments())
        .extracting(a -> a.getPrincipal() + a.getPrivileges())
        .containsExactlyInAnyOrder("readers[SELECT]", "bo@example.test[MODIFY, SELECT]");
    assertThat(
            source
                .grants()
                .get(
                    new GetGrantRequest()
                        .setSecurableType("TABLE")
                        .setFullName(table)
                        .setPrincipal("readers"))
                .getPrivilegeAssignments())
        .hasSize(1);
    EffectivePermissionsList effective = source.grants().getEffective("table", table);
    assertThat(effective.getPrivilegeAssignments())
        .filteredOn(a -> a.getPrincipal().equals("readers"))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.getPrivileges())
                  .extracting(
                      p ->
                          p.getPrivilege()
                              + " "
                              + p.getInheritedFromType()
                              + " "
                              + p.getInheritedFromName())
                  .containsExactly("SELECT null null", "USE_CATALOG CATALOG main");
            });
    assertThat(list(source.grants().list("table", table)))
        .extracting(a -> a.getPrincipal())
        .containsExactlyInAnyOrder("readers", "bo@example.test");

    update(
        "table",
        table,
        new PermissionsChange()
            .setPrincipal("bo@example.test")
            .setRemove(List.of(Privilege.ALL_PRIVILEGES)));
    assertThat(source.grants().get("table", table).getPrivilegeAssignments())
        .singleElement()
        .extracting(a -> a.getPrincipal())
        .isEqualTo("readers");
  }

  @Test
  void grantsThatAreRefusedChangeNothing() {
    principals("{\"type\":\"group\",\"display_name\":\"careful\"}");
    assertThatThrownBy(
            () ->
                update(
                    "schema",
                    "main.default",
                    change("careful", Privilege.USE_SCHEMA),
                    change("nobody", Privilege.SELECT)))
        .isInstanceOf(NotFound.class)
        .hasMessage("Could not find principal with name nobody")
        .extracting(e -> ((NotFound) e).getErrorCode())
        .isEqualTo("PRINCIPAL_DOES_NOT_EXIST");
    assertThatThrownBy(
            () ->
                update(
                    "schema",
                    "main.default",
                    change("careful", Privilege.SELECT).setRemove(List.of(Privilege.SELECT))))
        .isInstanceOf(InvalidParameterValue.class)
        .hasMessage("Duplicate privileges to add and delete for principal careful.");
    assertThatThrownBy(
            () -> update("table", "main.default.orders", change("careful", Privilege.USE_SCHEMA)))
        .isInstanceOf(InvalidParameterValue.class)
        .hasMessageContaining("Privilege USE_SCHEMA is not applicable to this entity");
    assertThatThrownBy(() -> source.grants().get("schema", "main.nothing"))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> source.grants().get("planet", "earth"))
        .isInstanceOf(InvalidParameterValue.class);
    assertThat(source.grants().get("schema", "main.default").getPrivilegeAssignments()).isNull();
  }

  @Test
  void pagesOfGrants() {
    http.post(UC + "/schemas", "{\"name\":\"paged\",\"catalog_name\":\"main\"}");
    StringBuilder changes = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      principals("{\"type\":\"group\",\"display_name\":\"paged" + i + "\"}");
      changes
          .append(i == 0 ? "" : ",")
          .append(
              "{\"principal\":\"paged" + i + "\",\"add\":[\"use schema\",\"Select\",\"MODIFY\"]}");
    }
    String path = UC + "/permissions/SCHEMA/main.paged";
    var patched =
        http.patch(path, "{\"changes\":[" + changes + "],\"omit_permissions_in_response\":true}");
    assertThat(patched.body()).isEqualTo("{}");
    for (int size : List.of(1, 149, -1)) {
      assertThat(http.get(path + "?max_results=" + size).errorCode())
          .isEqualTo("INVALID_PARAMETER_VALUE");
    }
    Set<String> orders = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      StringBuilder order = new StringBuilder();
      http.get(path)
          .json()
          .get("privilege_assignments")
          .forEach(a -> order.append(a.get("principal").asText()));
      orders.add(order.toString());
    }
    assertThat(orders).hasSizeGreaterThan(1);

    // Pages hold two privileges here, and every principal has three.
    Set<String> seen = new HashSet<>();
    String token = "";
    int pages = 0;
    do {
      var page = http.get(path + "?max_results=0&page_token=" + token).json();
      assertThat(page.get("privilege_assignments").size()).isEqualTo(pages == 0 ? 0 : 1);
      for (var assignment : page.get("privilege_assignments")) {
        assertThat(assignment.get("privileges")).hasSize(3);
        assertThat(seen.add(assignment.get("principal").asText())).isTrue();
      }
      token = page.path("next_page_token").asText("");
      pages++;
    } while (!token.isEmpty());
    assertThat(seen).hasSize(6);
    assertThat(pages).isEqualTo(7);
    assertThat(list(source.grants().list("schema", "main.paged"))).hasSize(6);
    assertThat(list(source.grants().listEffective("schema", "main.paged")))
        .extracting(a -> a.getPrincipal())
        .contains("paged0", "paged5");
    assertThat(http.get(path + "?page_token=bm9uc2Vuc2U").errorCode())
        .isEqualTo("INVALID_PARAMETER_VALUE");
  }

  @Test
  void scim() {
    principals(
        "[{\"type\":\"user\",\"user_name\":\"cy@example.test\",\"display_name\":\"Cy Young\"},"
            + "{\"type\":\"service_principal\",\"display_name\":\"robot\",\"application_id\":\"app-1\"},"
            + "{\"type\":\"group\",\"display_name\":\"team\",\"members\":[\"cy@example.test\",\"app-1\"]},"
            + "{\"type\":\"group\",\"display_name\":\"here\",\"workspace_local\":true}]");
    assertThat(
            list(
                source
                    .users()
                    .list(new ListUsersRequest().setFilter("userName eq 'CY@example.test'"))))
        .singleElement()
        .satisfies(
            u -> {
              assertThat(u.getDisplayName()).isEqualTo("Cy Young");
              assertThat(u.getGroups())
                  .singleElement()
                  .extracting(g -> g.getDisplay())
                  .isEqualTo("team");
              assertThat(source.users().get(u.getId()).getUserName()).isEqualTo("cy@example.test");
            });
    assertThat(list(source.users().list(new ListUsersRequest())))
        .extracting(u -> u.getUserName())
        .contains(box.source().user(), "cy@example.test");
    assertThat(
            list(
                source
                    .servicePrincipals()
                    .list(
                        new ListServicePrincipalsRequest().setFilter("displayName eq \"robot\""))))
        .singleElement()
        .extracting(p -> p.getApplicationId())
        .isEqualTo("app-1");
    assertThat(
            list(
                source
                    .servicePrincipals()
                    .list(
                        new ListServicePrincipalsRequest()
                            .setFilter("applicationId eq '" + box.source().clientId() + "'"))))
        .hasSize(1);
    assertThat(
            list(source.groups().list(new ListGroupsRequest().setFilter("displayName eq 'team'"))))
        .singleElement()
        .satisfies(
            g -> {
              assertThat(g.getMeta().getResourceType()).isEqualTo("Group");
              assertThat(g.getMembers()).hasSize(2);
            });
    assertThat(
            list(source.groups().list(new ListGroupsRequest().setFilter("displayName eq 'here'"))))
        .singleElement()
        .extracting(g -> g.getMeta().getResourceType())
        .isEqualTo("WorkspaceGroup");
    assertThat(list(source.users().list(new ListUsersRequest().setFilter("userName eq 'no'"))))
        .isEmpty();
    assertThatThrownBy(() -> source.users().get("0"))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("User with id 0 not found.");
  }

  @Test
  void scimOnTheWire() {
    principals(
        "[{\"type\":\"user\",\"user_name\":\"w1@example.test\"},{\"type\":\"user\",\"user_name\":\"w2@example.test\"}]");
    String users = "/api/2.0/preview/scim/v2/Users";
    int total = http.get(users).json().get("totalResults").asInt();
    var second = http.get(users + "?startIndex=2&count=1&attributes=userName").json();
    assertThat(second.get("totalResults").asInt()).isEqualTo(total);
    assertThat(second.get("startIndex").asInt()).isEqualTo(2);
    assertThat(second.get("itemsPerPage").asInt()).isEqualTo(1);
    assertThat(second.get("Resources")).hasSize(1);
    List<String> fields = new ArrayList<>();
    second.get("Resources").get(0).fieldNames().forEachRemaining(fields::add);
    assertThat(fields).containsExactlyInAnyOrder("id", "userName");
    assertThat(http.get(users + "?startIndex=" + (total + 1)).json().has("Resources")).isFalse();
    var refused = http.get(users + "?filter=userName%20pr");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("scimType").asText()).isEqualTo("invalidFilter");
    assertThat(refused.json().get("status").asText()).isEqualTo("400");
    assertThat(http.get("/api/2.0/preview/scim/v2/Me").json().get("userName").asText())
        .isEqualTo(box.source().user());
    var control = box.anonymous(box.source());
    assertThat(
            control
                .post(
                    "/sandbox/principals", "{\"type\":\"user\",\"user_name\":\"W1@example.test\"}")
                .status())
        .isEqualTo(409);
    assertThat(control.post("/sandbox/principals", "{\"type\":\"alien\"}").status()).isEqualTo(400);
    String id =
        control.get("/sandbox/principals").json().get("principals").get(0).get("id").asText();
    assertThat(control.delete("/sandbox/principals/" + id).status()).isEqualTo(404);
  }
}
