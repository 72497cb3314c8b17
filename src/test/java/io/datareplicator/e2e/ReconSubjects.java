package io.datareplicator.e2e;

import java.util.ArrayList;
import java.util.List;

/**
 * Tables of catalog {@code it-rec}, one schema for each subject, and what becomes of them after
 * they were replicated; {@code it_rec_mid} is replicated through an intermediate catalog and holds
 * what the tool writes about its runs.
 */
final class ReconSubjects {
  static final List<String> SCHEMAS =
      List.of("same", "since", "rows", "busy", "cols", "opts", "drawn", "gone", "picked");

  /** So many rows cannot be named one by one when all of them differ. */
  static final int MANY = 20_500;

  /** The settings of each schema; the keys stand where those of a catalog do. */
  static final String SETTINGS =
      """
          target_schemas:
            - schema_name: same
            - schema_name: since
            - schema_name: rows
              reconciliation_config: {max_recorded_rows: 3}
            - schema_name: busy
            - schema_name: cols
            - schema_name: opts
              tables:
                - table_name: unchecked
                  reconciliation_config: {schema_check: false}
                - table_name: excluded
                  reconciliation_config: {exclude_columns: [EXTRA, "Own Note", never]}
                - table_name: close
                  reconciliation_config: {threshold: 99}
                - table_name: far
                  reconciliation_config: {threshold: 99}
                - table_name: counted
                  reconciliation_config: {missing_data_check: false}
                - table_name: short
                  reconciliation_config: {missing_data_check: false, schema_check: false}
                - table_name: uncounted
                  reconciliation_config: {row_count_check: false}
                - table_name: columns_only
                  reconciliation_config: {row_count_check: false, missing_data_check: false}
                - table_name: "off"
                  reconciliation_config: {enabled: false}
                - table_name: unrecorded
                  reconciliation_config: {max_recorded_rows: 0}
                - table_name: digested
                  reconciliation_config: {row_digest: sha256}
                - table_name: filtered
                  reconciliation_config:
                    source_filter_expression: "id < 50 OR n = 'x' -- only these"
                    target_filter_expression: "id < 50 -- and these"
            - schema_name: drawn
              reconciliation_config: {enable_sampling: true, no_of_sampling_tables: 2}
            - schema_name: gone
              exclude_tables: [{table_name: left_out}]
            - schema_name: picked
              table_filter_expression: table_name LIKE 'k%'
        - catalog_name: it_rec_mid
          replication_config:
            intermediate_catalog: it_rec_between
            create_intermediate_catalog: true
          reconciliation_config:
            recon_outputs_catalog: it_rec_mid
            recon_outputs_schema: audit
      """;

  private static final List<String> PLAIN =
      List.of(
          "same.a",
          "same.b",
          "since.x",
          "since.y",
          "rows.deleted",
          "rows.added",
          "rows.changed",
          "busy.inserted",
          "busy.rewritten",
          "busy.optimized",
          "busy.described",
          "cols.missing_here",
          "opts.counted",
          "opts.short",
          "opts.uncounted",
          "opts.columns_only",
          "opts.off",
          "opts.unrecorded",
          "opts.digested",
          "opts.filtered",
          "drawn.t1",
          "drawn.t2",
          "drawn.t3",
          "drawn.t4",
          "gone.lost",
          "gone.ended",
          "picked.kept");

  private ReconSubjects() {}

  /** What the source has when all is replicated. */
  static List<String> scripts() {
    List<String> scripts = new ArrayList<>();
    for (String table : PLAIN) {
      scripts.add(
          "CREATE TABLE `it-rec`." + table + " AS SELECT id, concat('n', id) AS n FROM range(100)");
    }
    for (String table : List.of("close", "far")) {
      scripts.add("CREATE TABLE `it-rec`.opts." + table + " AS SELECT id FROM range(200)");
    }
    for (String table : List.of("emptied", "rewritten")) {
      scripts.add("CREATE TABLE `it-rec`.rows." + table + " AS SELECT id FROM range(" + MANY + ")");
    }
    scripts.add("CREATE TABLE `it-rec`.same.`empty` (id INT, n STRING)");
    scripts.add(
        "CREATE TABLE `it-rec`.rows.doubled AS SELECT * FROM VALUES ('a', 1), ('a', 1), ('b', 1)"
            + " AS v(t, n)");
    scripts.add(
        "CREATE TABLE `it-rec`.rows.swapped AS SELECT * FROM VALUES (NULL, 'x'), ('y', NULL)"
            + " AS v(a, b)");
    scripts.add("CREATE TABLE `it-rec`.cols.missing_there AS SELECT id, 'c' AS c FROM range(5)");
    scripts.add("CREATE TABLE `it-rec`.opts.unchecked AS SELECT id, 'c' AS c FROM range(5)");
    scripts.add(
        "CREATE TABLE `it-rec`.cols.typed AS SELECT CAST(id AS INT) AS id, CAST(1.5 AS"
            + " DECIMAL(10,2)) AS n FROM range(5)");
    scripts.add("CREATE TABLE `it-rec`.cols.nullable (id INT NOT NULL, n INT)");
    scripts.add("CREATE TABLE `it-rec`.cols.ordered (a INT, b INT, c INT)");
    scripts.add(
        "CREATE TABLE `it-rec`.cols.generated (id BIGINT GENERATED ALWAYS AS IDENTITY, d DATE,"
            + " m STRING GENERATED ALWAYS AS (date_format(d, 'yyyy-MM')))");
    scripts.add(
        "CREATE TABLE `it-rec`.opts.excluded TBLPROPERTIES ('delta.columnMapping.mode' = 'name')"
            + " AS SELECT id, concat('e', id) AS extra, 'mine' AS `own note` FROM range(5)");
    return scripts;
  }

