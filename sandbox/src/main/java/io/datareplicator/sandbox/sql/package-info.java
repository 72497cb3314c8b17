/**
 * Databricks SQL over one metastore. Every statement runs in a session of its own; the only state
 * shared between statements is the metastore and the Delta logs, and every failure leaves as an
 * error class with its SQLSTATE.
 */
package io.datareplicator.sandbox.sql;
