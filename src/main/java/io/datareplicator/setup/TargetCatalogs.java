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

  /** Whether a catalog shows a share of another metastore. */
  public static boolean isShared(CatalogInfo catalog) {
    return SHARED.equals(catalog.catalogType());
  }

  /** Makes sure that the source's data can be read through {@code source_catalog}. */
  public Outcome<CatalogInfo> ensureSource(ReplicationConfig config) {
    return ensure(SharedCatalog.ofSource(config), config);
  }

  /**
   * Makes sure that data of the source can be read through a catalog: over its share, or, within
   * one metastore, directly.
   */
  public Outcome<CatalogInfo> ensure(SharedCatalog wanted, ReplicationConfig config) {
    return ensure(wanted, config.providerName());
  }

  /**
   * As above.
   *
   * @param providerName provider that the user named; null = the one of the source's metastore
   */
  public Outcome<CatalogInfo> ensure(SharedCatalog wanted, String providerName) {
    Optional<CatalogInfo> there = target.catalogs().find(wanted.name());
    if (there.isPresent()) {
      verify(there.get(), wanted);
      return new Outcome<>(there.get(), null);
    }
    if (!wanted.create()) {
      throw new StopCatalog(
          "catalog '"
              + wanted.name()
              + "' does not exist on the "
              + target.label()
              + "; create it over share '"
              + wanted.share()
              + "', or set "
              + wanted.createKey()
              + ": true");
    }
    String from = provider(providerName);
    CatalogInfo created =
        target
            .catalogs()
            .create(new CreateCatalog(wanted.name(), null, null, from, wanted.share()));
    verify(created, wanted);
    return new Outcome<>(created, "created over share " + from + "." + wanted.share());
  }

  /** Whether the provider of the source offers a share to the target. */
  public boolean isOffered(String share, ReplicationConfig config) {
    return target.sharing().sharesOf(provider(config.providerName())).stream()
        .anyMatch(share::equalsIgnoreCase);
  }

  private void verify(CatalogInfo catalog, SharedCatalog wanted) {
    if (!isShared(catalog)) {
      if (wanted.create() && !isOneMetastore()) {
        throw new StopCatalog(
            "catalog '"
                + catalog.name()
                + "' exists on the target but is not a shared catalog; rename it or choose another "
                + wanted.nameKey());
      }
      return;
    }
    // A catalog that somebody else made and that the file names may read any share of the source.
    if (wanted.create() && !wanted.share().equalsIgnoreCase(catalog.shareName())) {
      throw otherShare(catalog, wanted.share(), wanted.nameKey());
    }
  }

  /** Whether both sides are workspaces of one metastore, so that nothing has to be shared. */
  public boolean isOneMetastore() {
    return source.globalMetastoreId().equals(target.globalMetastoreId());
  }

  /**
   * Makes sure that the shared catalog reads the share of this very source. Comes after the source
   * has been asked for its table versions, because that answer tells its metastore; nothing has
   * been changed by then.
   */
  public Outcome<String> verifyProvider(CatalogInfo catalog, ReplicationConfig config) {
    return verifyProvider(catalog, config.shareName(), config.providerName());
  }

  /** As above, for a share and a provider that the user named, or null. */
  public Outcome<String> verifyProvider(CatalogInfo catalog, String share, String providerName) {
    if (isShared(catalog)) {
      String wanted = provider(providerName);
      if (!wanted.equalsIgnoreCase(catalog.providerName())) {
        throw otherShare(catalog, wanted + "." + share, "source_catalog");
      }
    }
    return new Outcome<>(catalog.name(), null);
  }

  private static StopCatalog otherShare(CatalogInfo catalog, String wanted, String key) {
    return new StopCatalog(
        "catalog '"
            + catalog.name()
            + "' reads share "
            + catalog.providerName()
            + "."
            + catalog.shareName()
            + ", not the configured "
            + wanted
            + "; drop it or choose another "
            + key);
  }

  private String provider(String configured) {
    if (configured != null) {
      return configured;
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

  /** Makes sure that a schema of a catalog on the target exists. */
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
    return ensureWritable(
        catalog.name(),
        "target",
        config.createTargetCatalog(),
        config.targetCatalogLocation(),
        "create_target_catalog");
  }

  /** Makes sure that the catalog between source and target exists. */
  public Outcome<String> ensureIntermediate(ReplicationConfig config) {
    return ensureWritable(
        config.intermediateCatalog(),
        "intermediate",
        config.createIntermediateCatalog(),
        config.intermediateCatalogLocation(),
        "create_intermediate_catalog");
  }

  private Outcome<String> ensureWritable(
      String name, String role, boolean create, String location, String createKey) {
    Optional<CatalogInfo> there = target.catalogs().find(name);
    if (there.isPresent()) {
      if (isShared(there.get())) {
        throw new StopCatalog(
            role
                + " catalog '"
                + name
                + "' is a shared catalog and cannot be written to; choose another "
                + role
                + " catalog");
      }
      return new Outcome<>(name, null);
    }
    if (!create) {
      throw new StopCatalog(
          role
              + " catalog '"
              + name
              + "' does not exist on the "
              + target.label()
              + "; create it, or set replication_config."
              + createKey
              + ": true");
    }
    target.catalogs().create(new CreateCatalog(name, null, location, null, null));
    return new Outcome<>(name, "created");
  }
}