  /** What happens at the source afterwards. */
  static List<String> atSource() {
    return List.of(
        "INSERT INTO `it-rec`.busy.inserted VALUES (100, 'late')",
        "INSERT OVERWRITE `it-rec`.busy.rewritten SELECT id, 'all new' FROM range(3)",
        "DROP TABLE `it-rec`.gone.ended",
        "INSERT INTO it_rec_mid.s.a VALUES (100)");
  }

  /** What happens on the target afterwards, one script per table. */
  static List<String> onTarget() {
    return List.of(
        "DELETE FROM `it-rec`.rows.deleted WHERE id < 7",
        "INSERT INTO `it-rec`.rows.added VALUES (1000, 'it''s'), (1001, NULL)".replace("''", "\\'"),
        "UPDATE `it-rec`.rows.changed SET n = 'other' WHERE id < 5",
        "INSERT OVERWRITE `it-rec`.rows.doubled VALUES ('a', 1), ('b', 1), ('b', 1)",
        "INSERT OVERWRITE `it-rec`.rows.swapped VALUES ('x', NULL), (NULL, 'y')",
        "DELETE FROM `it-rec`.rows.emptied",
        "UPDATE `it-rec`.rows.rewritten SET id = -1 - id",
        "OPTIMIZE `it-rec`.busy.optimized ZORDER BY (id)",
        "ALTER TABLE `it-rec`.busy.described SET TBLPROPERTIES ('team' = 'x')",
        "CREATE OR REPLACE TABLE `it-rec`.cols.missing_there AS SELECT id FROM range(5)",
        "ALTER TABLE `it-rec`.cols.missing_here ADD COLUMN extra STRING COMMENT 'ours'",
        "CREATE OR REPLACE TABLE `it-rec`.cols.typed AS SELECT id, CAST(1.5 AS DECIMAL(12,3)) AS n"
            + " FROM range(5)",
        "CREATE OR REPLACE TABLE `it-rec`.cols.nullable (id INT, n INT)",
        "CREATE OR REPLACE TABLE `it-rec`.cols.ordered (a INT, c INT, b INT)",
        "CREATE OR REPLACE TABLE `it-rec`.cols.generated (id BIGINT, d DATE, m STRING)",
        "CREATE OR REPLACE TABLE `it-rec`.opts.unchecked AS SELECT id FROM range(5)",
        "UPDATE `it-rec`.opts.excluded SET extra = 'ours';\n"
            + "ALTER TABLE `it-rec`.opts.excluded DROP COLUMN `own note`",
        "DELETE FROM `it-rec`.opts.close WHERE id = 7",
        "DELETE FROM `it-rec`.opts.far WHERE id < 4",
        "UPDATE `it-rec`.opts.counted SET n = 'other'",
        "DELETE FROM `it-rec`.opts.short WHERE id = 7",
        "INSERT INTO `it-rec`.opts.uncounted VALUES (100, 'more')",
        "DELETE FROM `it-rec`.opts.columns_only",
        "DELETE FROM `it-rec`.opts.off",
        "DELETE FROM `it-rec`.opts.unrecorded WHERE id < 2",
        "DELETE FROM `it-rec`.opts.digested WHERE id < 3",
        "DELETE FROM `it-rec`.opts.filtered WHERE id >= 50",
        "DROP TABLE `it-rec`.gone.lost",
        "CREATE TABLE `it-rec`.gone.own AS SELECT 1 AS id",
        "CREATE TABLE `it-rec`.gone.left_out AS SELECT 1 AS id",
        "CREATE TABLE `it-rec`.picked.kings AS SELECT 1 AS id",
        "CREATE TABLE `it-rec`.picked.other AS SELECT 1 AS id",
        "CREATE TABLE it_rec_mid.s.only_here AS SELECT 1 AS id",
        "CREATE SCHEMA it_rec_mid.local;\nCREATE TABLE it_rec_mid.local.t AS SELECT 1 AS id");
  }
}
