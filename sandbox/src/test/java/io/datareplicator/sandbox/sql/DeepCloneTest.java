package io.datareplicator.sandbox.sql;

import static io.datareplicator.sandbox.sql.TwoWorkspaces.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeepCloneTest {
  private TwoWorkspaces w;

  @BeforeAll
  void start() throws Exception {
    w = new TwoWorkspaces();
    w.source("CREATE SCHEMA main.s");
    w.source("CREATE SCHEMA main.nohist");
    w.source("CREATE TABLE main.nohist.t AS SELECT 1 AS id");
    w.source("CREATE SHARE sh");
    w.source("ALTER SHARE sh ADD SCHEMA main.s");
    w.source("ALTER SHARE sh ADD TABLE main.nohist.t AS nohist.t WITHOUT HISTORY");
    w.source("CREATE RECIPIENT r USING ID '" + w.target.globalId() + "'");
    w.source("GRANT SELECT ON SHARE sh TO RECIPIENT r");
    w.target("CREATE CATALOG src USING SHARE `" + w.target.providers().get(0).name() + "`.sh");
    w.target("CREATE SCHEMA main.s");
  }

  @AfterAll
  void stop() throws Exception {
    w.close();
  }

  private SqlResult clone(String table) throws Exception {
    return w.target("CREATE OR REPLACE TABLE main.s." + table + " DEEP CLONE src.s." + table);
  }

  private static long metric(SqlResult result, String name) {
    return Long.parseLong(cell(result, 0, name));
  }

  private void assertSameRows(String table) throws Exception {
    String a = "SELECT * FROM src.s." + table;
    String b = "SELECT * FROM main.s." + table;
    assertThat(cell(w.target("SELECT count(*) FROM (" + a + " EXCEPT ALL " + b + ")")))
        .isEqualTo("0");
    assertThat(cell(w.target("SELECT count(*) FROM (" + b + " EXCEPT ALL " + a + ")")))
        .isEqualTo("0");
  }

  @Test
  void copiesOnceThenOnlyWhatIsNew() throws Exception {
    w.source(
        "CREATE TABLE main.s.inc PARTITIONED BY (p) COMMENT 'mine' AS SELECT id, concat('a b/', id % 2, 'ü%') AS p FROM range(10)");
    SqlResult first = clone("inc");
    assertThat(first.columns().stream().map(c -> c.name() + " " + c.typeText()))
        .containsExactly(
            "source_table_size BIGINT",
            "source_num_of_files BIGINT",
            "num_removed_files BIGINT",
            "num_copied_files BIGINT",
            "removed_files_size BIGINT",
            "copied_files_size BIGINT");
    assertThat(metric(first, "num_copied_files")).isEqualTo(2);
    assertThat(metric(first, "copied_files_size")).isEqualTo(metric(first, "source_table_size"));
    assertSameRows("inc");

    assertThat(metric(clone("inc"), "num_copied_files")).isZero();

    w.source("INSERT INTO main.s.inc VALUES (99, 'new')");
    SqlResult third = clone("inc");
    assertThat(metric(third, "num_copied_files")).isEqualTo(1);
    assertThat(metric(third, "source_num_of_files")).isEqualTo(3);
    w.source("UPDATE main.s.inc SET id = 100 WHERE id = 99");
    SqlResult fourth = clone("inc");
    assertThat(metric(fourth, "num_copied_files")).isEqualTo(1);
    assertThat(metric(fourth, "num_removed_files")).isEqualTo(1);
    assertSameRows("inc");

    SqlResult history = w.target("DESCRIBE HISTORY main.s.inc");
    assertThat(history.rows()).hasSize(4);
    assertThat(cell(history, 0, "operation")).isEqualTo("CLONE");
    assertThat(cell(history, 0, "userName")).isEqualTo(TwoWorkspaces.USER);
    assertThat(cell(history, 0, "operationParameters"))
        .contains("\"source\":\"src.s.inc\"", "\"sourceVersion\":\"2\"", "\"isShallow\":\"false\"");
    assertThat(w.target.table("main", "s", "inc").table().comment()).isNull();
    assertThat(cell(w.target("DESCRIBE DETAIL main.s.inc"), 0, "description")).isNull();
  }

  @Test
  void followsDeletionVectorsWithoutCopyingData() throws Exception {
    w.source(
        "CREATE TABLE main.s.dv TBLPROPERTIES ('delta.enableDeletionVectors' = 'true') AS SELECT id FROM range(0, 100, 1, 1)");
    clone("dv");
    w.source("DELETE FROM main.s.dv WHERE id < 10");
    SqlResult second = clone("dv");
    assertThat(metric(second, "num_copied_files")).isZero();
    assertThat(cell(w.target("SELECT count(*) FROM main.s.dv"))).isEqualTo("90");
    w.target("DELETE FROM main.s.dv WHERE id > 50");
    clone("dv");
    assertSameRows("dv");
  }

  @Test
  void keepsClusteringRowTrackingAndFeatures() throws Exception {
    w.source(
        "CREATE TABLE main.s.feat CLUSTER BY (id) TBLPROPERTIES ('delta.enableRowTracking' = 'true', 'k' = 'v') AS SELECT id FROM range(0, 20, 1, 1)");
    w.target(
        "CREATE TABLE main.s.feat DEEP CLONE src.s.feat TBLPROPERTIES ('k' = 'w', 'mine' = 'x', 'delta.enableChangeDataFeed' = 'true')");
    SqlResult detail = w.target("DESCRIBE DETAIL main.s.feat");
    assertThat(cell(detail, 0, "clusteringColumns")).isEqualTo("[\"id\"]");
    assertThat(cell(detail, 0, "properties")).contains("\"k\":\"w\"", "\"mine\":\"x\"");
    assertThat(cell(detail, 0, "tableFeatures"))
        .contains("clustering", "rowTracking", "changeDataFeed");
    String ids = "SELECT sum(_metadata.row_id) FROM ";
    assertThat(cell(w.target(ids + "main.s.feat"))).isEqualTo(cell(w.target(ids + "src.s.feat")));
    w.target("INSERT INTO main.s.feat VALUES (1000)");
    assertThat(cell(w.target("SELECT count(DISTINCT _metadata.row_id) FROM main.s.feat")))
        .isEqualTo("21");

    w.source("ALTER TABLE main.s.feat CLUSTER BY NONE");
    clone("feat");
    assertThat(cell(w.target("DESCRIBE DETAIL main.s.feat"), 0, "clusteringColumns"))
        .isEqualTo("[]");
    assertSameRows("feat");
  }

  @Test
  void keepsColumnMappingThroughRenames() throws Exception {
    w.source(
        "CREATE TABLE main.s.cm (`a b` INT, c STRING) TBLPROPERTIES ('delta.columnMapping.mode' = 'name')");
    w.source("INSERT INTO main.s.cm VALUES (1, 'x')");
    clone("cm");
    w.source("ALTER TABLE main.s.cm RENAME COLUMN c TO `d.e`");
    w.source("ALTER TABLE main.s.cm ADD COLUMNS (f INT)");
    assertThat(metric(clone("cm"), "num_copied_files")).isZero();
    assertThat(w.target("SELECT `a b`, `d.e`, f FROM main.s.cm").rows().get(0))
        .containsExactly("1", "x", null);
    assertSameRows("cm");
  }

  @Test
  void keepsInCommitTimestampsConstraintsAndGeneratedColumns() throws Exception {
    w.source(
        "CREATE TABLE main.s.ict (id INT, k BIGINT GENERATED BY DEFAULT AS IDENTITY, d INT DEFAULT 7,"
            + " g INT GENERATED ALWAYS AS (id * 2), CONSTRAINT pos CHECK (id > 0)) TBLPROPERTIES"
            + " ('delta.enableInCommitTimestamps' = 'true', 'delta.feature.allowColumnDefaults' = 'supported')");
    w.source("INSERT INTO main.s.ict (id) VALUES (1), (2)");
    clone("ict");
    clone("ict");
    w.target("INSERT INTO main.s.ict (id) VALUES (3)");
    assertThat(w.target("SELECT * FROM main.s.ict WHERE id = 3").rows().get(0))
        .containsExactly("3", "3", "7", "6");
    SqlFailure refused = w.failure(w.targetSql, "INSERT INTO main.s.ict (id) VALUES (-1)");
    assertThat(refused.getMessage()).contains("pos");
    clone("ict");
    assertSameRows("ict");

    // A target that exists before the source has in-commit timestamps gets them from then on.
    w.source("CREATE TABLE main.s.late AS SELECT 1 AS id");
    clone("late");
    w.source(
        "ALTER TABLE main.s.late SET TBLPROPERTIES ('delta.enableInCommitTimestamps' = 'true')");
    clone("late");
    w.target("INSERT INTO main.s.late VALUES (2)");
    assertThat(cell(w.target("SELECT count(*) FROM main.s.late"))).isEqualTo("2");
    assertThat(w.target("DESCRIBE HISTORY main.s.late").rows()).hasSize(3);
  }

  @Test
  void clonesVersionsTimestampsAndPaths() throws Exception {
    w.source("CREATE TABLE main.s.tt AS SELECT 1 AS id");
    w.source("INSERT INTO main.s.tt VALUES (2)");
    w.target("CREATE TABLE main.s.tt DEEP CLONE src.s.tt VERSION AS OF 0");
    assertThat(cell(w.target("SELECT count(*) FROM main.s.tt"))).isEqualTo("1");
    w.target("CREATE OR REPLACE TABLE main.s.tt CLONE src.s.tt");
    assertThat(cell(w.target("SELECT count(*) FROM main.s.tt"))).isEqualTo("2");
    String first = cell(w.source("DESCRIBE HISTORY main.s.tt"), 1, "timestamp");
    w.target("CREATE OR REPLACE TABLE main.s.tt CLONE src.s.tt TIMESTAMP AS OF '" + first + "'");
    assertThat(cell(w.target("SELECT count(*) FROM main.s.tt"))).isEqualTo("1");
    assertThat(
            w.failure(
                    w.targetSql,
                    "CREATE OR REPLACE TABLE main.s.tt CLONE src.s.tt TIMESTAMP AS OF 'x'")
                .sqlState())
        .isEqualTo("22018");

    Path path = w.directory.resolve("ext table");
    String target = "delta.`" + path + "`";
    w.target("CREATE TABLE " + target + " DEEP CLONE src.s.tt");
    assertThat(cell(w.target("SELECT count(*) FROM " + target))).isEqualTo("2");
    w.target("CREATE TABLE main.s.frompath DEEP CLONE " + target);
    assertThat(cell(w.target("SELECT count(*) FROM main.s.frompath"))).isEqualTo("2");
    w.target(
        "CREATE TABLE main.s.ext DEEP CLONE src.s.tt LOCATION '"
            + w.directory.resolve("ext2")
            + "'");
    assertThat(w.target.table("main", "s", "ext").table().tableType()).isEqualTo("EXTERNAL");
  }

  @Test
  void makesAShallowCloneWhole() throws Exception {
    w.source("CREATE TABLE main.s.base AS SELECT id FROM range(0, 10, 1, 1)");
    w.source("CREATE TABLE main.s.shallow SHALLOW CLONE main.s.base");
    assertThat(metric(clone("shallow"), "num_copied_files")).isEqualTo(1);
    assertSameRows("shallow");
  }

  @Test
  void refusesColumnMappingChangesAndMissingHistory() throws Exception {
    w.source("CREATE TABLE main.s.mode AS SELECT 1 AS id");
    clone("mode");
    w.source("ALTER TABLE main.s.mode SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name')");
    assertThat(
            w.failure(w.targetSql, "CREATE OR REPLACE TABLE main.s.mode DEEP CLONE src.s.mode")
                .getMessage())
        .startsWith("[DELTA_UNSUPPORTED_COLUMN_MAPPING_MODE_CHANGE]");

    for (String sql :
        List.of(
            "DESCRIBE HISTORY src.nohist.t",
            "SELECT * FROM src.nohist.t VERSION AS OF 0",
            "CREATE TABLE main.s.nh DEEP CLONE src.nohist.t VERSION AS OF 0",
            "SELECT version FROM (DESCRIBE HISTORY src.nohist.t LIMIT 1)")) {
      assertThat(w.failure(w.targetSql, sql).getMessage())
          .startsWith("[DS_TIME_TRAVEL_NOT_PERMITTED]");
    }
    w.target("CREATE TABLE main.s.nh DEEP CLONE src.nohist.t");
    assertThat(cell(w.target("SELECT count(*) FROM main.s.nh"))).isEqualTo("1");
  }

  @Test
  void failsOnAMissingFileWithoutATrace() throws Exception {
    w.source("CREATE TABLE main.s.broken AS SELECT id FROM range(0, 10, 1, 1)");
    Path root =
        Path.of(java.net.URI.create(w.source.table("main", "s", "broken").table().location()));
    try (var files = Files.list(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.delete(file);
      }
    }
    SqlFailure failure =
        w.failure(w.targetSql, "CREATE OR REPLACE TABLE main.s.broken DEEP CLONE src.s.broken");
    assertThat(failure.getMessage()).startsWith("[FAILED_READ_FILE.DBR_FILE_NOT_EXIST]");
    assertThat(w.failure(w.targetSql, "SELECT * FROM main.s.broken").sqlState()).isEqualTo("42P01");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO src.s.ro VALUES (1)",
        "INSERT OVERWRITE src.s.ro VALUES (1)",
        "DELETE FROM src.s.ro",
        "UPDATE src.s.ro SET id = 1",
        "MERGE INTO src.s.ro t USING (SELECT 1 AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE",
        "TRUNCATE TABLE src.s.ro",
        "OPTIMIZE src.s.ro",
        "VACUUM src.s.ro",
        "RESTORE TABLE src.s.ro TO VERSION AS OF 0",
        "ALTER TABLE src.s.ro SET TBLPROPERTIES ('a' = 'b')",
        "ALTER TABLE src.s.ro ADD CONSTRAINT c CHECK (id > 0)",
        "ALTER TABLE src.s.ro RENAME TO src.s.ro2",
        "COMMENT ON TABLE src.s.ro IS 'x'",
        "DROP TABLE src.s.ro",
        "CREATE TABLE src.s.x (id INT)",
        "CREATE OR REPLACE TABLE src.s.ro AS SELECT 1 AS id",
        "CREATE OR REPLACE TABLE src.s.ro DEEP CLONE main.s.own",
        "CREATE VIEW src.s.v AS SELECT 1",
        "CREATE SCHEMA src.x",
        "DROP SCHEMA src.s CASCADE"
      })
  void sharedTablesCannotBeWritten(String sql) throws Exception {
    w.source("CREATE TABLE IF NOT EXISTS main.s.ro (id INT)");
    w.target("CREATE TABLE IF NOT EXISTS main.s.own (id INT)");
    SqlFailure failure = w.failure(w.targetSql, sql);
    assertThat(failure).as(sql).isNotNull();
    assertThat(failure.sqlState()).isEqualTo("42501");
    assertThat(w.source("DESCRIBE HISTORY main.s.ro").rows()).hasSize(1);
  }

  @Test
  void concurrentClonesOfOneTargetLoseNothing() throws Exception {
    w.source("CREATE TABLE main.s.race AS SELECT id FROM range(0, 100, 1, 4)");
    String sql = "CREATE OR REPLACE TABLE main.s.race DEEP CLONE src.s.race";
    var failures = new java.util.concurrent.ConcurrentLinkedQueue<String>();
    List<Thread> threads = new java.util.ArrayList<>();
    for (int i = 0; i < 6; i++) {
      threads.add(
          new Thread(
              () -> {
                try {
                  SqlFailure failure = w.failure(w.targetSql, sql);
                  if (failure != null) {
                    failures.add(failure.getMessage());
                  }
                } catch (Exception e) {
                  failures.add(UUID.randomUUID() + e.toString());
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures)
        .allMatch(
            m ->
                m.startsWith("[DELTA_CONCURRENT_WRITE]")
                    || m.startsWith("[TABLE_OR_VIEW_ALREADY_EXISTS]"));
    assertSameRows("race");
    assertThat(w.target("DESCRIBE HISTORY main.s.race").rows()).isNotEmpty();
  }
}
