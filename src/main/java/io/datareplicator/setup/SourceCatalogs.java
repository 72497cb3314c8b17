package io.datareplicator.setup;

import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.databricks.catalog.CatalogApi.CatalogInfo;
import java.util.HashMap;
import java.util.Map;

/** The catalogs of the target through which the source is read; each is looked at once per run. */
public final class SourceCatalogs {
  private final TargetCatalogs catalogs;
  private final Map<String, CatalogInfo> known = new HashMap<>();

  public SourceCatalogs(TargetCatalogs catalogs) {
    this.catalogs = catalogs;
  }

  /**
   * Makes sure that the source can be read under these settings.
   *
   * @throws StopCatalog when it cannot; the failure is recorded
   */
  public void ensure(ReplicationConfig settings, SetupSteps steps) {
    if (!known.containsKey(settings.sourceCatalog())) {
      CatalogInfo catalog =
          steps.step("catalog", settings.sourceCatalog(), () -> catalogs.ensureSource(settings));
      known.put(settings.sourceCatalog(), catalog);
    }
  }

  /**
   * Whether the source of a schema can be read; when it cannot, the schema is recorded as failed.
   */
  public boolean isReadable(SchemaConfig schema, SetupSteps steps) {
    try {
      ensure(schema.replication(), steps);
      return true;
    } catch (StopCatalog recorded) {
      steps.ended(
          schema.name(),
          "schema",
          schema.name(),
          Status.FAILED,
          Map.of(),
          "its shared catalog cannot be read: " + recorded.getMessage());
      return false;
    }
  }

  /** A catalog that was looked at; null when it was not. */
  public CatalogInfo get(String name) {
    return known.get(name);
  }

  /** Whether a catalog reads a share; one that was not looked at yet is taken for such. */
  public boolean isShared(String name) {
    CatalogInfo catalog = known.get(name);
    return catalog == null || TargetCatalogs.isShared(catalog);
  }
}
