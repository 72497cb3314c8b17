CREATE CATALOG IF NOT EXISTS retail COMMENT 'Sales and customers of a small retailer';
CREATE CATALOG IF NOT EXISTS `retail-ops` COMMENT 'Warehouses, staff and money';
CREATE SCHEMA retail.sales COMMENT 'Orders and what became of them';
CREATE SCHEMA retail.customers;
CREATE SCHEMA retail.products COMMENT 'What is on the shelves';
CREATE SCHEMA `retail-ops`.logistics;
CREATE SCHEMA `retail-ops`.finance COMMENT 'Books and budgets';
CREATE SCHEMA `retail-ops`.`select` COMMENT 'Names that need care'

-- block: the big one
CREATE TABLE retail.sales.order_items CLUSTER BY (order_id) AS
SELECT id AS item_id, id DIV 4 AS order_id, CAST(pmod(id * 7919, 500) AS INT) AS product_id,
  CAST(1 + pmod(id, 5) AS INT) AS quantity, CAST(pmod(id * 31, 10000) / 100 AS DECIMAL(10, 2)) AS unit_price
FROM range(0, ${rows}, 1, 2)

-- block: sales
CREATE TABLE retail.sales.orders (
  order_id BIGINT NOT NULL COMMENT 'Number on the invoice', customer_id BIGINT, order_date DATE,
  status STRING, total DECIMAL(12, 2), updated_at TIMESTAMP)
USING DELTA PARTITIONED BY (order_date) COMMENT 'One row per order'
TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true', 'team' = 'checkout');
INSERT INTO retail.sales.orders
SELECT id, pmod(id * 13, 2000), date_add(DATE'2026-01-01', CAST(pmod(id, 5) AS INT)),
  element_at(array('new', 'paid', 'sent', 'returned'), CAST(1 + pmod(id, 4) AS INT)),
  CAST(pmod(id * 97, 100000) / 100 AS DECIMAL(12, 2)),
  timestamp_seconds(1767225600 + id * 60)
FROM range(0, 5000, 1, 1)

-- block: deletion vectors
CREATE TABLE retail.sales.returns TBLPROPERTIES ('delta.enableDeletionVectors' = 'true') AS
SELECT id AS return_id, pmod(id * 3, 5000) AS order_id, concat('reason ', pmod(id, 7)) AS reason
FROM range(0, 2000, 1, 1);
DELETE FROM retail.sales.returns WHERE return_id < 20

-- block
CREATE TABLE retail.sales.payments (
  payment_id BIGINT GENERATED ALWAYS AS IDENTITY, order_id BIGINT, amount DECIMAL(12, 2), paid_at TIMESTAMP_NTZ,
  method STRING DEFAULT 'card')
TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported');
INSERT INTO retail.sales.payments (order_id, amount, paid_at)
SELECT id, CAST(pmod(id * 97, 100000) / 100 AS DECIMAL(12, 2)), TIMESTAMP_NTZ'2026-01-01 12:00:00'
FROM range(0, 1000, 1, 1)

-- block
CREATE TABLE retail.sales.discounts (
  code STRING NOT NULL, percent INT, valid_from DATE, valid_month STRING GENERATED ALWAYS AS (date_format(valid_from, 'yyyy-MM')),
  CONSTRAINT percent_range CHECK (percent BETWEEN 0 AND 90));
INSERT INTO retail.sales.discounts (code, percent, valid_from)
SELECT concat('CODE', id), CAST(pmod(id * 5, 90) AS INT), date_add(DATE'2026-01-01', CAST(id AS INT)) FROM range(0, 60, 1, 1)

-- block
CREATE TABLE retail.sales.baskets AS
SELECT id AS basket_id, array(named_struct('sku', concat('P', pmod(id, 500)), 'qty', 1), named_struct('sku', 'P1', 'qty', 2)) AS lines,
  map('channel', if(pmod(id, 2) = 0, 'web', 'app')) AS tags,
  named_struct('city', concat('City ', pmod(id, 40)), 'geo', named_struct('lat', id / 10.0, 'lon', -id / 10.0)) AS ship_to
