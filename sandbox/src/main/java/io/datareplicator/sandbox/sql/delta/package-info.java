/**
 * Delta tables without Spark: snapshots, histories and deep clones straight from the transaction
 * log. A commit is put if absent and is the last step of any change, so that an interruption leaves
 * either all of it or nothing.
 */
package io.datareplicator.sandbox.sql.delta;
