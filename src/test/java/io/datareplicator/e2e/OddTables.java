package io.datareplicator.e2e;

import java.util.List;

/**
 * Tables of catalog {@code it-repl} with every feature and every kind of name that a clone must
 * keep; one script per table.
 */
final class OddTables {
  private OddTables() {}

  static List<String> scripts() {
    return List.of(
        """
        CREATE TABLE `it-repl`.types.partitioned (id BIGINT NOT NULL COMMENT 'the key', day DATE, text STRING) USING DELTA
        PARTITIONED BY (day) COMMENT 'It''s "partitioned"' TBLPROPERTIES ('team' = 'x, y=z', 'delta.enableChangeDataFeed' = 'true');
        INSERT INTO `it-repl`.types.partitioned SELECT id, date_add(DATE'2026-01-01', CAST(id % 3 AS INT)), concat('t', id) FROM range(90)
        """,
        """
        CREATE TABLE `it-repl`.types.clustered CLUSTER BY (k, id) AS SELECT id, id % 7 AS k FROM range(200)
        """,
        """
        CREATE TABLE `it-repl`.types.deletion_vectors TBLPROPERTIES ('delta.enableDeletionVectors' = 'true') AS SELECT id FROM range(500);
        DELETE FROM `it-repl`.types.deletion_vectors WHERE id IN (3, 5, 499)
        """,
        """
        CREATE TABLE `it-repl`.types.column_mapping (`a b` INT, `c.d` STRING, `größe` DOUBLE, `e,f;g` STRING)
        TBLPROPERTIES ('delta.columnMapping.mode' = 'name');
        INSERT INTO `it-repl`.types.column_mapping VALUES (1, 'x', 1.5D, 'p'), (NULL, NULL, NULL, NULL), (1, 'x', 1.5D, 'p');
        ALTER TABLE `it-repl`.types.column_mapping RENAME COLUMN `a b` TO `b a`;
        ALTER TABLE `it-repl`.types.column_mapping DROP COLUMN `e,f;g`
        """,
        """
        CREATE TABLE `it-repl`.types.nested AS SELECT id, array(named_struct('sku', concat('P', id), 'at', timestamp_seconds(id))) AS lines,
        map('k', id, 'other key', NULL) AS attributes, named_struct('geo', named_struct('lat', id / 3D)) AS place, unhex('00FF') AS bytes
        FROM range(50)
        """,
        """
        CREATE TABLE `it-repl`.types.variants AS SELECT id, parse_json(concat('{"n":', id, ',"a":[1,null,"x"]}')) AS v FROM range(30)
        """,
        """
        CREATE TABLE `it-repl`.types.defaults (id INT, state STRING DEFAULT 'new', amount DECIMAL(20,4) DEFAULT 0.5)
        TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported');
        INSERT INTO `it-repl`.types.defaults (id) VALUES (1), (2)
        """,
        """
        CREATE TABLE `it-repl`.types.identities (id BIGINT GENERATED ALWAYS AS IDENTITY, d DATE, m STRING GENERATED ALWAYS AS (date_format(d, 'yyyy-MM')));
        INSERT INTO `it-repl`.types.identities (d) VALUES (DATE'2026-01-01'), (DATE'2026-02-01'), (NULL)
        """,
        """
        CREATE TABLE `it-repl`.types.checked (p INT NOT NULL, CONSTRAINT small CHECK (p < 100));
        INSERT INTO `it-repl`.types.checked VALUES (1), (99)
        """,
        """
        CREATE TABLE `it-repl`.types.`empty` (t TIMESTAMP, n TIMESTAMP_NTZ, f FLOAT, s SMALLINT, y TINYINT, b BOOLEAN, x BINARY)
        """,
        """
        CREATE TABLE `it-repl`.types.extremes AS SELECT * FROM VALUES
        (CAST('NaN' AS DOUBLE), -0.0D, CAST('99999999999999999999999999999999999999' AS DECIMAL(38,0)), TIMESTAMP'0001-01-01 00:00:00', ''),
        (CAST('-Infinity' AS DOUBLE), 0.0D, NULL, TIMESTAMP'9999-12-31 23:59:59.999999', '🙂\\u0000\\n'),
        (NULL, NULL, NULL, NULL, NULL), (NULL, NULL, NULL, NULL, NULL) AS t(d, z, n, t, s)
        """,
        """
        CREATE TABLE `it-repl`.`sch-ema`.`back``tick` AS SELECT id AS `col``umn`, id AS `select` FROM range(9)
        """,
        """
        CREATE TABLE `it-repl`.`sch-ema`.`user-agent` AS SELECT id, 'it\\'s; -- not a comment' AS text FROM range(3)
        """,
        """
        CREATE TABLE `it-repl`.`schéma`.`客户` AS SELECT id, concat('客户 ', id) AS `名称` FROM range(5)
        """,
        """
        CREATE TABLE `it-repl`.`select`.`table` (`from` INT, `where` STRING);
        INSERT INTO `it-repl`.`select`.`table` VALUES (1, 'a'), (1, 'a'), (2, NULL)
        """,
        """
        CREATE TABLE `it-repl`.`select`.`2026_we$ird#n'ame!` AS SELECT id FROM range(4)
        """);
  }
}
