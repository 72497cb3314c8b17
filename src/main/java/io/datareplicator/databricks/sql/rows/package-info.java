/**
 * SQL that compares the rows of two tables (operations.md §5). Invariant: two rows have the same
 * digest exactly when their values are equal, whatever the session they are read in is set to:
 * NULL, empty and missing are different things, and no text that is hashed depends on a time zone,
 * on ANSI mode or on how an engine prints a number.
 */
package io.datareplicator.databricks.sql.rows;
