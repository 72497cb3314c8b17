-- Statements of EverythingCatalog. Lines of dashes and "stage" part what must be there first from
-- what needs it; blocks, parted by empty lines, of one stage run at the same time.
-- @catalog@, @trap@ (a catalog's name inside literals and comments), @lake@, @robot@ and @long@
-- (1,000 characters) are filled in.
---- stage
CREATE SCHEMA `@catalog@`.ref COMMENT 'Reference data' WITH DBPROPERTIES ('team' = 'ref', 'it\'s' = 'a\\b');
CREATE TABLE `@catalog@`.ref.countries (
  code CHAR(2) NOT NULL COMMENT 'ISO 3166',
  name VARCHAR(60) NOT NULL,
  continent STRING COMMENT '',
  CONSTRAINT countries_pk PRIMARY KEY (code) RELY)
COMMENT 'Countries'
TBLPROPERTIES ('quality' = 'gold', 'owner.team' = 'ref');
CREATE FUNCTION `@catalog@`.ref.add_tax(
  net DECIMAL(12,2) COMMENT 'it\'s "net" \\ of tax',
  rate DECIMAL(5,4) DEFAULT 0.19 COMMENT 'in @trap@.ref',
  label STRING DEFAULT 'it\'s; \\ default')
RETURNS DECIMAL(18,4)
COMMENT 'adds $\{tax}; \'quoted\' \\ 🐘'
RETURN net * (1 + rate);
CREATE FUNCTION `@catalog@`.ref.twice(x DECIMAL(12,2)) RETURNS DECIMAL(18,4) RETURN `@catalog@`.ref.add_tax(x, 1);
CREATE FUNCTION `@catalog@`.ref.in_continent(wanted STRING DEFAULT 'Europe' COMMENT 'which')
RETURNS TABLE (code STRING COMMENT 'ISO', name STRING)
COMMENT 'countries of a continent'
READS SQL DATA
RETURN SELECT code, name FROM @catalog@.ref.countries AS c -- not @trap@.ref.countries
  WHERE c.continent = in_continent.wanted AND c.name <> '@trap@.ref.countries';
CREATE FUNCTION `@catalog@`.ref.py_mask(mail STRING)
RETURNS STRING
LANGUAGE PYTHON
NOT DETERMINISTIC
COMMENT 'python'
AS $$
  # it's "@trap@.ref" \n
  return mail[:1] + "***" if mail else None
$$;
CREATE FUNCTION `@catalog@`.ref.only_own(owner STRING) RETURNS BOOLEAN RETURN owner = current_user() OR owner IS NULL;
CREATE FUNCTION `@catalog@`.ref.mask_by(value STRING, owner STRING) RETURNS STRING RETURN concat(left(value, 1), owner)

CREATE SCHEMA `@catalog@`.sales COMMENT 'it\'s "sales" \\ of $\{year}\n🐘';
CREATE TABLE `@catalog@`.sales.all_types (
  c_tiny TINYINT, c_small SMALLINT, c_int INT, c_big BIGINT NOT NULL COMMENT 'it\'s "big" \\ $\{x}\n🐘',
  c_float FLOAT, c_double DOUBLE, c_dec DECIMAL(38,18), c_dec0 DECIMAL(10,0), c_bool BOOLEAN,
  c_string STRING, c_char CHAR(7), c_varchar VARCHAR(4000), c_binary BINARY,
  c_date DATE, c_ts TIMESTAMP, c_ntz TIMESTAMP_NTZ, c_variant VARIANT,
  c_array ARRAY<STRUCT<a: INT COMMENT 'in an array', b: MAP<STRING, ARRAY<DECIMAL(9,3)>>>>,
  c_map MAP<STRING, STRUCT<x: DATE, y: BINARY>>,
  c_struct STRUCT<id: INT NOT NULL COMMENT 'it\'s nested', `odd-name-ü`: STRUCT<deep: STRING COMMENT 'deep', n: BIGINT NOT NULL>>);
CREATE TABLE `@catalog@`.sales.clustered (a BIGINT, b STRING, s STRUCT<c: INT, d: INT>) CLUSTER BY (b, s.c);
CREATE TABLE `@catalog@`.sales.auto_clustered (a BIGINT, b STRING) CLUSTER BY AUTO TBLPROPERTIES ('k' = '');
CREATE TABLE `@catalog@`.sales.constant (kind STRING) COMMENT 'emptied';
COMMENT ON TABLE `@catalog@`.sales.constant IS '';
CREATE TABLE `@catalog@`.sales.hostile (
  plain STRING COMMENT '@long@',
  quoted STRING COMMENT '\'); DROP TABLE x; --',
  lines STRING COMMENT 'one\ntwo\r\nthree\ttab')
COMMENT '`tick` "double" \'single\' \\back\\slash $\{x} {0} %s 🐘\n-- not a comment /* nor this */ @trap@.sales.hostile'
TBLPROPERTIES ('it\'s' = 'a "b" \\ \'c\' $\{d}\ne', 'delta.appendOnly' = 'true')

CREATE SCHEMA `@catalog@`.`od-d``ü` COMMENT 'odd';
CREATE TABLE `@catalog@`.`od-d``ü`.`ta-ble``ß` (`we ird``,;{}()=.ü` INT COMMENT 'odd', `select` STRING, `UPPER` STRING, nested STRUCT<`odd name`: INT COMMENT 'it\'s', plain: STRING>)
TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.minReaderVersion' = '2', 'delta.minWriterVersion' = '5');
CREATE TABLE `@catalog@`.`od-d``ü`.id_mapped (a INT, b STRUCT<c: INT>) TBLPROPERTIES ('delta.columnMapping.mode' = 'id');
CREATE TABLE `@catalog@`.`od-d``ü`.ext_plain (id BIGINT COMMENT 'plain', t STRING) LOCATION '@lake@ext/plain' COMMENT 'external';
CREATE TABLE `@catalog@`.`od-d``ü`.ext_parts (id BIGINT, day DATE) PARTITIONED BY (day) LOCATION '@lake@ext/a b/parts'

CREATE SCHEMA `@catalog@`.nothing_here;
CREATE VOLUME `@catalog@`.nothing_here.files COMMENT 'it\'s "files" \\ $\{x} 🐘';
CREATE EXTERNAL VOLUME `@catalog@`.nothing_here.landing LOCATION '@lake@landing/x' COMMENT 'landing';
CREATE VOLUME `@catalog@`.nothing_here.silent
---- stage
CREATE TABLE `@catalog@`.sales.customers (
  id BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 5) COMMENT 'key',
  mail STRING NOT NULL,
  country CHAR(2) DEFAULT 'DE',
  since TIMESTAMP DEFAULT current_timestamp() COMMENT 'it\'s since',
  year INT GENERATED ALWAYS AS (YEAR(since)) COMMENT 'made',
  note STRING DEFAULT 'it\'s; \\ a "note" @trap@.ref',
  CONSTRAINT customers_pk PRIMARY KEY (id),
  CONSTRAINT customers_country FOREIGN KEY (country) REFERENCES `@catalog@`.ref.countries (code))
