package io.datareplicator.sandbox.metastore;

import io.datareplicator.sandbox.metastore.MetastoreState.CatalogState;
import io.datareplicator.sandbox.metastore.MetastoreState.SchemaState;
import java.util.Map;

/** Changes of volumes of one metastore (reference §4); the caller holds the world's lock. */
final class VolumeRules {
  private static final String EXTERNAL = "EXTERNAL";

  private VolumeRules() {}

  /**
   * @param requested its location is null for a managed volume
   * @param managedLocation where the files of a managed volume go
   */
  static VolumeEntry create(
      MetastoreState state,
      String catalog,
      String schemaName,
      VolumeEntry requested,
      String managedLocation) {
    CatalogRules.writable(state, catalog);
    SchemaState schema = CatalogRules.schema(state, catalog, schemaName);
    String name = Names.valid(requested.name());
    if (schema.volumes.containsKey(name)) {
      throw UcException.alreadyExists("VOLUME", "Volume", fullName(schema, name));
    }
    String location =
        EXTERNAL.equals(requested.volumeType())
            ? external(state, requested.storageLocation())
            : managedLocation;
    long now = System.currentTimeMillis();
    VolumeEntry entry =
        new VolumeEntry(
            requested.id(),
            name,
            requested.volumeType(),
            location,
            requested.comment(),
            requested.owner(),
            now,
            now);
    schema.volumes.put(name, entry);
    return entry;
  }

  /** Checks what can be checked without the metastore's state. */
  static void check(String volumeType, String storageLocation) {
    boolean located = storageLocation != null && !storageLocation.isEmpty();
    if (EXTERNAL.equals(volumeType)) {
      if (!located) {
        throw UcException.invalid(
            "CreateVolume storage_location must be provided for external volumes.");
      }
    } else if (!"MANAGED".equals(volumeType)) {
      throw UcException.invalid("volume_type must be MANAGED or EXTERNAL, got " + volumeType);
    } else if (located) {
      throw UcException.invalid("CreateVolume storage_location can not be provided.");
    }
  }

  private static String external(MetastoreState state, String requested) {
    String location = requested.replaceAll("/+$", "");
    boolean cloud = CloudStorage.isCloud(location);
    if (!cloud && !location.startsWith("file:/")) {
      CloudStorage.normalise(requested);
    }
    StorageRules.checkCovered(state, location, true);
    StorageRules.checkNotManaged(state, location, "CreateVolume");
    for (CatalogState catalog : state.catalogs.values()) {
      for (SchemaState schema : catalog.schemas.values()) {
        schema.tables.values().forEach(t -> refuse(location, t.location(), schema, t.name()));
        schema
            .volumes
            .values()
            .forEach(v -> refuse(location, v.storageLocation(), schema, v.name()));
      }
    }
    return location;
  }

  private static void refuse(String location, String other, SchemaState schema, String name) {
    if (overlap(location, other)) {
      throw StorageRules.overlap(
          location,
          "other external tables or volumes",
          "CreateVolume",
          " Conflicting tables/volumes: " + fullName(schema, name) + ".");
    }
  }

  private static boolean overlap(String a, String b) {
    if (CloudStorage.isCloud(a) || CloudStorage.isCloud(b)) {
      return CloudStorage.isCloud(a) && CloudStorage.isCloud(b) && CloudStorage.overlap(a, b);
    }
    return b != null && (within(a, b) || within(b, a));
  }

  private static boolean within(String inner, String outer) {
    return inner.equals(outer) || inner.startsWith(outer + "/");
  }

  static VolumeEntry update(
      MetastoreState state,
      String catalog,
      String schemaName,
      String volume,
      Map<String, Object> changes) {
    CatalogRules.writable(state, catalog);
    SchemaState schema = CatalogRules.schema(state, catalog, schemaName);
    VolumeEntry old = entry(schema, volume);
    String name =
        changes.get("new_name") == null
            ? old.name()
            : Names.valid(changes.get("new_name").toString());
    if (!name.equals(old.name()) && schema.volumes.containsKey(name)) {
      throw UcException.alreadyExists("VOLUME", "Volume", fullName(schema, name));
    }
    String owner = text(changes, "owner", old.owner());
    if (owner == null || owner.isBlank()) {
      throw UcException.invalid("owner must not be empty");
    }
    VolumeEntry entry =
        new VolumeEntry(
            old.id(),
            name,
            old.volumeType(),
            old.storageLocation(),
            text(changes, "comment", old.comment()),
            owner,
            old.createdAt(),
            System.currentTimeMillis());
    schema.volumes.remove(old.name());
    schema.volumes.put(name, entry);
    if (!name.equals(old.name())) {
      ShareRules.renameVolume(state, fullName(schema, old.name()), fullName(schema, name));
    }
    return entry;
  }

  private static String text(Map<String, Object> changes, String key, String otherwise) {
    Object value = changes.get(key);
    return value == null ? otherwise : value.toString();
  }

  static void drop(MetastoreState state, String catalog, String schemaName, String volume) {
    CatalogRules.writable(state, catalog);
    SchemaState schema = CatalogRules.schema(state, catalog, schemaName);
    VolumeEntry old = entry(schema, volume);
    ShareRules.refuseWhenVolumeShared(state, fullName(schema, old.name()));
    schema.volumes.remove(old.name());
  }

  static VolumeEntry entry(SchemaState schema, String volume) {
    VolumeEntry found = schema.volumes.get(Names.key(volume));
    if (found == null) {
      throw missing(fullName(schema, Names.key(volume)));
    }
    return found;
  }

  static UcException missing(String fullName) {
    return UcException.notFound("VOLUME", "Volume", fullName);
  }

  private static String fullName(SchemaState schema, String volume) {
    return schema.entry.catalogName() + "." + schema.entry.name() + "." + volume;
  }
}
