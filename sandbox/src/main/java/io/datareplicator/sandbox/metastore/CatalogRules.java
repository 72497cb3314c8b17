package io.datareplicator.sandbox.metastore;

import io.datareplicator.sandbox.metastore.MetastoreState.CatalogState;
import io.datareplicator.sandbox.metastore.MetastoreState.SchemaState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Changes and look-ups of catalogs and schemas of one metastore; the caller holds the world's lock.
 */
final class CatalogRules {
  static final String INFORMATION_SCHEMA = "information_schema";
  private static final Set<String> OPTIMIZATION = Set.of("ENABLE", "DISABLE", "INHERIT");
  private static final Set<String> ISOLATION = Set.of("OPEN", "ISOLATED");

  private CatalogRules() {}

  static CatalogState catalog(MetastoreState state, String name) {
    CatalogState found = state.catalogs.get(Names.key(name));
    if (found == null) {
      throw UcException.notFound("CATALOG", "Catalog", Names.key(name));
    }
    return found;
  }

  static SchemaState schema(MetastoreState state, String catalog, String schema) {
    SchemaState found = catalog(state, catalog).schemas.get(Names.key(schema));
    if (found == null) {
      throw UcException.notFound("SCHEMA", "Schema", Names.key(catalog) + "." + Names.key(schema));
    }
    return found;
  }

  static CatalogEntry create(MetastoreState state, CatalogEntry requested) {
    String name = Names.valid(requested.name());
    if (state.catalogs.containsKey(name)) {
      throw UcException.alreadyExists("CATALOG", "Catalog", name);
    }
    long now = System.currentTimeMillis();
    CatalogEntry entry =
        new CatalogEntry(
            UUID.randomUUID().toString(),
            name,
            requested.catalogType(),
            requested.comment(),
            copy(requested.properties()),
            requested.owner(),
            storageRoot(state, requested.storageRoot()),
            requested.providerName(),
            requested.shareName(),
            "OPEN",
            "INHERIT",
            now,
            now);
    CatalogState catalog = new CatalogState(entry);
    state.catalogs.put(name, catalog);
    if (!entry.readOnly()) {
      createSchema(
          state, name, "default", "Default schema (auto-created)", null, null, entry.owner());
    }
    return entry;
  }

  static CatalogEntry update(MetastoreState state, String name, Map<String, Object> changes) {
    CatalogState catalog = catalog(state, name);
    CatalogEntry old = catalog.entry;
    refuseOwn(old);
    String newName =
        changes.containsKey("new_name") ? Names.valid(text(changes, "new_name", null)) : old.name();
    if (!newName.equals(old.name()) && state.catalogs.containsKey(newName)) {
      throw UcException.alreadyExists("CATALOG", "Catalog", newName);
    }
    catalog.entry =
        new CatalogEntry(
            old.id(),
            newName,
            old.catalogType(),
            text(changes, "comment", old.comment()),
            properties(changes, old.properties()),
            owner(changes, old.owner()),
            old.storageRoot(),
            old.providerName(),
            old.shareName(),
            oneOf(
                ISOLATION, "isolation_mode", text(changes, "isolation_mode", old.isolationMode())),
            oneOf(
                OPTIMIZATION,
                "enable_predictive_optimization",
                text(
                    changes, "enable_predictive_optimization", old.enablePredictiveOptimization())),
            old.createdAt(),
            System.currentTimeMillis());
    if (!newName.equals(old.name())) {
      rename(state, catalog, old.name(), newName);
    }
    return catalog.entry;
  }

  private static void rename(MetastoreState state, CatalogState catalog, String from, String to) {
    state.catalogs.remove(from);
    state.catalogs.put(to, catalog);
    catalog.schemas.values().forEach(s -> s.entry = moved(s.entry, to, s.entry.name()));
    ShareRules.renamePrefix(state, from, to);
    PipelineRules.rename(state, from, null, to, null);
  }

  static void drop(MetastoreState state, String name, boolean cascade) {
    CatalogState catalog = catalog(state, name);
    refuseOwn(catalog.entry);
    if (!cascade && !catalog.schemas.isEmpty()) {
      throw new UcException(
          400,
          "CATALOG_NOT_EMPTY",
          "Catalog '"
              + catalog.entry.name()
              + "' is not empty. The catalog has "
              + catalog.schemas.size()
              + " schema(s)");
    }
    ShareRules.refuseWhenShared(state, catalog.entry.name());
    state.catalogs.remove(catalog.entry.name());
    catalog.schemas.values().forEach(state.governed::forget);
    state.governed.forget(catalog.entry.id());
    PipelineRules.prune(state);
  }

  /** Catalogs that the platform keeps for itself. */
  private static void refuseOwn(CatalogEntry catalog) {
    if (Set.of("SYSTEM_CATALOG", "INTERNAL_CATALOG").contains(catalog.catalogType())) {
      throw UcException.denied("Catalog '" + catalog.name() + "' is managed by Databricks");
    }
  }

  static SchemaEntry createSchema(
      MetastoreState state,
      String catalogName,
      String schemaName,
      String comment,
      Map<String, String> properties,
      String storageRoot,
      String owner) {
    CatalogState catalog = writable(state, catalogName);
    refuseOwn(catalog.entry);
    String name = Names.valid(schemaName);
    if (catalog.schemas.containsKey(name) || name.equals(INFORMATION_SCHEMA)) {
      throw UcException.alreadyExists("SCHEMA", "Schema", catalog.entry.name() + "." + name);
    }
    long now = System.currentTimeMillis();
    SchemaEntry entry =
        new SchemaEntry(
            UUID.randomUUID().toString(),
            catalog.entry.name(),
            name,
            comment,
            copy(properties),
            owner,
            storageRoot(state, storageRoot),
            "INHERIT",
            now,
            now);
    catalog.schemas.put(name, new SchemaState(entry));
    return entry;
  }