FROM range(0, 500, 1, 1)

-- block
CREATE TABLE retail.sales.clicks AS
SELECT id AS click_id, parse_json(concat('{"page":"/p/', pmod(id, 50), '","ms":', id * 3, ',"tags":["a",', id, ']}')) AS event
FROM range(0, 800, 1, 1)

-- block: column mapping
CREATE TABLE retail.sales.coupons (`coupon id` BIGINT, `valid.from` DATE, `größe` STRING, `a,b;c` DOUBLE)
TBLPROPERTIES ('delta.columnMapping.mode' = 'name');
INSERT INTO retail.sales.coupons
SELECT id, date_add(DATE'2026-02-01', CAST(pmod(id, 28) AS INT)), concat('größe ', id), id / 3.0 FROM range(0, 300, 1, 1);
ALTER TABLE retail.sales.coupons RENAME COLUMN `größe` TO `size`;
ALTER TABLE retail.sales.coupons DROP COLUMN `a,b;c`

-- block
CREATE TABLE retail.sales.wishlists (customer_id BIGINT, sku STRING, added TIMESTAMP) COMMENT 'Still empty'

-- block: in-commit timestamps and row tracking
CREATE TABLE retail.sales.gift_cards TBLPROPERTIES ('delta.enableInCommitTimestamps' = 'true') AS
SELECT id AS card, CAST(pmod(id, 10) * 10 AS DECIMAL(6, 2)) AS balance FROM range(0, 400, 1, 1);
UPDATE retail.sales.gift_cards SET balance = 0 WHERE card < 5

-- block
CREATE TABLE retail.sales.subscriptions TBLPROPERTIES ('delta.enableRowTracking' = 'true') AS
SELECT id AS subscription_id, pmod(id, 2000) AS customer_id, if(pmod(id, 3) = 0, 'yearly', 'monthly') AS plan
FROM range(0, 600, 1, 1)

-- block: customers
CREATE TABLE retail.customers.customer CLUSTER BY (country, customer_id) COMMENT 'Who buys'
TBLPROPERTIES ('quality' = 'gold', 'note' = 'it\'s "quoted"') AS
SELECT id AS customer_id, concat('Customer ', id) AS name, concat('c', id, '@example.test') AS email,
  element_at(array('DE', 'FR', 'IT', 'ES', 'PL'), CAST(1 + pmod(id, 5) AS INT)) AS country,
  pmod(id, 2) = 0 AS newsletter
FROM range(0, 2000, 1, 1)

-- block
CREATE TABLE retail.customers.address PARTITIONED BY (country) AS
SELECT id AS customer_id, concat(id, ' Main Street') AS street, element_at(array('DE', 'FR', 'IT'), CAST(1 + pmod(id, 3) AS INT)) AS country
FROM range(0, 900, 1, 1)

-- block
CREATE TABLE retail.customers.consent AS
SELECT id AS customer_id, pmod(id, 4) = 0 AS profiling, CAST(NULL AS STRING) AS withdrawn_by, DATE'2026-01-01' AS since FROM range(0, 700, 1, 1);
CREATE TABLE retail.customers.segment AS SELECT * FROM VALUES (1, 'new'), (2, 'loyal'), (3, 'at risk'), (4, NULL) AS t(id, label);
CREATE TABLE retail.customers.household AS SELECT id AS household_id, collect_list(m) AS members FROM range(0, 50, 1, 1) LATERAL VIEW explode(sequence(0, 2)) e AS m GROUP BY id

-- block
CREATE TABLE retail.customers.loyalty (
  customer_id BIGINT, points INT, tier STRING DEFAULT 'bronze', CONSTRAINT no_debt CHECK (points >= 0))
TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported');
INSERT INTO retail.customers.loyalty (customer_id, points) SELECT id, CAST(pmod(id * 17, 1000) AS INT) FROM range(0, 800, 1, 1);
CREATE TABLE retail.customers.complaint AS SELECT id AS complaint_id, repeat('long text ', 20) AS body, timestamp_seconds(1767225600 + id) AS at FROM range(0, 120, 1, 1)

