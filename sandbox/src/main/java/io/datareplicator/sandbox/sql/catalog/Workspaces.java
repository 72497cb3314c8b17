package io.datareplicator.sandbox.sql.catalog;

import io.datareplicator.sandbox.metastore.Metastore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Spark creates catalog plugins by class name only; through this they find their metastore. */
public final class Workspaces {
  private static final Map<String, Metastore> METASTORES = new ConcurrentHashMap<>();

  private Workspaces() {}

  public static void register(String workspace, Metastore metastore) {
    METASTORES.put(workspace, metastore);
  }

  public static void remove(String workspace) {
    METASTORES.remove(workspace);
  }

  /**
   * @throws IllegalStateException when the workspace is closed
   */
  public static Metastore metastore(String workspace) {
    Metastore metastore = METASTORES.get(workspace);
    if (metastore == null) {
      throw new IllegalStateException("The workspace " + workspace + " is closed");
    }
    return metastore;
  }
}