PARTITIONED BY (year)
TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported', 'delta.enableChangeDataFeed' = 'true');
CREATE TABLE `@catalog@`.sales.orders (
  id BIGINT GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  customer BIGINT,
  amount DECIMAL(12,2),
  placed DATE,
  CONSTRAINT orders_pk PRIMARY KEY (id),
  CONSTRAINT `orders cust'omer` FOREIGN KEY (customer) REFERENCES `@catalog@`.sales.customers (id));
ALTER TABLE `@catalog@`.sales.orders ADD CONSTRAINT positive CHECK (amount > 0 AND 'it\'s' <> '@trap@.x');
ALTER TABLE `@catalog@`.sales.orders ADD CONSTRAINT sane CHECK (placed > DATE'2000-01-01')

CREATE TABLE `@catalog@`.sales.guarded (id INT, owner STRING, mail STRING, phone STRING) COMMENT 'guarded';
ALTER TABLE `@catalog@`.sales.guarded SET ROW FILTER `@catalog@`.ref.only_own ON (owner);
ALTER TABLE `@catalog@`.sales.guarded ALTER COLUMN mail SET MASK `@catalog@`.ref.py_mask;
ALTER TABLE `@catalog@`.sales.guarded ALTER COLUMN phone SET MASK `@catalog@`.ref.mask_by USING COLUMNS (owner)

CREATE VIEW `@catalog@`.ref.v1 (code COMMENT 'it\'s a code', name) COMMENT 'it\'s "view" \\ 1 $\{x}' TBLPROPERTIES ('it\'s' = 'v\\1') AS SELECT code, name FROM `@catalog@`.ref.countries;
CREATE FUNCTION `@catalog@`.ref.count_v1() RETURNS BIGINT RETURN SELECT count(*) FROM `@catalog@`.ref.v1;
CREATE VIEW `@catalog@`.sales.v2 AS SELECT code, upper(name) AS name, `@catalog@`.ref.add_tax(1.00) AS taxed FROM @catalog@.ref.v1 /* @trap@.ref.v1 */ WHERE name <> '@trap@.ref.v1' -- `@trap@`.ref.v1
;
CREATE VIEW `@catalog@`.`od-d``ü`.v3 AS WITH a AS (SELECT * FROM `@catalog@`.`sales`.`v2`) SELECT a.code, c.name, "@trap@.ref" AS lit, `@catalog@`.ref.count_v1() AS n FROM a JOIN @catalog@.ref.countries c ON a.code = c.code;
CREATE VIEW `@catalog@`.ref.v4 AS SELECT v3.code FROM `@catalog@`.`od-d``ü`.v3 AS v3 UNION ALL SELECT code FROM @catalog@.ref.v1;
CREATE VIEW `@catalog@`.ref.a5 COMMENT '' AS SELECT count(*) AS n FROM `@catalog@`.ref.v4

