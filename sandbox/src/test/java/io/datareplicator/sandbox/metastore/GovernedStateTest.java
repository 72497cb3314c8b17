package io.datareplicator.sandbox.metastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.sandbox.metastore.Bindings.Binding;
import io.datareplicator.sandbox.metastore.Constraints.Key;
import io.datareplicator.sandbox.metastore.FunctionEntry.Parameter;
import io.datareplicator.sandbox.metastore.Metastore.PermissionChange;
import io.datareplicator.sandbox.metastore.Principal.Kind;
import io.datareplicator.sandbox.metastore.Tags.Target;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GovernedStateTest {
  @TempDir Path data;

  private static Metastore source(World world) {
    return world.metastore(world.workspace("source"));
  }

  private static Securable table(Metastore metastore) {
    return Securables.find(metastore, SecurableType.TABLE, "main.default.t");
  }

  @Test
  void everythingIsThereAfterARestart() {
    List<Object> before;
    try (World world = World.open(data, false)) {
      world
          .principals(world.workspace("source"))
          .add(Kind.GROUP, "g", "g", true, List.of(world.workspace("source").user()));
      Metastore m = source(world);
      m.putTable("main", "default", TestSandbox.table("t", "MANAGED"), false);
      m.tags().set(Target.of(table(m)), Map.of("k", "v", "only", ""), "me");
      m.tags().create(new Target(table(m), "Col"), "pii", "high", "me");
      m.grants()
          .update(
              table(m),
              List.of(new PermissionChange("g", List.of("select", "MODIFY"), List.of())),
              "me");
      Parameter x = new Parameter("x", "int", "INT", "{}", 0, 0, "1", "c");
      m.functions()
          .put(
              "main",
              "default",
              new FunctionEntry(
                  null,
                  "f",
                  List.of(x),
                  "INT",
                  "INT",
                  List.of(),
                  "SQL",
                  "x",
                  true,
                  "CONTAINS_SQL",
                  null,
                  "me",
                  0,
                  0),
              false);
      m.tagPolicies().create("pol", "d", List.of("a", "b"));
      m.bindings()
          .update(
              Securables.find(m, SecurableType.CATALOG, "main"),
              List.of(new Binding(7, Bindings.READ_ONLY)),
              List.of());
      m.constraints().add(table(m).id(), new Key("pk", List.of("id"), null, null, true));
      m.models().create("main", "default", "model", "c", "me");
      m.connections()
          .create("con", "MYSQL", Map.of("host", "h"), Map.of("p", "q"), "c", true, "me");
      before = snapshot(world);
    }
    try (World world = World.open(data, false)) {
      assertThat(snapshot(world)).isEqualTo(before);
    }
  }

  private static List<Object> snapshot(World world) {
    Metastore m = source(world);
    return List.of(
        world.principals(world.workspace("source")).all(),
        m.tags().of(Target.of(table(m))),
        m.tags().ofColumns(table(m)),
        m.grants().effective(table(m)),
        m.functions().list("main", "default"),
        m.tagPolicies().list(),
        m.bindings().of(Securables.find(m, SecurableType.CATALOG, "main")),
        m.constraints().of(table(m).id()),
        m.models().list(null, null),
        m.connections().list());
  }

  @Test
  void aRefusedChangeLeavesNothingBehind() {
    try (World world = World.open(data, false)) {
      Metastore m = source(world);
      m.putTable("main", "default", TestSandbox.table("t", "MANAGED"), false);
      assertThatThrownBy(
              () -> m.tags().set(Target.of(table(m)), Map.of("good", "v", "b.d", "v"), "me"))
          .isInstanceOf(UcException.class);
      assertThat(m.tags().of(Target.of(table(m)))).isEmpty();
      String admin = world.workspace("source").user();
      assertThatThrownBy(
              () ->
                  m.grants()
                      .update(
                          table(m),
                          List.of(
                              new PermissionChange(admin, List.of("SELECT"), List.of()),
                              new PermissionChange(admin, List.of(), List.of("SELECT"))),
                          "me"))
          .hasMessage("Duplicate privileges to add and delete for principal " + admin + ".");
      assertThat(m.grants().direct(table(m))).isEmpty();
    }
  }

  @Test
  void whatIsDroppedLosesItsTagsAndGrants() {
    try (World world = World.open(data, false)) {
      Metastore m = source(world);
      String admin = world.workspace("source").user();
      m.createSchema("main", "s", null, null, null, "me");
      Securable schema = Securables.find(m, SecurableType.SCHEMA, "main.s");
      m.tags().create(Target.of(schema), "k", "v", "me");
      m.grants()
          .update(
              schema, List.of(new PermissionChange(admin, List.of("USE_SCHEMA"), List.of())), "me");
      m.updateSchema("main", "s", Map.of("new_name", "renamed"));
      Securable renamed = Securables.find(m, SecurableType.SCHEMA, "main.renamed");
      assertThat(m.tags().of(Target.of(renamed))).hasSize(1);
      assertThat(m.grants().direct(renamed)).hasSize(1);
      m.dropSchema("main", "renamed", true);
      m.createSchema("main", "renamed", null, null, null, "me");
      Securable fresh = Securables.find(m, SecurableType.SCHEMA, "main.renamed");
      assertThat(m.tags().of(Target.of(fresh))).isEmpty();
      assertThat(m.grants().direct(fresh)).isEmpty();
    }
  }

  @Test
  void aPrincipalThatIsGoneCanStillLosePrivileges() {
    try (World world = World.open(data, false)) {
      Metastore m = source(world);
      PrincipalStore principals = world.principals(world.workspace("source"));
      Principal gone = principals.add(Kind.GROUP, "gone", "gone", true, List.of());
      Securable main = Securables.find(m, SecurableType.CATALOG, "main");
      m.grants()
          .update(main, List.of(new PermissionChange("gone", List.of("SELECT"), List.of())), "me");
      assertThat(principals.remove(gone.id())).isTrue();
      assertThat(m.grants().direct(main)).containsKey("gone");
      m.grants()
          .update(main, List.of(new PermissionChange("gone", List.of(), List.of("SELECT"))), "me");
      assertThat(m.grants().direct(main)).isEmpty();
      assertThatThrownBy(
              () ->
                  m.grants()
                      .update(
                          main,
                          List.of(new PermissionChange("gone", List.of("SELECT"), List.of())),
                          "me"))
          .hasMessage("Could not find principal with name gone");
    }
  }
}
