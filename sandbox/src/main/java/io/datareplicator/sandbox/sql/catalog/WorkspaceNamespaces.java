package io.datareplicator.sandbox.sql.catalog;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Names;
import io.datareplicator.sandbox.metastore.Pipeline;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.SchemaEntry;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.delta.StatementContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Schemas of a catalog, and how names are looked up in the metastore. */
abstract class WorkspaceNamespaces implements CatalogPlugin, SupportsNamespaces {
  static final String INFORMATION_SCHEMA = "information_schema";

  private String name;
  private Metastore metastore;

  @Override
  public void initialize(String catalogName, CaseInsensitiveStringMap options) {
    name = catalogName;
    metastore = Workspaces.metastore(options.get("workspace"));
  }

  /** The name as the statement wrote it. */
  @Override
  public String name() {
    return name;
  }

  String lowerName() {
    return lower(name);
  }

  Metastore metastore() {
    return metastore;
  }

  @Override
  public String[] defaultNamespace() {
    return new String[] {"default"};
  }

  void requireWritable() {
    StatementContext context = StatementContext.current();
    boolean internal = lowerName().equals(Pipeline.INTERNAL_CATALOG);
    if (internal && context != null && context.internal()) {
      return;
    }
    if (internal || lowerName().equals("system") || metastore.catalog(lowerName()).readOnly()) {
      throw UcException.denied(
          "Catalog '" + lowerName() + "' is read-only; its objects cannot be created or changed.");
    }
  }

  static boolean isInformationSchema(String[] namespace) {
    return namespace.length == 1 && namespace[0].equalsIgnoreCase(INFORMATION_SCHEMA);
  }

  /** {@code delta.`/directory`}: a table without a name. */
  static boolean isPath(Identifier table) {
    return table.namespace().length == 1
        && table.namespace()[0].equalsIgnoreCase("delta")
        && table.name().indexOf('/') >= 0;
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static String schema(Identifier table) {
    if (table.namespace().length != 1) {
      throw UcException.notFound(
          "CATALOG", "Catalog", table.namespace().length == 0 ? "" : table.namespace()[0]);
    }
    return lower(table.namespace()[0]);
  }

  String fullName(Identifier table) {
    return lowerName() + "." + lower(String.join(".", table.namespace()) + "." + table.name());
  }

  ResolvedTable find(Identifier table) throws NoSuchTableException {
    ResolvedTable found = findOrNull(table);
    if (found == null) {
      throw missing(table);
    }
    return found;
  }

  ResolvedTable findOrNull(Identifier table) {
    if (table.namespace().length != 1) {
      return null;
    }
    try {
      ResolvedTable found = metastore.table(lowerName(), schema(table), lower(table.name()));
      StatementContext context = StatementContext.current();
      if (context == null || !context.internal()) {
        metastore.pipelines().checkVisible(found);
      }
      return found;
    } catch (UcException e) {
      if (e.errorCode().endsWith("_DOES_NOT_EXIST")) {
        return null;
      }
      throw e;
    }
  }

  NoSuchTableException missing(Identifier table) {
    List<String> parts = new ArrayList<>();
    parts.add(name);
    parts.addAll(List.of(table.namespace()));
    parts.add(table.name());
    return new NoSuchTableException(scala.jdk.javaapi.CollectionConverters.asScala(parts).toSeq());
  }

  List<TableEntry> entries(String[] namespace) {
    return isInformationSchema(namespace)
        ? List.of()
        : metastore.tables(lowerName(), only(namespace)).stream()
            .map(ResolvedTable::table)
            .toList();
  }

  Identifier[] list(String[] namespace, Predicate<TableEntry> wanted) {
    return entries(namespace).stream()
        .filter(wanted)
        .map(entry -> Identifier.of(namespace, entry.name()))
        .toArray(Identifier[]::new);
  }

  /** Unity Catalog has exactly one level of schemas; a longer name means an unknown catalog. */
  private static String only(String[] namespace) {
    if (namespace.length != 1) {
      throw UcException.notFound("CATALOG", "Catalog", namespace.length == 0 ? "" : namespace[0]);
    }
    return lower(namespace[0]);
  }

  @Override
  public String[][] listNamespaces() {
    List<String[]> names = new ArrayList<>();
    if (!lowerName().equals("system")) {
      metastore.schemas(lowerName()).forEach(s -> names.add(new String[] {s.name()}));
    }
    if (names.stream().noneMatch(n -> n[0].equals(INFORMATION_SCHEMA))) {
      names.add(new String[] {INFORMATION_SCHEMA});
    }
    return names.toArray(String[][]::new);
  }

  @Override
  public String[][] listNamespaces(String[] namespace) {
    if (namespace.length == 0) {
      return listNamespaces();
    }
    throw UcException.notFound("CATALOG", "Catalog", namespace[0]);
  }

  @Override
  public boolean namespaceExists(String[] namespace) {
    if (namespace.length != 1) {
      return false;
    }
    if (isInformationSchema(namespace)) {
      return true;
    }
    try {
      metastore.schema(lowerName(), lower(namespace[0]));
      return true;
    } catch (UcException e) {
      if (e.errorCode().equals("SCHEMA_DOES_NOT_EXIST")) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace) {
    if (isInformationSchema(namespace)) {
      return Map.of();
    }
    SchemaEntry schema = metastore.schema(lowerName(), only(namespace));
    Map<String, String> metadata = new HashMap<>();
    if (schema.properties() != null) {
      metadata.putAll(schema.properties());
    }
    putIfPresent(metadata, PROP_COMMENT, schema.comment());
    putIfPresent(metadata, PROP_OWNER, schema.owner());
    putIfPresent(metadata, PROP_LOCATION, schema.storageRoot());
    return metadata;
  }

  private static void putIfPresent(Map<String, String> map, String key, String value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata)
      throws NamespaceAlreadyExistsException {
    requireWritable();
    String schema = only(namespace);
    Names.valid(schema);
    Map<String, String> properties = new HashMap<>(metadata);
    String comment = properties.remove(PROP_COMMENT);
    String location = properties.remove(PROP_LOCATION);
    properties.remove(PROP_OWNER);
    StatementContext context = StatementContext.current();
    try {
      metastore.createSchema(
          lowerName(),
          schema,
          comment,
          properties,
          location,
          context == null ? "" : context.user());
    } catch (UcException e) {
      if (e.errorCode().equals("SCHEMA_ALREADY_EXISTS")) {
        throw new NamespaceAlreadyExistsException(namespace);
      }
      throw e;
    }
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    requireWritable();
    SchemaEntry schema = metastore.schema(lowerName(), only(namespace));
    Map<String, Object> update = new HashMap<>();
    Map<String, String> properties = new HashMap<>();
    if (schema.properties() != null) {
      properties.putAll(schema.properties());
    }
    for (NamespaceChange change : changes) {
      if (change instanceof NamespaceChange.SetProperty set) {
        if (set.property().equals(PROP_COMMENT)) {
          update.put("comment", set.value());
        } else {
          properties.put(set.property(), set.value());
        }
      } else if (change instanceof NamespaceChange.RemoveProperty remove) {
        if (remove.property().equals(PROP_COMMENT)) {
          update.put("comment", "");
        } else {
          properties.remove(remove.property());
        }
      }
    }
    update.put("properties", properties);
    metastore.updateSchema(lowerName(), only(namespace), update);
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    requireWritable();
    if (!namespaceExists(namespace)) {
      return false;
    }
    metastore.dropSchema(lowerName(), only(namespace), cascade);
    return true;
  }
}
