package io.datareplicator.sandbox.sql.catalog;

import io.datareplicator.sandbox.metastore.Metastore;

/** Where managed tables live: a directory per table id, so a re-created table never meets old files. */
public final class ManagedLocation {
  private ManagedLocation() {}

  /** A {@code file:} URI. */
  public static String of(Metastore metastore, String tableId) {
    String root = metastore.storageRoot();
    return (root.endsWith("/") ? root : root + "/") + "tables/" + tableId;
  }
}
