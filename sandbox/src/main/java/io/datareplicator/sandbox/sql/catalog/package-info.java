/**
 * Spark's view of the metastore: catalogs, schemas, Delta tables and views. The metastore decides
 * what exists and what may change; the Delta log holds everything about a table's contents. A name
 * is registered only after its first commit is in the log.
 */
package io.datareplicator.sandbox.sql.catalog;
