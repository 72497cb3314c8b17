package io.datareplicator.sandbox.metastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.sandbox.metastore.Metastore.PermissionChange;
import io.datareplicator.sandbox.metastore.Metastore.ShareUpdate;
import io.datareplicator.sandbox.metastore.Metastore.SharedObject;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catalog rules, and that everything survives. */
class WorldTest {
  @TempDir Path data;

  private static Metastore source(World world) {
    return world.metastore(world.workspace("source"));
  }

  @Test
  void everythingSurvivesAReopen() {
    List<Workspace> workspaces;
    List<Object> before;
    try (World world = World.open(data, false)) {
      workspaces = world.workspaces();
      Metastore source = source(world);
      Metastore target = world.metastore(world.workspace("target"));
      source.createCatalog("sales", "c", Map.of("a", "b"), null, "me");
      source.createSchema("sales", "raw", "s", Map.of("x", "y"), null, "me");
      source.putTable("sales", "raw", TestSandbox.table("t", "MANAGED"), false);
      source.createRecipient("r", "DATABRICKS", target.globalId(), "c", "me");
      source.createShare("s", "c", "me");
      SharedObject schema = new SharedObject("SCHEMA", "sales.raw", null, null, "n", 0, "me");
      source.updateShare("s", List.of(new ShareUpdate("ADD", schema)), null, null, null);
      source.updateSharePermissions(
          "s", List.of(new PermissionChange("r", List.of("SELECT"), null)));
      target.createSharedCatalog("mirror", target.providers().get(0).name(), "s", null, "me");
      world.secrets(world.workspace("source")).createScope("scope");
      world.secrets(world.workspace("source")).put("scope", "key", "dmFsdWU=");
      before = everything(world);
    }
    try (World world = World.open(data, false)) {
      assertThat(world.workspaces()).isEqualTo(workspaces);
      assertThat(everything(world)).isEqualTo(before);
      assertThat(world.secrets(world.workspace("source")).get("scope", "key"))
          .isEqualTo("dmFsdWU=");
    }
  }

  private static List<Object> everything(World world) {
    Metastore source = source(world);
    Metastore target = world.metastore(world.workspace("target"));
    return List.of(
        source.globalId(),
        source.catalogs(),
        source.schemas("sales"),
        source.tables("sales", "raw"),
        source.shares(),
        source.sharePermissions("s"),
        source.recipients(),
        target.providers(),
        target.catalogs(),
        target.tables("mirror", "raw"));
  }

