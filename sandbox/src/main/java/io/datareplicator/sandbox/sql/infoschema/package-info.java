/**
 * {@code information_schema}: the metastore read as tables. Rows are computed when a query scans
 * them, so they are never older than the query.
 */
package io.datareplicator.sandbox.sql.infoschema;