CREATE TABLE `@catalog@`.sales.feed (id BIGINT COMMENT 'it\'s id', n STRING) COMMENT 'feed';
INSERT INTO `@catalog@`.sales.feed VALUES (1, 'a'), (2, NULL);
CREATE MATERIALIZED VIEW `@catalog@`.sales.mv_sql (id COMMENT 'it\'s id', n) COMMENT 'it\'s "mv" \\ $\{x}' TBLPROPERTIES ('k' = 'v') AS SELECT id, n FROM `@catalog@`.sales.feed WHERE n <> '@trap@.sales.feed';
CREATE STREAMING TABLE `@catalog@`.sales.st_sql COMMENT 'it\'s "st" \\ $\{x}' TBLPROPERTIES ('k' = 'v') AS SELECT id, concat(n, '@trap@.sales.feed') AS n FROM STREAM(`@catalog@`.sales.feed)
---- stage
ALTER CATALOG `@catalog@` SET TAGS ('cost center' = '42', 'empty' = '', 'it\'s "odd" \\' = 'a \'b\' "c" \\ $\{d} 🐘', 'everything tier' = 'gold');
ALTER SCHEMA `@catalog@`.sales SET TAGS ('domain' = 'sales', 'long' = '@long@');
ALTER SCHEMA `@catalog@`.`od-d``ü` SET TAGS ('domain' = 'ödd', 'everything tier' = 'silver');
ALTER TABLE `@catalog@`.sales.customers SET TAGS ('pii' = '', 'line' = 'one\ntwo', 'everything tier' = 'gold');
ALTER TABLE `@catalog@`.`od-d``ü`.`ta-ble``ß` SET TAGS ('odd' = '`tick`');
ALTER VIEW `@catalog@`.sales.v2 SET TAGS ('view' = 'yes');
ALTER MATERIALIZED VIEW `@catalog@`.sales.mv_sql SET TAGS ('mv' = 'yes');
ALTER STREAMING TABLE `@catalog@`.sales.st_sql SET TAGS ('st' = 'yes');
ALTER TABLE `@catalog@`.sales.customers ALTER COLUMN mail SET TAGS ('pii' = 'mail', 'it\'s' = '\\');
ALTER TABLE `@catalog@`.sales.customers ALTER COLUMN country SET TAGS ('pii' = '');
ALTER TABLE `@catalog@`.`od-d``ü`.`ta-ble``ß` ALTER COLUMN `we ird``,;{}()=.ü` SET TAGS ('odd' = 'column');
SET TAG ON COLUMN `@catalog@`.sales.v2.code view_column = yes;
ALTER MATERIALIZED VIEW `@catalog@`.sales.mv_sql ALTER COLUMN id SET TAGS ('mv' = 'column');
ALTER STREAMING TABLE `@catalog@`.sales.st_sql ALTER COLUMN id SET TAGS ('st' = 'column');
ALTER VOLUME `@catalog@`.nothing_here.files SET TAGS ('vol' = 'it\'s', 'empty' = '');
COMMENT ON COLUMN `@catalog@`.sales.st_sql.n IS 'it\'s n';
COMMENT ON COLUMN `@catalog@`.sales.v2.name IS 'it\'s a name'

GRANT USE CATALOG, BROWSE ON CATALOG `@catalog@` TO `account users`;
GRANT ALL PRIVILEGES ON CATALOG `@catalog@` TO `e2e readers`;
GRANT USE SCHEMA, SELECT ON SCHEMA `@catalog@`.sales TO `e2e readers`;
GRANT CREATE TABLE ON SCHEMA `@catalog@`.sales TO `@robot@`;
GRANT USE SCHEMA ON SCHEMA `@catalog@`.`od-d``ü` TO `o'hara+e2e@example.test`;
GRANT SELECT, MODIFY ON TABLE `@catalog@`.sales.customers TO `ana.e2e@example.test`;
GRANT SELECT ON TABLE `@catalog@`.sales.customers TO `e2e "odd" grüppe``s`;
GRANT SELECT ON TABLE `@catalog@`.`od-d``ü`.`ta-ble``ß` TO `@robot@`;
GRANT SELECT ON VIEW `@catalog@`.sales.v2 TO `e2e readers`;
GRANT SELECT ON MATERIALIZED VIEW `@catalog@`.sales.mv_sql TO `e2e readers`;
GRANT SELECT ON TABLE `@catalog@`.sales.st_sql TO `e2e readers`;
GRANT EXECUTE ON FUNCTION `@catalog@`.ref.add_tax TO `e2e readers`;
GRANT EXECUTE ON FUNCTION `@catalog@`.ref.py_mask TO `@robot@`;
GRANT READ VOLUME, WRITE VOLUME ON VOLUME `@catalog@`.nothing_here.files TO `@robot@`
