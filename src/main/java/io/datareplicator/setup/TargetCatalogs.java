package io.datareplicator.setup;

import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.CatalogInfo;
import io.datareplicator.databricks.catalog.CatalogApi.CreateCatalog;
import io.datareplicator.databricks.sharing.SharingApi.ProviderInfo;
import io.datareplicator.model.SchemaName;
import java.util.Optional;

/** The catalogs and schemas that data replication needs on the target. */
public final class TargetCatalogs {
  private static final String SHARED = "DELTASHARING_CATALOG";

  private final Workspace source;
  private final Workspace target;
  private final Visibility visibility;
  private ProviderInfo provider;

  public TargetCatalogs(Workspace source, Workspace target, Visibility visibility) {
    this.source = source;
    this.target = target;
    this.visibility = visibility;
  }

  /** Makes sure that the source's data can be read through {@code source_catalog}. */
  public Outcome<CatalogInfo> ensureSource(ReplicationConfig config) {
    Optional<CatalogInfo> there = target.catalogs().find(config.sourceCatalog());
    if (there.isPresent()) {
      verify(there.get(), config);
      return new Outcome<>(there.get(), null);
    }
    if (!config.createSharedCatalog()) {
      throw new StopCatalog(
          "catalog '"
              + config.sourceCatalog()
              + "' does not exist on the "
              + target.label()
              + "; create it over share '"
              + config.shareName()
              + "', or set replication_config.create_shared_catalog: true");
    }
    String from = provider(config);
    CatalogInfo created =
        target
            .catalogs()
            .create(
                new CreateCatalog(config.sourceCatalog(), null, null, from, config.shareName()));
    verify(created, config);
    return new Outcome<>(created, "created over share " + from + "." + config.shareName());
  }

  private void verify(CatalogInfo catalog, ReplicationConfig config) {
    if (!SHARED.equals(catalog.catalogType())) {
      if (config.createSharedCatalog()) {
        throw new StopCatalog(
            "catalog '"
                + catalog.name()
                + "' exists on the target but is not a shared catalog; rename it or choose another source_catalog");
      }
      return;
    }
    if (!config.shareName().equalsIgnoreCase(catalog.shareName())) {
      throw otherShare(catalog, config.shareName());
    }
  }

  /**
   * Makes sure that the shared catalog reads the share of this very source. Comes after the source
   * has been asked for its table versions, because that answer tells its metastore; nothing has
   * been changed by then.
   */
  public Outcome<String> verifyProvider(CatalogInfo catalog, ReplicationConfig config) {
    if (SHARED.equals(catalog.catalogType())) {
      String wanted = provider(config);
      if (!wanted.equalsIgnoreCase(catalog.providerName())) {
        throw otherShare(catalog, wanted + "." + config.shareName());
      }
    }
    return new Outcome<>(catalog.name(), null);
  }

  private static StopCatalog otherShare(CatalogInfo catalog, String wanted) {
    return new StopCatalog(
        "catalog '"
            + catalog.name()
            + "' reads share "
            + catalog.providerName()
            + "."
            + catalog.shareName()
            + ", not the configured "
            + wanted
            + "; drop it or choose another source_catalog");
  }

  private String provider(ReplicationConfig config) {
    if (config.providerName() != null) {
      return config.providerName();
    }
    if (provider == null) {
      String metastore = source.globalMetastoreId();
      provider =
          visibility
              .await(() -> target.sharing().providerFor(metastore))
              .orElseThrow(
                  () ->
                      new StopCatalog(
                          "the target sees no provider for the source's metastore "
                              + metastore
                              + "; run the backup operation first, or set replication_config.provider_name"));
    }
    return provider.name();
  }

  /** Makes sure that a schema of the target catalog exists. */
  public Outcome<SchemaName> ensureSchema(SchemaName schema) {
    if (target.catalogs().findSchema(schema).isPresent()) {
      return new Outcome<>(schema, null);
    }
    target.catalogs().createSchema(schema, null);
    return new Outcome<>(schema, "created");
  }

  /** Makes sure that the target catalog exists. */
  public Outcome<String> ensureTarget(CatalogConfig catalog) {
    ReplicationConfig config = catalog.replication();
    Optional<CatalogInfo> there = target.catalogs().find(catalog.name());
    if (there.isPresent()) {
      if (SHARED.equals(there.get().catalogType())) {
        throw new StopCatalog(
            "target catalog '"
                + catalog.name()
                + "' is a shared catalog and cannot be written to; choose another target catalog");
      }
      return new Outcome<>(catalog.name(), null);
    }
    if (!config.createTargetCatalog()) {
      throw new StopCatalog(
          "target catalog '"
              + catalog.name()
              + "' does not exist on the "
              + target.label()
              + "; create it, or set replication_config.create_target_catalog: true");
    }
    target
        .catalogs()
        .create(
            new CreateCatalog(catalog.name(), null, config.targetCatalogLocation(), null, null));
    return new Outcome<>(catalog.name(), "created");
  }
}
