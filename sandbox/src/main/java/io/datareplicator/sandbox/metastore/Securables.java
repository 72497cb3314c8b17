package io.datareplicator.sandbox.metastore;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds securables by name in a metastore. The only place to extend when the metastore learns a new
 * kind of object.
 */
public final class Securables {
  private Securables() {}

  /**
   * The object of a full name, in any case.
   *
   * @throws UcException {@code …_DOES_NOT_EXIST}, or INVALID_PARAMETER_VALUE for a name with the
   *     wrong number of parts
   */
  public static Securable find(Metastore metastore, SecurableType type, String fullName) {
    String[] parts = Names.split(fullName, type.parts());
    return switch (type) {
      case METASTORE -> metastore(metastore, parts[0]);
      case CATALOG -> catalog(metastore.catalog(parts[0]));
      case SCHEMA -> schema(metastore, parts[0], parts[1]);
      case TABLE ->
          table(
              schema(metastore, parts[0], parts[1]), metastore.table(parts[0], parts[1], parts[2]));
      case FUNCTION -> routine(metastore, parts);
      case VOLUME ->
          volume(
              schema(metastore, parts[0], parts[1]),
              metastore.volumes().get(parts[0], parts[1], parts[2]));
      case EXTERNAL_LOCATION -> location(metastore.external().location(parts[0]));
      case STORAGE_CREDENTIAL -> credential(metastore.external().credential(parts[0]));
      case CONNECTION -> connection(metastore.connections().get(parts[0]));
      case CREDENTIAL -> throw UcException.notFound(type.name(), type.label(), parts[0]);
    };
  }

  private static Securable metastore(Metastore metastore, String id) {
    if (!metastore.id().equals(id)) {
      throw UcException.notFound("METASTORE", "Metastore", id);
    }
    return new Securable(SecurableType.METASTORE, id, id, null, false);
  }

  /** Privileges on a metastore are not inherited, so a catalog is the top. */
  public static Securable catalog(CatalogEntry entry) {
    return new Securable(SecurableType.CATALOG, entry.name(), entry.id(), null, entry.readOnly());
  }

  private static Securable schema(Metastore metastore, String catalog, String schema) {
    CatalogEntry parent = metastore.catalog(catalog);
    return schema(catalog(parent), metastore.schema(catalog, schema));
  }

  static Securable schema(Securable catalog, SchemaEntry entry) {
    return new Securable(
        SecurableType.SCHEMA,
        catalog.name() + "." + entry.name(),
        entry.id(),
        catalog,
        catalog.readOnly());
  }

  static Securable table(Securable schema, ResolvedTable found) {
    TableEntry table = found.table();
    // A shared table shows its provider's id; two catalogs may mount the same share.
    String id = found.readOnly() ? schema.id() + "/" + table.id() : table.id();
    return new Securable(
        SecurableType.TABLE, schema.name() + "." + table.name(), id, schema, found.readOnly());
  }

  /** Grants call models functions. */
  private static Securable routine(Metastore metastore, String[] parts) {
    Securable schema = schema(metastore, parts[0], parts[1]);
    return metastore
        .models()
        .find(parts[0], parts[1], parts[2])
        .map(
            m ->
                new Securable(
                    SecurableType.FUNCTION, schema.name() + "." + m.name(), m.id(), schema, false))
        .orElseGet(() -> function(schema, metastore.functions().get(parts[0], parts[1], parts[2])));
  }

  private static Securable connection(Connections.Connection connection) {
    return new Securable(SecurableType.CONNECTION, connection.name(), connection.id(), null, false);
  }

  static Securable function(Securable schema, FunctionEntry entry) {
    return new Securable(
        SecurableType.FUNCTION, schema.name() + "." + entry.name(), entry.id(), schema, false);
  }

  private static Securable volume(Securable schema, ResolvedVolume found) {
    VolumeEntry volume = found.volume();
    String id = found.readOnly() ? schema.id() + "/" + volume.id() : volume.id();
    return new Securable(
        SecurableType.VOLUME, schema.name() + "." + volume.name(), id, schema, found.readOnly());
  }

  private static Securable location(ExternalLocation location) {
    // A location has no id; the time of its making is the only thing about it that never changes.
    return new Securable(
        SecurableType.EXTERNAL_LOCATION,
        location.name(),
        "external-location-" + location.createdAt(),
        null,
        false);
  }

  private static Securable credential(StorageCredential credential) {
    return new Securable(
        SecurableType.STORAGE_CREDENTIAL, credential.name(), credential.id(), null, false);
  }

  /** The schemas of a catalog. */
  public static List<Securable> schemas(Metastore metastore, CatalogEntry catalog) {
    Securable parent = catalog(catalog);
    return metastore.schemas(catalog.name()).stream().map(s -> schema(parent, s)).toList();
  }

  /** The objects of a type in a schema; a type that the metastore does not have is empty. */
  public static List<Securable> children(
      Metastore metastore, Securable schema, SecurableType type) {
    String[] parts = Names.split(schema.name(), 2);
    List<Securable> children = new ArrayList<>();
    if (type == SecurableType.TABLE) {
      metastore.tables(parts[0], parts[1]).forEach(t -> children.add(table(schema, t)));
    } else if (type == SecurableType.VOLUME) {
      metastore.volumes().list(parts[0], parts[1]).forEach(v -> children.add(volume(schema, v)));
    } else if (type == SecurableType.FUNCTION) {
      metastore
          .functions()
          .list(parts[0], parts[1])
          .forEach(f -> children.add(function(schema, f)));
    }
    return children;
  }

  /** The objects of a type right under the metastore; one that it does not have is empty. */
  public static List<Securable> top(Metastore metastore, SecurableType type) {
    return switch (type) {
      case CATALOG -> metastore.catalogs().stream().map(Securables::catalog).toList();
      case EXTERNAL_LOCATION ->
          metastore.external().locations().stream().map(Securables::location).toList();
      case STORAGE_CREDENTIAL ->
          metastore.external().credentials().stream().map(Securables::credential).toList();
      case CONNECTION ->
          metastore.connections().list().stream().map(Securables::connection).toList();
      default -> List.of();
    };
  }

  /**
   * The table of an id, of a catalog of this metastore's own.
   *
   * @return null when it was dropped
   */
  public static Securable tableById(Metastore metastore, String id) {
    for (CatalogEntry catalog : metastore.catalogs()) {
      if (!catalog.readOnly()) {
        for (Securable schema : schemas(metastore, catalog)) {
          for (Securable table : children(metastore, schema, SecurableType.TABLE)) {
            if (table.id().equals(id)) {
              return table;
            }
          }
        }
      }
    }
    return null;
  }
}