-- block
CREATE TABLE retail.customers.`客户` AS SELECT id, concat('客户 ', id, ' 🙂') AS `名称` FROM range(0, 20, 1, 1);
CREATE TABLE retail.customers.`user-agent` AS SELECT id, concat('Mozilla/', id) AS agent FROM range(0, 30, 1, 1)

-- block: products
CREATE TABLE retail.products.product AS
SELECT CAST(id AS INT) AS product_id, concat('P', id) AS sku, CAST(pmod(id * 31, 10000) / 100 AS DECIMAL(10, 2)) AS price,
  array('tag1', concat('tag', pmod(id, 9))) AS tags, CAST(id * 1.5 AS FLOAT) AS weight, unhex(hex(CAST(id AS STRING))) AS thumbnail
FROM range(0, 500, 1, 1)

-- block
CREATE TABLE retail.products.category AS SELECT * FROM VALUES (1, 'food', NULL), (2, 'drinks', 1), (3, 'garden', NULL) AS t(id, name, parent);
CREATE TABLE retail.products.brand AS SELECT CAST(id AS SMALLINT) AS id, concat('Brand ', id) AS name FROM range(0, 40, 1, 1);
CREATE TABLE retail.products.supplier AS SELECT CAST(id AS TINYINT) AS id, concat('Supplier ', id) AS name FROM range(0, 25, 1, 1)

-- block
CREATE TABLE retail.products.price_history PARTITIONED BY (year, month) AS
SELECT pmod(id, 500) AS product_id, CAST(id / 10 AS DECIMAL(10, 2)) AS price, CAST(2025 + pmod(id, 2) AS INT) AS year, CAST(1 + pmod(id, 2) AS INT) AS month
FROM range(0, 2000, 1, 1);
CREATE TABLE retail.products.review AS SELECT id AS review_id, pmod(id, 500) AS product_id, CAST(1 + pmod(id, 5) AS TINYINT) AS stars, if(pmod(id, 3) = 0, NULL, 'fine') AS text FROM range(0, 1500, 1, 1)

-- block
CREATE TABLE retail.products.attribute (product_id INT, attributes MAP<STRING, STRUCT<value: STRING, unit: STRING>>);
INSERT INTO retail.products.attribute SELECT CAST(id AS INT), map('length', named_struct('value', CAST(id AS STRING), 'unit', 'cm')) FROM range(0, 200, 1, 1);
CREATE TABLE retail.products.stock_level CLUSTER BY (product_id) AS SELECT id AS product_id, CAST(pmod(id * 11, 90) AS INT) AS on_hand FROM range(0, 500, 1, 1);
MERGE INTO retail.products.stock_level t USING (SELECT id AS product_id, 5 AS n FROM range(490, 510, 1, 1)) s ON t.product_id = s.product_id
WHEN MATCHED THEN UPDATE SET on_hand = t.on_hand + s.n WHEN NOT MATCHED THEN INSERT (product_id, on_hand) VALUES (s.product_id, s.n)

-- block: logistics
CREATE TABLE `retail-ops`.logistics.shipment PARTITIONED BY (carrier) TBLPROPERTIES ('delta.enableDeletionVectors' = 'true') AS
SELECT id AS shipment_id, id * 2 AS order_id, element_at(array('north', 'south'), CAST(1 + pmod(id, 2) AS INT)) AS carrier, timestamp_seconds(1767225600 + id * 30) AS sent_at
FROM range(0, 1200, 1, 1);
DELETE FROM `retail-ops`.logistics.shipment WHERE shipment_id BETWEEN 100 AND 110

