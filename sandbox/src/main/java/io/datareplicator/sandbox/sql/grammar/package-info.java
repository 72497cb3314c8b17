/**
 * Reads the statements that only Databricks knows. Pure text in, {@link
 * io.datareplicator.sandbox.sql.grammar.Statement} out: nothing here touches Spark sessions or the
 * metastore, and whatever is not recognised is handed on unchanged.
 */
package io.datareplicator.sandbox.sql.grammar;
