/**
 * Unity Catalog's own state and rules: catalogs, schemas, tables, shares, recipients and providers
 * of two workspaces.
 *
 * <p>Invariant: every change is checked under one lock for all metastores, is on disk before the
 * call returns, and is undone in memory when it cannot be written. Shared catalogs hold no copy:
 * they are computed from the provider's share.
 */
package io.datareplicator.sandbox.metastore;
