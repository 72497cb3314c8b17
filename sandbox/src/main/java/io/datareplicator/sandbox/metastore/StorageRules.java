package io.datareplicator.sandbox.metastore;

import io.datareplicator.sandbox.metastore.ExternalStorage.Flags;
import io.datareplicator.sandbox.metastore.MetastoreState.CatalogState;
import io.datareplicator.sandbox.metastore.MetastoreState.SchemaState;
import java.util.Map;
import java.util.Set;

/**
 * External locations, and which cloud paths may be used for what (reference §4); the caller holds
 * the world's lock.
 */
final class StorageRules {
  private static final Set<String> ISOLATION =
      Set.of("ISOLATION_MODE_OPEN", "ISOLATION_MODE_ISOLATED");

  /** Kind of identity to the schemes it opens. */
  private static final Map<String, Set<String>> SCHEMES =
      Map.of(
          "aws_iam_role", Set.of("s3"),
          "azure_managed_identity", Set.of("abfss", "wasbs"),
          "azure_service_principal", Set.of("abfss", "wasbs"),
          "databricks_gcp_service_account", Set.of("gs"),
          "cloudflare_api_token", Set.of("r2"));

  private StorageRules() {}

  static ExternalLocation location(MetastoreState state, String name) {
    ExternalLocation found = state.externalLocations.get(Names.key(name));
    if (found == null) {
      throw UcException.notFound("EXTERNAL_LOCATION", "External Location", Names.key(name));
    }
    return found;
  }

  static ExternalLocation createLocation(MetastoreState state, ExternalLocation asked) {
    String name = Names.valid(asked.name());
    if (state.externalLocations.containsKey(name)) {
      throw UcException.alreadyExists("EXTERNAL_LOCATION", "External Location", name);
    }
    StorageCredential credential = CredentialRules.credential(state, asked.credentialName());
    checkUrl(state, asked.url(), credential, null, "CreateExternalLocation");
    long now = System.currentTimeMillis();
    ExternalLocation made =
        new ExternalLocation(
            name,
            stripped(asked.url()),
            credential.name(),
            credential.id(),
            text(asked.comment(), ""),
            asked.readOnly(),
            asked.fallback(),
            asked.enableFileEvents(),
            asked.owner(),
            "ISOLATION_MODE_OPEN",
            now,
            now);
    state.externalLocations.put(name, made);
    return made;
  }

  /** Fields that are null in {@code asked} stay; its flags do not count. */
  static ExternalLocation updateLocation(
      MetastoreState state, String name, String newName, ExternalLocation asked, Flags flags) {
    ExternalLocation old = location(state, name);
    String renamed = newName == null ? old.name() : Names.valid(newName);
    if (!renamed.equals(old.name()) && state.externalLocations.containsKey(renamed)) {
      throw UcException.alreadyExists("EXTERNAL_LOCATION", "External Location", renamed);
    }
    StorageCredential credential =
        CredentialRules.credential(state, text(asked.credentialName(), old.credentialName()));
    String url = text(asked.url(), old.url());
    checkUrl(state, url, credential, old.name(), "UpdateExternalLocation");
    ExternalLocation made =
        new ExternalLocation(
            renamed,
            stripped(url),
            credential.name(),
            credential.id(),
            text(asked.comment(), old.comment()),
            flag(flags.readOnly(), old.readOnly()),
            flag(flags.fallback(), old.fallback()),
            flag(flags.enableFileEvents(), old.enableFileEvents()),
            text(asked.owner(), old.owner()),
            isolation(text(asked.isolationMode(), old.isolationMode())),
            old.createdAt(),
            System.currentTimeMillis());
    state.externalLocations.remove(old.name());
    state.externalLocations.put(renamed, made);
    return made;
  }

  static void dropLocation(MetastoreState state, String name, boolean force) {
    ExternalLocation old = location(state, name);
    if (!force) {
      for (CatalogState catalog : state.catalogs.values()) {
        for (SchemaState schema : catalog.schemas.values()) {
          schema.tables.values().forEach(t -> refuseDrop(old, t.location(), schema, t.name()));
          schema
              .volumes
              .values()
              .forEach(v -> refuseDrop(old, v.storageLocation(), schema, v.name()));
        }
      }
    }
    state.externalLocations.remove(old.name());
  }

  private static void refuseDrop(
      ExternalLocation location, String dependent, SchemaState schema, String name) {
    if (CloudStorage.isCloud(dependent) && CloudStorage.covers(location.url(), dependent)) {
      throw new UcException(
          400,
          "INVALID_STATE",
          "External location '"
              + location.name()
              + "' cannot be deleted: '"
              + fullName(schema, name)
              + "' depends on it");
    }
  }

