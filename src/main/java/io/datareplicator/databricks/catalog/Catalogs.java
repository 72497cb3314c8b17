package io.datareplicator.databricks.catalog;

import io.datareplicator.databricks.catalog.CatalogApi.CatalogInfo;
import io.datareplicator.databricks.catalog.CatalogApi.CreateCatalog;
import io.datareplicator.databricks.catalog.CatalogApi.CreateSchema;
import io.datareplicator.databricks.catalog.CatalogApi.MetastoreSummary;
import io.datareplicator.databricks.catalog.CatalogApi.SchemaInfo;
import io.datareplicator.databricks.catalog.CatalogApi.UpdateCatalog;
import io.datareplicator.databricks.catalog.CatalogApi.UpdateSchema;
import io.datareplicator.databricks.catalog.TablesApi.TableInfo;
import io.datareplicator.databricks.catalog.TablesApi.UpdateTable;
import io.datareplicator.databricks.catalog.VolumesApi.CreateVolume;
import io.datareplicator.databricks.catalog.VolumesApi.UpdateVolume;
import io.datareplicator.databricks.catalog.VolumesApi.VolumeInfo;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Pages;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableName;
import io.datareplicator.model.VolumeKind;
import io.datareplicator.model.VolumeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Unity Catalog of one workspace. Every method fails with an ApiException that names what was asked
 * for.
 */
public final class Catalogs {
  /** Lets the server choose the page size, as the API recommends. */
  private static final int SERVER_PAGE = 0;

  private final CatalogApi api;
  private final TablesApi tables;
  private final VolumesApi volumes;
  private final HttpPipeline http;

  public Catalogs(CatalogApi api, TablesApi tables, VolumesApi volumes, HttpPipeline http) {
    this.api = api;
    this.tables = tables;
    this.volumes = volumes;
    this.http = http;
  }

  public MetastoreSummary metastore() {
    return http.read("GET metastore_summary", api::metastoreSummary);
  }

  public Optional<CatalogInfo> find(String catalog) {
    return http.find("GET catalog", () -> api.getCatalog(catalog));
  }

  /**
   * Creates a catalog; if an earlier attempt may have made it, the one that is there is returned,
   * for the caller to compare.
   */
  public CatalogInfo create(CreateCatalog request) {
    return http.create(
        "POST catalog", () -> api.createCatalog(request), () -> find(request.name()));
  }

  /** Changes what is set in the request; the catalog afterwards. */
  public CatalogInfo update(String catalog, UpdateCatalog request) {
    return http.change("PATCH catalog", () -> api.updateCatalog(catalog, request));
  }

  /** All schemas of a catalog; empty Optional when the catalog does not exist. */
  public Optional<List<SchemaInfo>> schemas(String catalog) {
    List<SchemaInfo> all = new ArrayList<>();
    return http.find("GET schemas page", () -> api.listSchemas(catalog, SERVER_PAGE, null))
        .map(
            first -> {
              Pages.forEach(
                  token -> token == null ? first : schemaPage(catalog, token),
                  CatalogApi.SchemaPage::schemas,
                  CatalogApi.SchemaPage::nextPageToken,
                  all::add);
              return all;
            });
  }

  private CatalogApi.SchemaPage schemaPage(String catalog, String token) {
    return http.read("GET schemas page", () -> api.listSchemas(catalog, SERVER_PAGE, token));
  }

  public Optional<SchemaInfo> findSchema(SchemaName schema) {
    return http.find("GET schema", () -> api.getSchema(schema.fullName()));
  }

  /** Creates a schema, or returns the one that is there after all. */
  public SchemaInfo createSchema(SchemaName schema, String comment) {
    return createSchema(schema, comment, null, null);
  }

  /**
   * Creates a schema; if an earlier attempt may have made it, the one that is there is returned,
   * for the caller to compare.
   *
   * @param comment null or empty = none
   * @param properties null = none
   * @param storageRoot null = that of the catalog
   */
  public SchemaInfo createSchema(
      SchemaName schema, String comment, Map<String, String> properties, String storageRoot) {
    CreateSchema request =
        new CreateSchema(schema.schema(), schema.catalog(), comment, properties, storageRoot);
    return http.create("POST schema", () -> api.createSchema(request), () -> findSchema(schema));
  }

