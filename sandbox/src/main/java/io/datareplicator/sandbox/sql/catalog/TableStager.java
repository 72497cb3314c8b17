package io.datareplicator.sandbox.sql.catalog;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Names;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.metastore.UcException;
import io.unitycatalog.sandbox.DeltaDelegate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.V1Table;
import org.apache.spark.sql.delta.catalog.DeltaCatalog;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Creates or replaces one table: location and id first, then Delta's commit, then the metastore.
 */
final class TableStager {
  /** What Delta is asked to do, with the final properties. */
  interface Step {
    StagedTable apply(DeltaCatalog delta, Map<String, String> properties) throws Exception;
  }

  private final Metastore metastore;
  private final String catalog;
  private final String schema;
  private final String owner;

  TableStager(Metastore metastore, String catalog, String schema, String owner) {
    this.metastore = metastore;
    this.catalog = catalog;
    this.schema = schema;
    this.owner = owner;
  }

  StagedTable stage(
      Identifier name, TableEntry existing, Map<String, String> properties, Step step) {
    String catalogName = catalog.toLowerCase(Locale.ROOT);
    metastore.schema(catalogName, schema);
    Names.valid(name.name());
    TableEntry entry = entry(name, existing, properties);
    if (existing == null && entry.tableType().equals("EXTERNAL")) {
      metastore.external().checkNewTable(entry.location());
    }
    TableEntry physical = metastore.physical(entry);
    Map<String, String> deltaProperties = new HashMap<>(properties);
    requireDelta(deltaProperties.get(TableCatalog.PROP_PROVIDER), entry);
    deltaProperties.remove(TableCatalog.PROP_OWNER);
    deltaProperties.put(TableCatalog.PROP_PROVIDER, "delta");
    deltaProperties.put(TableCatalog.PROP_LOCATION, physical.location());
    if (entry.tableType().equals("MANAGED")) {
      deltaProperties.put(TableCatalog.PROP_IS_MANAGED_LOCATION, "true");
    }
    try {
      StagedTable staged = step.apply(delta(physical, existing != null), deltaProperties);
      return new StagedDeltaTable(
          staged, () -> metastore.putTable(catalogName, schema, entry, existing != null));
    } catch (Exception e) {
      throw Rethrow.unchecked(e);
    }
  }

  private TableEntry entry(Identifier name, TableEntry existing, Map<String, String> properties) {
    String location = properties.get(TableCatalog.PROP_LOCATION);
    long now = System.currentTimeMillis();
    String comment = properties.get(TableCatalog.PROP_COMMENT);
    if (existing != null) {
      return new TableEntry(
          existing.id(),
          existing.name(),
          existing.tableType(),
          existing.location(),
          comment,
          existing.owner(),
          existing.createdAt(),
          now,
          null);
    }
    String id = UUID.randomUUID().toString();
    boolean external =
        location != null && properties.get(TableCatalog.PROP_IS_MANAGED_LOCATION) == null;
    return new TableEntry(
        id,
        name.name().toLowerCase(Locale.ROOT),
        external ? "EXTERNAL" : "MANAGED",
        external ? location : metastore.managedLocation(catalog, schema, id),
        comment,
        owner,
        now,
        now,
        null);
  }

  private static void requireDelta(String provider, TableEntry entry) {
    if (provider != null && !provider.equalsIgnoreCase("delta")) {
      String kind = entry.tableType().toLowerCase(Locale.ROOT);
      throw new UcException(
          400,
          entry.tableType() + "_TABLE_FORMAT",
          "Only Delta is supported for "
              + kind
              + " tables here. The format given is "
              + provider
              + ".");
    }
  }

  private DeltaCatalog delta(TableEntry entry, boolean exists) {
    var delta = new DeltaCatalog();
    delta.initialize(
        catalog, new CaseInsensitiveStringMap(Map.of("deltaRestApi.enabled", "false")));
    delta.setDelegateCatalog(
        new DeltaDelegate(
            catalog,
            new DeltaDelegate.Source() {
              @Override
              public Table load(Identifier name) {
                return new V1Table(DeltaTables.catalogTable(catalog, name, entry));
              }

              @Override
              public boolean existed() {
                return exists;
              }
            }));
    return delta;
  }
}