  private static void checkUrl(
      MetastoreState state, String url, StorageCredential credential, String self, String call) {
    String normal = CloudStorage.normalise(url);
    String scheme = normal.substring(0, normal.indexOf(':'));
    if (!SCHEMES.get(credential.kind()).contains(scheme)) {
      throw UcException.invalid(
          "Storage credential '"
              + credential.name()
              + "' ("
              + credential.kind()
              + ") cannot be used for the url '"
              + url
              + "'");
    }
    for (ExternalLocation other : state.externalLocations.values()) {
      if (!other.name().equals(self) && CloudStorage.overlap(other.url(), url)) {
        throw UcException.invalid(
            "Input path url '"
                + url
                + "' overlaps with an existing external location within '"
                + call
                + "' call. Conflicting location: "
                + other.name()
                + ".");
      }
    }
  }

  /**
   * Refuses a cloud path that no external location covers, or a change below a read-only one; other
   * kinds of location pass.
   */
  static void checkCovered(MetastoreState state, String path, boolean write) {
    if (!CloudStorage.isCloud(path)) {
      return;
    }
    ExternalLocation cover = cover(state, path);
    if (cover == null) {
      throw new UcException(
          400,
          "NO_PARENT_EXTERNAL_LOCATION_FOR_PATH",
          "No parent external location was found for path '"
              + path
              + "'. Please create an external location on one of the parent paths and then retry"
              + " the query or command again");
    }
    if (write && cover.readOnly()) {
      throw UcException.denied("External Location '" + cover.name() + "' is read only");
    }
  }

  static ExternalLocation cover(MetastoreState state, String path) {
    return state.externalLocations.values().stream()
        .filter(l -> CloudStorage.covers(l.url(), path))
        .findFirst()
        .orElse(null);
  }

  /** Refuses a path that belongs to managed storage: only table names lead there. */
  static void checkNotManaged(MetastoreState state, String path, String call) {
    if (!CloudStorage.isCloud(path)) {
      return;
    }
    for (CatalogState catalog : state.catalogs.values()) {
      refuseManaged(catalog.entry.storageRoot(), path, call);
      catalog.schemas.values().forEach(s -> refuseManaged(s.entry.storageRoot(), path, call));
    }
  }

  private static void refuseManaged(String root, String path, String call) {
    if (CloudStorage.isCloud(root) && CloudStorage.overlap(root, path)) {
      throw overlap(path, "managed storage", call, "");
    }
  }

  /**
   * Refuses the place of a new external table: uncovered, in managed storage, or overlapping with
   * another table.
   */
  static void checkNewTable(MetastoreState state, String location) {
    if (!CloudStorage.isCloud(location)) {
      return;
    }
    checkCovered(state, location, true);
    checkNotManaged(state, location, "CreateTable");
    for (CatalogState catalog : state.catalogs.values()) {
      for (SchemaState schema : catalog.schemas.values()) {
        for (TableEntry table : schema.tables.values()) {
          if (CloudStorage.isCloud(table.location())
              && CloudStorage.overlap(table.location(), location)) {
            throw overlap(
                location,
                "other external tables or volumes",
                "CreateTable",
                " Conflicting tables/volumes: " + fullName(schema, table.name()) + ".");
          }
        }
        for (VolumeEntry volume : schema.volumes.values()) {
          if (CloudStorage.isCloud(volume.storageLocation())
              && CloudStorage.overlap(volume.storageLocation(), location)) {
            throw overlap(
                location,
                "other external tables or volumes",
                "CreateTable",
                " Conflicting tables/volumes: " + fullName(schema, volume.name()) + ".");
          }
        }
      }
    }
  }

  static UcException overlap(String path, String with, String call, String conflict) {
    return new UcException(
        400,
        "INVALID_PARAMETER_VALUE.LOCATION_OVERLAP",
        "Input path url '"
            + path
            + "' overlaps with "
            + with
            + " within '"
            + call
            + "' call."
            + conflict);
  }

  private static String fullName(SchemaState schema, String object) {
    return schema.entry.catalogName() + "." + schema.entry.name() + "." + object;
  }

  static String isolation(String mode) {
    if (!ISOLATION.contains(mode)) {
      throw UcException.invalid(
          "isolation_mode must be one of " + ISOLATION.stream().sorted().toList());
    }
    return mode;
  }

  private static String stripped(String url) {
    return url.replaceFirst("/+$", "");
  }

  private static boolean flag(Boolean value, boolean otherwise) {
    return value == null ? otherwise : value;
  }

  static String text(String value, String otherwise) {
    return value == null ? otherwise : value;
  }
}