  @Test
  void aLeftOverTemporaryFileDoesNoHarm() throws IOException {
    try (World world = World.open(data, false)) {
      source(world).createCatalog("c", null, null, null, "me");
    }
    try (var files = Files.list(data)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        Files.writeString(file.resolveSibling(file.getFileName() + ".tmp"), "{\"half");
      }
    }
    try (World world = World.open(data, false)) {
      assertThat(source(world).catalog("c").name()).isEqualTo("c");
      source(world).createCatalog("d", null, null, null, "me");
    }
  }

  @Test
  void aDamagedFileIsReportedAndNotReplaced() throws IOException {
    Path file;
    try (World world = World.open(data, false)) {
      file = data.resolve("metastore-" + source(world).id() + ".json");
    }
    Files.writeString(file, "{\"id\":");
    assertThatThrownBy(() -> World.open(data, false))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.getFileName().toString());
    assertThat(file).hasContent("{\"id\":");
  }

  @Test
  void aChangeThatCannotBeWrittenIsUndone() throws IOException {
    try (World world = World.open(data, false)) {
      Metastore source = source(world);
      Path blocked = data.resolve("metastore-" + source.id() + ".json.tmp");
      Files.createDirectories(blocked.resolve("in-the-way"));
      assertThatThrownBy(() -> source.createCatalog("c", null, null, null, "me"))
          .isInstanceOf(UncheckedIOException.class);
      assertThatThrownBy(() -> source.catalog("c")).isInstanceOf(UcException.class);
      Files.delete(blocked.resolve("in-the-way"));
      source.createCatalog("c", null, null, null, "me");
      assertThat(source.catalog("c").name()).isEqualTo("c");
    }
  }

  @Test
  void aDirectoryHasOneUser() {
    try (World world = World.open(data, false)) {
      assertThat(world.workspaces()).hasSize(2);
      assertThatThrownBy(() -> World.open(data, false)).hasMessageContaining("in use");
    }
    World.open(data, false).close();
  }

  @Test
  void aSharedMetastoreIsOne() {
    try (World world = World.open(data, true)) {
      assertThat(world.metastore(world.workspace("source")))
          .isSameAs(world.metastore(world.workspace("target")));
      assertThat(world.workspace("source").token()).isNotEqualTo(world.workspace("target").token());
    }
    assertThatThrownBy(() -> World.open(data, false))
        .hasMessageContaining("with a shared metastore");
  }

  @Test
  void secretsAreReadableByTheOwnerOnly() throws IOException {
    World.open(data, false).close();
    String mode =
        PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("identity.json")));
    assertThat(mode).isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a.b", "a/b", "a\tb", "a\nb", "a\u0000b", "a\u007fb"})
  void namesThatUnityCatalogRefuses(String name) {
    try (World world = World.open(data, false)) {
      assertThatThrownBy(() -> source(world).createCatalog(name, null, null, null, "me"))
          .extracting(e -> ((UcException) e).errorCode())
          .isEqualTo("INVALID_PARAMETER_VALUE");
      assertThatThrownBy(() -> source(world).createSchema("main", name, null, null, null, "me"))
          .isInstanceOf(UcException.class);
      assertThatThrownBy(
              () ->
                  source(world)
                      .putTable("main", "default", TestSandbox.table(name, "MANAGED"), false))
          .isInstanceOf(UcException.class);
    }
  }

  @Test
  void namesHaveAtMost255Characters() {
    try (World world = World.open(data, false)) {
      source(world).createCatalog("x".repeat(255), null, null, null, "me");
      assertThatThrownBy(() -> source(world).createCatalog("x".repeat(256), null, null, null, "me"))
          .hasMessageContaining("255");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-b", "a`b", "ÄPFEL", "select", "表", "🐘", "a'b", "a\"b", "a;b", "%"})
  void namesThatUnityCatalogAllowsAreFoldedAndFound(String name) {
    try (World world = World.open(data, false)) {
      source(world).createCatalog(name, null, null, null, "me");
      assertThat(source(world).catalog(name.toUpperCase(Locale.ROOT)).name())
          .isEqualTo(name.toLowerCase(Locale.ROOT));
      assertThat(source(world).schema(name, "DEFAULT").name()).isEqualTo("default");
    }
  }

  @Test
  void concurrentChangesAreAllKept() throws Exception {
    try (World world = World.open(data, false)) {
      ExecutorService threads = Executors.newFixedThreadPool(8);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String name = "t" + i;
        running.add(
            threads.submit(
                () ->
                    source(world)
                        .putTable("main", "default", TestSandbox.table(name, "MANAGED"), false)));
      }
      for (Future<?> future : running) {
        future.get();
      }
      threads.shutdown();
    }
    try (World world = World.open(data, false)) {
      assertThat(source(world).tables("main", "default")).hasSize(40);
    }
  }

  @Test
  void theSystemCatalogCannotBeChanged() {
    try (World world = World.open(data, false)) {
      assertThatThrownBy(() -> source(world).dropCatalog("system", true))
          .extracting(e -> ((UcException) e).httpStatus())
          .isEqualTo(403);
      assertThatThrownBy(() -> source(world).createSchema("system", "x", null, null, null, "me"))
          .isInstanceOf(UcException.class);
    }
  }

  @Test
  void storageRootsAreFilePaths() {
    try (World world = World.open(data, false)) {
      assertThatThrownBy(() -> source(world).createCatalog("c", null, null, "s3://b/x", "me"))
          .hasMessageContaining("s3://b/x");
      CatalogEntry own = source(world).createCatalog("c", null, null, "file:/elsewhere", "me");
      assertThat(source(world).managedLocation("c", "default", "id"))
          .isEqualTo("file:/elsewhere/__unitystorage/catalogs/" + own.id() + "/tables/id");
    }
  }
}
