/**
 * Carries out the statements that never reach Spark: each handler is a translation of one {@code
 * Statement} into calls of the metastore or of the Delta log, and builds its own result.
 */
package io.datareplicator.sandbox.sql.command;
