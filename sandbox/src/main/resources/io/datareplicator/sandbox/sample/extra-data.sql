CREATE TABLE retail.sales.sales_archive
USING DELTA LOCATION 'abfss://lake@primarystore.dfs.core.windows.net/retail/sales_archive'
COMMENT 'Orders of earlier years' AS
SELECT id AS order_id, date_add(DATE'2024-01-01', CAST(pmod(id, 300) AS INT)) AS order_date, CAST(id / 7 AS DECIMAL(12, 2)) AS total
FROM range(0, 1500, 1, 1)

-- block
CREATE SCHEMA retail.retail_staging;
CREATE TABLE retail.retail_staging.events LOCATION 'abfss://lake@primarystore.dfs.core.windows.net/retail/events'
PARTITIONED BY (day) AS
SELECT id, concat('event ', id) AS text, date_add(DATE'2026-01-01', CAST(pmod(id, 3) AS INT)) AS day FROM range(0, 300, 1, 1);
CREATE TABLE retail.retail_staging.scratch (id INT)

-- block
CREATE TABLE `retail-ops`.finance.ledger_archive (entry_id BIGINT, amount DECIMAL(18, 4))
USING DELTA LOCATION 'abfss://lake@primarystore.dfs.core.windows.net/finance/ledger archive';
INSERT INTO `retail-ops`.finance.ledger_archive SELECT id, CAST(id AS DECIMAL(18, 4)) FROM range(0, 200, 1, 1)

-- block
CREATE CATALOG telemetry COMMENT 'Devices in the shops';
CREATE SCHEMA telemetry.feeds COMMENT 'What arrives';
CREATE SCHEMA telemetry.bronze;
CREATE SCHEMA telemetry.silver;
CREATE TABLE telemetry.feeds.readings AS
SELECT pmod(id, 12) AS device, timestamp_seconds(1767225600 + id) AS at, id / 3.0D AS value FROM range(0, 2400, 1, 1);
CREATE TABLE telemetry.feeds.devices AS
SELECT id AS device, concat('model ', pmod(id, 4)) AS model, DATE'2025-06-01' AS installed FROM range(0, 12, 1, 1);
CREATE TABLE telemetry.feeds.alarms AS
SELECT id AS alarm, pmod(id, 12) AS device, concat('too warm: ', id) AS text FROM range(0, 90, 1, 1)