-- block
CREATE TABLE `retail-ops`.logistics.warehouse AS SELECT CAST(id AS INT) AS warehouse_id, concat('WH-', id) AS code FROM range(0, 12, 1, 1);
CREATE TABLE `retail-ops`.logistics.route AS SELECT id AS route_id, array(id, id + 1, id + 2) AS stops FROM range(0, 80, 1, 1);
CREATE TABLE `retail-ops`.logistics.vehicle AS SELECT id AS vehicle_id, INTERVAL '1 02' DAY TO HOUR IS NOT NULL AS serviced FROM range(0, 15, 1, 1)

-- block
CREATE TABLE `retail-ops`.logistics.`delivery-window` AS SELECT id, timestamp_seconds(1767225600 + id * 3600) AS opens FROM range(0, 48, 1, 1);
CREATE TABLE `retail-ops`.logistics.temperature_log AS SELECT id AS reading, 2.5D + pmod(id, 40) / 10.0D AS celsius FROM range(0, 3000, 1, 1)

-- block: finance
CREATE TABLE `retail-ops`.finance.ledger (entry_id BIGINT NOT NULL, account STRING, amount DECIMAL(18, 4), booked DATE) TBLPROPERTIES ('delta.appendOnly' = 'true');
INSERT INTO `retail-ops`.finance.ledger SELECT id, concat('ACC', pmod(id, 30)), CAST(id AS DECIMAL(18, 4)) / 7, date_add(DATE'2026-01-01', CAST(pmod(id, 90) AS INT)) FROM range(0, 2500, 1, 1)

-- block
CREATE TABLE `retail-ops`.finance.budget AS SELECT CAST(id AS INT) AS year, CAST(id * 1000 AS DECIMAL(38, 10)) AS amount FROM range(2020, 2030, 1, 1);
CREATE TABLE `retail-ops`.finance.tax_rate AS SELECT * FROM VALUES ('DE', 19.0), ('FR', 20.0), ('IT', 22.0) AS t(country, rate);
CREATE TABLE `retail-ops`.finance.invoice AS SELECT id AS invoice_id, id * 3 AS order_id, pmod(id, 2) = 0 AS paid FROM range(0, 900, 1, 1)

-- block
CREATE TABLE `retail-ops`.finance.exchange_rate PARTITIONED BY (currency) AS
SELECT element_at(array('USD', 'CHF'), CAST(1 + pmod(id, 2) AS INT)) AS currency, date_add(DATE'2026-01-01', CAST(id DIV 2 AS INT)) AS day, 1 + pmod(id, 10) / 100.0D AS rate
FROM range(0, 60, 1, 1);
CREATE TABLE `retail-ops`.finance.payroll (id INT, salary DECIMAL(10, 2)) TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'classification' = 'secret');
INSERT INTO `retail-ops`.finance.payroll SELECT CAST(id AS INT), CAST(2000 + id AS DECIMAL(10, 2)) FROM range(0, 70, 1, 1)

-- block: names
CREATE TABLE `retail-ops`.`select`.`table` (`from` INT, `where` STRING, `order` DATE);
INSERT INTO `retail-ops`.`select`.`table` VALUES (1, 'a', DATE'2026-01-01'), (2, NULL, NULL);
CREATE TABLE `retail-ops`.`select`.`back``tick` AS SELECT id AS `col``umn` FROM range(0, 9, 1, 1)

-- block
CREATE TABLE `retail-ops`.`select`.`ünïcödé` AS SELECT id, 'Füße' AS `straße` FROM range(0, 11, 1, 1);
CREATE TABLE `retail-ops`.`select`.`2026_plan` AS SELECT id FROM range(0, 5, 1, 1);
CREATE TABLE `retail-ops`.`select`.`we$ird#name!` AS SELECT id, 'it\'s; -- not a comment' AS text FROM range(0, 6, 1, 1)

-- block: views come last
CREATE VIEW retail.sales.open_orders COMMENT 'Orders to work on' AS
SELECT o.order_id, o.total, c.name FROM retail.sales.orders o JOIN retail.customers.customer c ON c.customer_id = o.customer_id WHERE o.status = 'new';
CREATE VIEW `retail-ops`.finance.paid_invoices AS SELECT invoice_id, order_id FROM `retail-ops`.finance.invoice WHERE paid