  /** Changes what is set in the request; the schema afterwards. */
  public SchemaInfo updateSchema(SchemaName schema, UpdateSchema request) {
    return http.change("PATCH schema", () -> api.updateSchema(schema.fullName(), request));
  }

  public Optional<TableInfo> table(TableName table) {
    return http.find("GET table", () -> tables.getTable(table.fullName()));
  }

  /** Whether a table or view exists; hidden ones, which no listing shows, can be asked for too. */
  public boolean exists(TableName table) {
    return http.find("GET table exists", () -> tables.tableExists(table.fullName()))
        .map(answer -> Boolean.TRUE.equals(answer.tableExists()))
        .orElse(false);
  }

  /** Gives a table or view to another owner. */
  public void setTableOwner(TableName table, String owner) {
    UpdateTable request = new UpdateTable(owner);
    http.change(
        "PATCH table",
        () -> {
          tables.updateTable(table.fullName(), request);
          return table;
        });
  }

  /**
   * Hands every table and view of a schema to {@code sink}, page by page.
   *
   * @param columns whether columns are wanted; a listing without them is much smaller
   * @return false when the schema (or its catalog) does not exist; then nothing was handed over
   */
  public boolean tables(
      SchemaName schema, boolean columns, boolean properties, Consumer<TableInfo> sink) {
    Optional<TablesApi.TablePage> first =
        http.find("GET tables page", () -> tablePage(schema, null, columns, properties));
    first.ifPresent(
        page ->
            Pages.forEach(
                token ->
                    token == null
                        ? page
                        : http.read(
                            "GET tables page", () -> tablePage(schema, token, columns, properties)),
                TablesApi.TablePage::tables,
                TablesApi.TablePage::nextPageToken,
                sink));
    return first.isPresent();
  }

  private TablesApi.TablePage tablePage(
      SchemaName schema, String token, boolean columns, boolean properties) {
    return tables.listTables(
        schema.catalog(),
        schema.schema(),
        SERVER_PAGE,
        token,
        columns ? null : true,
        properties ? null : true);
  }

  /** All volumes of a schema; empty Optional when the schema (or its catalog) does not exist. */
  public Optional<List<VolumeInfo>> volumes(SchemaName schema) {
    return http.find("GET volumes page", () -> volumePage(schema, null))
        .map(
            first -> {
              List<VolumeInfo> all = new ArrayList<>();
              Pages.forEach(
                  token ->
                      token == null
                          ? first
                          : http.read("GET volumes page", () -> volumePage(schema, token)),
                  VolumesApi.VolumePage::volumes,
                  VolumesApi.VolumePage::nextPageToken,
                  all::add);
              return all;
            });
  }

  private VolumesApi.VolumePage volumePage(SchemaName schema, String token) {
    return volumes.listVolumes(schema.catalog(), schema.schema(), SERVER_PAGE, token);
  }

  public Optional<VolumeInfo> findVolume(VolumeName volume) {
    return http.find("GET volume", () -> volumes.getVolume(volume.fullName()));
  }

  /**
   * Creates a volume; if an earlier attempt may have made it, the one that is there is returned,
   * for the caller to compare.
   *
   * @param location null = managed
   */
  public VolumeInfo createVolume(VolumeName volume, String location, String comment) {
    CreateVolume request =
        new CreateVolume(
            volume.volume(),
            volume.catalog(),
            volume.schema(),
            (location == null ? VolumeKind.MANAGED : VolumeKind.EXTERNAL).name(),
            location,
            comment == null || comment.isEmpty() ? null : comment);
    return http.create(
        "POST volume", () -> volumes.createVolume(request), () -> findVolume(volume));
  }

  /** Changes what is set in the request; the volume afterwards. */
  public VolumeInfo updateVolume(VolumeName volume, UpdateVolume request) {
    return http.change("PATCH volume", () -> volumes.updateVolume(volume.fullName(), request));
  }
}
