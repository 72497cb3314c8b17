package io.datareplicator.sandbox.sql;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.World;
import io.datareplicator.sandbox.sql.SqlEngine.Parameter;
import io.datareplicator.sandbox.sql.SqlEngine.SessionState;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * A source and a target workspace on a temporary directory, with SQL engines on the test JVM's
 * Spark.
 */
final class TwoWorkspaces implements AutoCloseable {
  static final String USER = "ana@example.test";

  final Path directory;
  final World world;
  final Metastore source;
  final Metastore target;
  final SqlEngine sourceSql;
  final SqlEngine targetSql;

  TwoWorkspaces() {
    try {
      directory = Files.createTempDirectory("sandbox-sql");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    world = World.open(directory, false);
    source = world.metastore(world.workspace("source"));
    target = world.metastore(world.workspace("target"));
    sourceSql = new SparkSqlEngine(source, "main");
    targetSql = new SparkSqlEngine(target, "main");
  }

  SqlResult source(String sql) throws Exception {
    return run(sourceSql, sql, null);
  }

  SqlResult target(String sql) throws Exception {
    return run(targetSql, sql, null);
  }

  SqlResult source(String sql, Parameter... parameters) throws Exception {
    return sourceSql.execute(
        new SqlRequest(id(), USER, sql, null, null, List.of(parameters), 0, null));
  }

  SqlResult source(String sql, long rowLimit) throws Exception {
    return sourceSql.execute(
        new SqlRequest(id(), USER, sql, null, null, List.of(), rowLimit, null));
  }

  SqlResult run(SqlEngine engine, String sql, SessionState session) throws Exception {
    return engine.execute(new SqlRequest(id(), USER, sql, null, null, List.of(), 0, session));
  }

  /** The failure of a statement; null when it succeeds. */
  SqlFailure failure(SqlEngine engine, String sql) throws Exception {
    try {
      run(engine, sql, null);
      return null;
    } catch (SqlFailure e) {
      return e;
    }
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  /** First cell of the first row. */
  static String cell(SqlResult result) {
    return result.rows().get(0)[0];
  }

  /** Cell of a row by column name. */
  static String cell(SqlResult result, int row, String column) {
    for (int i = 0; i < result.columns().size(); i++) {
      if (result.columns().get(i).name().equals(column)) {
        return result.rows().get(row)[i];
      }
    }
    throw new AssertionError("No column " + column + " in " + result.columns());
  }

  @Override
  public void close() throws IOException {
    sourceSql.close();
    targetSql.close();
    world.close();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
