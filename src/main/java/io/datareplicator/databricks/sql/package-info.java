/**
 * SQL on one workspace. Invariant: all SQL text is made from {@link
 * io.datareplicator.databricks.sql.Identifier} and {@link io.datareplicator.databricks.sql.Literal}
 * values; a statement ends as a result or as a {@link
 * io.datareplicator.databricks.sql.StatementFailure}, never as "probably fine".
 */
package io.datareplicator.databricks.sql;
