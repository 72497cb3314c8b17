package io.datareplicator.sandbox.metastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.sandbox.metastore.Metastore.PermissionChange;
import io.datareplicator.sandbox.metastore.Metastore.ShareUpdate;
import io.datareplicator.sandbox.metastore.Metastore.SharedObject;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delta Sharing's rules: what a share accepts and what a recipient then sees. */
class SharingRulesTest {
  @TempDir Path data;
  private World world;
  private Metastore source;
  private Metastore target;

  @BeforeEach
  void start() {
    world = World.open(data, false);
    source = world.metastore(world.workspace("source"));
    target = world.metastore(world.workspace("target"));
    source.createCatalog("sales", null, null, null, "me");
    source.createSchema("sales", "raw", null, null, null, "me");
    source.putTable("sales", "raw", TestSandbox.table("orders", "MANAGED"), false);
    source.putTable("sales", "raw", TestSandbox.table("ext", "EXTERNAL"), false);
    source.putTable("sales", "raw", TestSandbox.table("v", "VIEW"), false);
    source.createShare("s", null, "me");
    source.createRecipient("r", "DATABRICKS", target.globalId(), null, "me");
    source.updateSharePermissions("s", List.of(new PermissionChange("r", List.of("SELECT"), null)));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private static ShareUpdate add(String type, String name, String sharedAs) {
    return new ShareUpdate("ADD", new SharedObject(type, name, sharedAs, null, null, 0, "me"));
  }

  private void share(ShareUpdate... updates) {
    source.updateShare("s", List.of(updates), null, null, null);
  }

  private void mount() {
    target.createSharedCatalog("mirror", target.providers().get(0).name(), "s", null, "me");
  }

  private Stream<String> names(String schema) {
    return target.tables("mirror", schema).stream().map(t -> t.table().name());
  }

  @Test
  void aSharedSchemaIsSeenLive() {
    share(add("SCHEMA", "Sales.Raw", null));
    mount();
    assertThat(names("raw")).containsExactly("ext", "orders", "v");
    source.putTable("sales", "raw", TestSandbox.table("later", "MANAGED"), false);
    source.dropTable("sales", "raw", "ext");
    assertThat(names("raw")).containsExactly("later", "orders", "v");
    assertThat(target.table("mirror", "raw", "orders").readOnly()).isTrue();
    assertThat(target.table("mirror", "raw", "orders").withHistory()).isTrue();
    assertThat(target.schemas("mirror")).extracting(SchemaEntry::name).containsExactly("raw");
  }

  @Test
  void aTableIsSeenUnderItsAlias() {
    share(add("TABLE", "sales.raw.ext", "Public_1.Orders_1"));
    mount();
    assertThat(names("public_1")).containsExactly("orders_1");
    ResolvedTable table = target.table("mirror", "public_1", "orders_1");
    assertThat(table.table().tableType()).isEqualTo("MANAGED");
    assertThat(table.withHistory()).isFalse();
    assertThatThrownBy(() -> target.table("mirror", "raw", "ext"))
        .hasMessage("Schema 'mirror.raw' does not exist.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "a.b.c", "a-b.c", "a.b c", ".b", "a.", "a.`b`"})
  void anAliasHasTwoPlainParts(String alias) {
    assertThatThrownBy(() -> share(add("TABLE", "sales.raw.orders", alias)))
        .extracting(e -> ((UcException) e).errorCode())
        .isEqualTo("INVALID_PARAMETER_VALUE");
  }

  @Test
  void anUpdateIsAllOrNothing() {
    assertThatThrownBy(
            () -> share(add("TABLE", "sales.raw.orders", null), add("TABLE", "sales.raw.no", null)))
        .hasMessage("Table 'sales.raw.no' does not exist.");
    assertThat(source.share("s").objects()).isEmpty();
  }

  @Test
  void anObjectOccursOnceInAnUpdate() {
    assertThatThrownBy(
            () ->
                share(
                    add("TABLE", "sales.raw.orders", "a.b"),
                    add("TABLE", "SALES.raw.orders", "c.d")))
        .hasMessage(
            "UpdateShare duplicate updates on the same data object with data object type: TABLE,"
                + " names: [sales.raw.orders]");
  }

  @Test
  void objectsAndTheirVisibleNamesAreUnique() {
    share(add("TABLE", "sales.raw.orders", "a.b"));
    assertThatThrownBy(() -> share(add("TABLE", "sales.raw.orders", "c.d")))
        .hasMessageContaining("already exists in the share");
    assertThatThrownBy(() -> share(add("TABLE", "sales.raw.ext", "A.B")))
        .hasMessageContaining("recipients see as 'a.b'");
    source.createCatalog("other", null, null, null, "me");
    source.createSchema("other", "raw", null, null, null, "me");
    share(add("SCHEMA", "sales.raw", null));
    assertThatThrownBy(() -> share(add("SCHEMA", "other.raw", null)))
        .hasMessageContaining("recipients see as 'raw'");
  }

  @Test
  void typesMustFit() {
    assertThatThrownBy(() -> share(add("TABLE", "sales.raw.v", null)))
        .hasMessageContaining("is a VIEW");
    assertThatThrownBy(() -> share(add("VIEW", "sales.raw.orders", null)))
        .hasMessageContaining("cannot be shared as VIEW");
    assertThatThrownBy(() -> share(add("VOLUME", "sales.raw.orders", null)))
        .hasMessageContaining("Volume 'sales.raw.orders' does not exist.");
    assertThatThrownBy(() -> share(add("MODEL", "sales.raw.orders", null)))
        .hasMessageContaining("not supported");
    assertThatThrownBy(() -> share(add("SCHEMA", "sales.raw", "a.b")))
        .hasMessageContaining("shared_as");
    assertThatThrownBy(() -> share(add("SCHEMA", "sales.information_schema", null)))
        .hasMessageContaining("cannot be shared");
  }

  @Test
  void anAliasCannotBeChangedLater() {
    share(add("TABLE", "sales.raw.orders", "a.b"));
    SharedObject changed =
        new SharedObject("TABLE", "sales.raw.orders", "x.y", null, null, 0, "me");
    assertThatThrownBy(() -> share(new ShareUpdate("UPDATE", changed)))
        .hasMessageContaining("only be set when the object is added");
    SharedObject history =
        new SharedObject("TABLE", "sales.raw.orders", null, "ENABLED", "note", 0, "me");
    share(new ShareUpdate("UPDATE", history));
    assertThat(source.share("s").objects())
        .singleElement()
        .satisfies(
            o -> {
              assertThat(o.historyStatus()).isEqualTo("ENABLED");
              assertThat(o.sharedAs()).isEqualTo("a.b");
            });
  }

  @Test
  void removingWhatIsNotThereFails() {
    SharedObject absent = new SharedObject("TABLE", "sales.raw.orders", null, null, null, 0, "me");
    assertThatThrownBy(() -> share(new ShareUpdate("REMOVE", absent)))
        .extracting(e -> ((UcException) e).httpStatus())
        .isEqualTo(404);
  }

  @Test
  void aShareHoldsAtMost1000TablesAnd500Schemas() {
    List<ShareUpdate> tables = new ArrayList<>();
    for (int i = 0; i <= 1000; i++) {
      tables.add(add("TABLE", "sales.raw.orders" + i, null));
    }
    MetastoreState state = filled(1001, 501);
    assertThatThrownBy(() -> ShareRules.update(state, "s", tables, null, null, null))
        .extracting(e -> ((UcException) e).errorCode())
        .isEqualTo("QUOTA_EXCEEDED");
    assertThat(ShareRules.update(state, "s", tables.subList(0, 1000), null, null, null).objects())
        .hasSize(1000);
    List<ShareUpdate> schemas = new ArrayList<>();
    for (int i = 0; i <= 500; i++) {
      schemas.add(add("SCHEMA", "sales.s" + i, null));
    }
    assertThatThrownBy(() -> ShareRules.update(state, "s", schemas, null, null, null))
        .extracting(e -> ((UcException) e).errorCode())
        .isEqualTo("QUOTA_EXCEEDED");
  }

  private static MetastoreState filled(int tables, int schemas) {
    MetastoreState state = new MetastoreState();
    CatalogRules.create(
        state,
        UnityMetastore.requested("sales", "MANAGED_CATALOG", null, null, null, null, null, "me"));
    CatalogRules.createSchema(state, "sales", "raw", null, null, null, "me");
    for (int i = 0; i < tables; i++) {
      TableRules.put(state, "sales", "raw", TestSandbox.table("orders" + i, "MANAGED"), false);
    }
    for (int i = 0; i < schemas; i++) {
      CatalogRules.createSchema(state, "sales", "s" + i, null, null, null, "me");
    }
    ShareRules.create(state, "s", null, "me");
    return state;
  }

  @Test
  void oneRecipientPerMetastore() {
    assertThatThrownBy(
            () -> source.createRecipient("r2", "DATABRICKS", target.globalId(), null, "me"))
        .hasMessageContaining("There is already a Recipient object 'r'");
    assertThatThrownBy(
            () -> source.createRecipient("self", "DATABRICKS", source.globalId(), null, "me"))
        .hasMessageContaining("current metastore");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "aws:eu",
        "aws:eu:not-a-uuid",
        "moon:eu:11111111-2222-4333-8444-555555555555",
        "aws::11111111-2222-4333-8444-555555555555"
      })
  void sharingIdentifiersAreChecked(String id) {
    assertThatThrownBy(() -> source.createRecipient("r2", "DATABRICKS", id, null, "me"))
        .hasMessageContaining("cloud:region:uuid");
  }

  @Test
  void onlySelectCanBeGrantedAndRevokingEndsAccess() {
    assertThatThrownBy(
            () ->
                source.updateSharePermissions(
                    "s", List.of(new PermissionChange("r", List.of("MODIFY"), null))))
        .hasMessageContaining("not applicable");
    assertThatThrownBy(
            () ->
                source.updateSharePermissions(
                    "s", List.of(new PermissionChange("r", List.of("SELECT"), List.of("SELECT")))))
        .hasMessageContaining("Duplicate privileges");
    share(add("SCHEMA", "sales.raw", null));
    mount();
    source.updateSharePermissions("s", List.of(new PermissionChange("r", null, List.of("SELECT"))));
    assertThatThrownBy(() -> target.tables("mirror", "raw"))
        .extracting(e -> ((UcException) e).errorCode())
        .isEqualTo("PROVIDER_SHARE_NOT_ACCESSIBLE");
    assertThat(target.catalog("mirror").shareName()).isEqualTo("s");
    source.updateSharePermissions("s", List.of(new PermissionChange("r", List.of("SELECT"), null)));
    assertThat(names("raw")).contains("orders");
  }

  @Test
  void aSharedTableCannotBeDroppedAndFollowsARename() {
    share(add("TABLE", "sales.raw.orders", null));
    assertThatThrownBy(() -> source.dropTable("sales", "raw", "orders"))
        .extracting(e -> ((UcException) e).errorCode())
        .isEqualTo("INVALID_STATE");
    assertThatThrownBy(() -> source.dropSchema("sales", "raw", true))
        .extracting(e -> ((UcException) e).errorCode())
        .isEqualTo("INVALID_STATE");
    source.renameTable("sales", "raw", "orders", "raw", "orders2");
    source.updateCatalog("sales", Map.of("new_name", "sold"));
    assertThat(source.share("s").objects())
        .extracting(SharedObject::name)
        .containsExactly("sold.raw.orders2");
    mount();
    assertThat(names("raw")).containsExactly("orders");
  }

  @Test
  void sharedCatalogsAreReadOnlyAndCannotBeSharedOn() {
    share(add("SCHEMA", "sales.raw", null));
    mount();
    assertThatThrownBy(
            () -> target.putTable("mirror", "raw", TestSandbox.table("x", "MANAGED"), false))
        .hasMessageContaining("read-only");
    target.createShare("back", null, "me");
    assertThatThrownBy(
            () ->
                target.updateShare(
                    "back", List.of(add("SCHEMA", "mirror.raw", null)), null, null, null))
        .hasMessageContaining("cannot be shared");
    target.dropCatalog("mirror", false);
    assertThat(target.catalogs()).extracting(CatalogEntry::name).doesNotContain("mirror");
  }

  @Test
  void droppingTheRecipientHidesTheProvider() {
    assertThat(target.providers()).hasSize(1);
    assertThat(source.providers()).isEmpty();
    source.dropRecipient("r");
    assertThat(target.providers()).isEmpty();
    assertThat(source.sharePermissions("s")).isEmpty();
  }
}
