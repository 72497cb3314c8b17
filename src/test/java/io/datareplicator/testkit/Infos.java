package io.datareplicator.testkit;

import io.datareplicator.databricks.catalog.CatalogApi.CatalogInfo;
import io.datareplicator.databricks.catalog.CatalogApi.SchemaInfo;
import io.datareplicator.databricks.catalog.TablesApi.ColumnInfo;
import io.datareplicator.databricks.catalog.TablesApi.TableInfo;
import io.datareplicator.databricks.catalog.VolumesApi.VolumeInfo;
import java.util.List;
import java.util.Map;

/**
 * Objects as Unity Catalog describes them, with the values that most tests care for; {@link
 * Configs#with} sets others.
 */
public final class Infos {
  private Infos() {}

  public static CatalogInfo catalog(String name, String type, String provider, String share) {
    return new CatalogInfo(
        name, type, provider, share, null, null, null, null, null, null, null, null, null);
  }

  public static SchemaInfo schema(String catalog, String name) {
    return new SchemaInfo(name, catalog, catalog + "." + name, null, null, null, null, null, null);
  }

  public static TableInfo table(
      String catalog,
      String schema,
      String name,
      String type,
      String location,
      String pipeline,
      List<ColumnInfo> columns,
      Map<String, String> properties) {
    return new TableInfo(
        name,
        catalog,
        schema,
        type,
        "DELTA",
        "id-" + name,
        location,
        pipeline,
        columns,
        properties,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  public static ColumnInfo column(String name, String type, int position, Boolean nullable) {
    return new ColumnInfo(name, type, position, nullable, null, null, null, null, null);
  }

  public static VolumeInfo volume(
      String catalog, String schema, String name, String type, String location) {
    return new VolumeInfo(name, catalog, schema, type, location, "id-" + name, null, null);
  }
}
