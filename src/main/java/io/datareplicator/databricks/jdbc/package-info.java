/**
 * SQL on clusters and warehouses through databricks-jdbc. Invariant: only {@code java.sql} types
 * are used and the driver is found by name, so that a build without the driver works; and a
 * statement whose effect can be looked for is never sent again by the driver on its own account.
 */
package io.datareplicator.databricks.jdbc;
