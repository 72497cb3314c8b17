/**
 * The one Spark context of the JVM, sessions cut from it, and the translation between Spark's
 * values, types and errors and those of Databricks' wire format.
 */
package io.datareplicator.sandbox.sql.engine;
