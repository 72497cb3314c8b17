/**
 * The Databricks REST APIs: parameters in, the documented JSON out.
 *
 * <p>Invariant: no rule lives here that SQL must obey too; those are in the metastore.
 */
package io.datareplicator.sandbox.api;