  static SchemaEntry updateSchema(
      MetastoreState state, String catalogName, String schemaName, Map<String, Object> changes) {
    CatalogState catalog = writable(state, catalogName);
    refuseOwn(catalog.entry);
    SchemaState schema = schema(state, catalogName, schemaName);
    SchemaEntry old = schema.entry;
    String newName =
        changes.containsKey("new_name") ? Names.valid(text(changes, "new_name", null)) : old.name();
    boolean renamed = !newName.equals(old.name());
    if (renamed && (catalog.schemas.containsKey(newName) || newName.equals(INFORMATION_SCHEMA))) {
      throw UcException.alreadyExists("SCHEMA", "Schema", old.catalogName() + "." + newName);
    }
    schema.entry =
        new SchemaEntry(
            old.id(),
            old.catalogName(),
            newName,
            text(changes, "comment", old.comment()),
            properties(changes, old.properties()),
            owner(changes, old.owner()),
            old.storageRoot(),
            oneOf(
                OPTIMIZATION,
                "enable_predictive_optimization",
                text(
                    changes, "enable_predictive_optimization", old.enablePredictiveOptimization())),
            old.createdAt(),
            System.currentTimeMillis());
    if (renamed) {
      catalog.schemas.remove(old.name());
      catalog.schemas.put(newName, schema);
      ShareRules.renamePrefix(
          state, old.catalogName() + "." + old.name(), old.catalogName() + "." + newName);
      PipelineRules.rename(state, old.catalogName(), old.name(), old.catalogName(), newName);
    }
    return schema.entry;
  }

  static void dropSchema(
      MetastoreState state, String catalogName, String schemaName, boolean cascade) {
    CatalogState catalog = writable(state, catalogName);
    refuseOwn(catalog.entry);
    if (Names.key(schemaName).equals(INFORMATION_SCHEMA)) {
      throw UcException.denied("Schema 'information_schema' cannot be dropped");
    }
    SchemaState schema = schema(state, catalogName, schemaName);
    String fullName = catalog.entry.name() + "." + schema.entry.name();
    int functions = Functions.count(state, schema.entry);
    int models = Models.count(state, schema.entry);
    int content = schema.tables.size() + schema.volumes.size() + functions + models;
    if (!cascade && content > 0) {
      throw new UcException(
          400,
          "SCHEMA_NOT_EMPTY",
          "Schema '"
              + fullName
              + "' is not empty. The schema has "
              + schema.tables.size()
              + " table(s), "
              + schema.volumes.size()
              + " volume(s), "
              + functions
              + " function(s), "
              + models
              + " model(s)");
    }
    ShareRules.refuseWhenShared(state, fullName);
    catalog.schemas.remove(schema.entry.name());
    state.governed.forget(schema);
    PipelineRules.prune(state);
  }

  /** The catalog, when objects in it may change. */
  static CatalogState writable(MetastoreState state, String catalogName) {
    CatalogState catalog = catalog(state, catalogName);
    if (catalog.entry.readOnly()) {
      throw UcException.denied(
          "Catalog '"
              + catalog.entry.name()
              + "' is read-only: objects in it cannot be created or changed");
    }
    return catalog;
  }

  static List<SchemaEntry> schemas(CatalogState catalog) {
    List<SchemaEntry> entries = new ArrayList<>();
    catalog.schemas.values().forEach(s -> entries.add(s.entry));
    return entries;
  }

  private static SchemaEntry moved(SchemaEntry s, String catalog, String name) {
    return new SchemaEntry(
        s.id(),
        catalog,
        name,
        s.comment(),
        s.properties(),
        s.owner(),
        s.storageRoot(),
        s.enablePredictiveOptimization(),
        s.createdAt(),
        s.updatedAt());
  }

  /** A root of managed storage: a {@code file:} URI, or a URL that an external location covers. */
  private static String storageRoot(MetastoreState state, String root) {
    if (root == null || root.startsWith("file:/")) {
      return root;
    }
    CloudStorage.normalise(root);
    if (StorageRules.cover(state, root) == null) {
      throw UcException.notFound("EXTERNAL_LOCATION", "External Location", root);
    }
    return root.replaceFirst("/+$", "");
  }

  private static Map<String, String> copy(Map<String, String> properties) {
    return properties == null ? Map.of() : Map.copyOf(properties);
  }

  private static String text(Map<String, Object> changes, String key, String otherwise) {
    Object value = changes.get(key);
    return value == null ? otherwise : value.toString();
  }

  private static String owner(Map<String, Object> changes, String otherwise) {
    String owner = text(changes, "owner", otherwise);
    if (owner == null || owner.isBlank()) {
      throw UcException.invalid("owner must not be empty");
    }
    return owner;
  }

  private static Map<String, String> properties(
      Map<String, Object> changes, Map<String, String> old) {
    if (!(changes.get("properties") instanceof Map<?, ?> given)) {
      return old;
    }
    Map<String, String> properties = new TreeMap<>();
    given.forEach((key, value) -> properties.put(String.valueOf(key), String.valueOf(value)));
    return properties;
  }

  private static String oneOf(Set<String> allowed, String field, String value) {
    if (!allowed.contains(value)) {
      throw UcException.invalid(field + " must be one of " + allowed.stream().sorted().toList());
    }
    return value;
  }
}
