/**
 * Statements that create and change objects of Unity Catalog (databricks-api.md §11).
 *
 * <p>Invariant: pure text from {@link io.datareplicator.model.uc} values; every name and string is
 * quoted here, expressions and queries are taken over whole and cannot leave their place in the
 * statement; what SQL cannot say is a {@link
 * io.datareplicator.databricks.sql.ddl.NotExpressibleException}, never left out.
 */
package io.datareplicator.databricks.sql.ddl;
