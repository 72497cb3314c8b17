package io.datareplicator.sandbox.testkit;

import io.datareplicator.sandbox.Sandbox;
import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.metastore.Workspace;
import io.datareplicator.sandbox.metastore.World;
import io.datareplicator.sandbox.sql.SqlEngine;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;

/** A sandbox inside the test's JVM. */
public final class TestSandbox implements AutoCloseable {
  public static final Settings SETTINGS =
      new Settings(2, 300, 3_600_000, 4_000, 64L << 20, 60_000, 3_600, 100, false, false);

  public final World world;
  public final Sandbox sandbox;

  private TestSandbox(World world, Sandbox sandbox) {
    this.world = world;
    this.sandbox = sandbox;
  }

  /** With scripted statements. */
  public static TestSandbox scripted(Path data, Settings settings) {
    return start(data, false, settings, (w, ws) -> new ScriptedEngine());
  }

  public static TestSandbox start(
      Path data,
      boolean sharedMetastore,
      Settings settings,
      BiFunction<World, Workspace, SqlEngine> engines) {
    World world = World.open(data, sharedMetastore);
    Sandbox sandbox =
        Sandbox.start(
            world, Map.of("source", 0, "target", 0), ws -> engines.apply(world, ws), settings);
    return new TestSandbox(world, sandbox);
  }

  public Workspace source() {
    return world.workspace("source");
  }

  public Workspace target() {
    return world.workspace("target");
  }

  public String url(Workspace workspace) {
    return sandbox.baseUrl(workspace.role());
  }

  public Http http(Workspace workspace) {
    return new Http(url(workspace), "Bearer " + workspace.token());
  }

  public Http anonymous(Workspace workspace) {
    return new Http(url(workspace), null);
  }

  public Metastore metastore(Workspace workspace) {
    return world.metastore(workspace);
  }

  /** Registers a table as the SQL engine would, without data. */
  public static TableEntry table(String name, String type) {
    long now = System.currentTimeMillis();
    String location = "VIEW".equals(type) ? null : "file:/nowhere/tables/" + name;
    return new TableEntry(
        UUID.randomUUID().toString(), name, type, location, null, "someone", now, now, null);
  }

  @Override
  public void close() {
    sandbox.close();
    world.close();
  }
}
