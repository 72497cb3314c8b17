package io.datareplicator.sandbox.metastore;

import java.util.List;
import java.util.Locale;

/**
 * A pipeline and the datasets that it maintains (reference §8).
 *
 * @param catalog where its datasets are published
 * @param schema default schema of its datasets
 * @param source pattern of its source files; null = made by CREATE MATERIALIZED VIEW or CREATE
 *     STREAMING TABLE on a SQL warehouse
 * @param updates the latest first
 */
public record Pipeline(
    String id,
    String name,
    String catalog,
    String schema,
    Layout layout,
    String source,
    String owner,
    long createdAt,
    long updatedAt,
    List<Dataset> datasets,
    List<Update> updates) {
  /** Catalog of the tables behind the datasets of legacy pipelines. */
  public static final String INTERNAL_CATALOG = "__databricks_internal";

  /** Property that tells which pipeline maintains a table. */
  public static final String ID_PROPERTY = "pipelines.pipelineId";

  /** Property of a legacy backing table: the id of the dataset that it is behind. */
  public static final String PARENT_PROPERTY = "spark.sql.internal.pipelines.parentTableId";

  private static final String PREFIX = "__materialization_mat_";

  public Pipeline {
    datasets = List.copyOf(datasets);
    updates = List.copyOf(updates);
  }

  /** Where the table behind a dataset is. */
  public enum Layout {
    /** In the dataset's schema, {@code __materialization_mat_<p>_<t>_1}. */
    DPM,
    /** In the internal catalog's schema of the pipeline, {@code <t>}. */
    LEGACY_A,
    /** There, {@code __materialization_mat_<p>_<t>_1}. */
    LEGACY_B,
    /** There, {@code __materialization_mat_<t>_1}. */
    LEGACY_C;

    /** Lower case, as control calls write it. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    public boolean legacy() {
      return this != DPM;
    }
  }

  /** A table by name. */
  public record Place(String catalog, String schema, String table) {
    @Override
    public String toString() {
      return catalog + "." + schema + "." + table;
    }

    /** Each part in backticks. */
    public String quoted() {
      return quote(catalog) + "." + quote(schema) + "." + quote(table);
    }

    private static String quote(String part) {
      return "`" + part.replace("`", "``") + "`";
    }
  }

  /**
   * A streaming table or materialized view.
   *
   * @param tableId of the dataset itself
   * @param query text after AS, null for a streaming table without one
   * @param backing name of the table that holds the data
   * @param backingId id of that table
   * @param lookupDenied whether looking that table up is answered "permission denied"
   */
  public record Dataset(
      String tableId, String query, Place backing, String backingId, boolean lookupDenied) {}

  /**
   * A run of the pipeline.
   *
   * @param state RUNNING, COMPLETED or FAILED
   */
  public record Update(String id, String state, long createdAt) {}

  /** The id as part of a table's name. */
  public String suffix() {
    return id.replace('-', '_');
  }

  /** Schema of the internal catalog that belongs to this pipeline. */
  public String internalSchema() {
    return "__dlt_materialization_schema_" + suffix();
  }

  /** Name of the table behind a dataset. */
  public Place backing(String datasetSchema, String table) {
    String long1 = PREFIX + suffix() + "_" + table + "_1";
    return switch (layout) {
      case DPM -> new Place(catalog, datasetSchema, long1);
      case LEGACY_A -> new Place(INTERNAL_CATALOG, internalSchema(), table);
      case LEGACY_B -> new Place(INTERNAL_CATALOG, internalSchema(), long1);
      case LEGACY_C -> new Place(INTERNAL_CATALOG, internalSchema(), PREFIX + table + "_1");
    };
  }

  /** Name of the table that holds the pipeline's events. */
  public Place eventLog() {
    String name = "event_log_" + suffix();
    return layout.legacy()
        ? new Place(INTERNAL_CATALOG, internalSchema(), name)
        : new Place(catalog, schema, name);
  }

  /** The dataset with this table id, or null. */
  public Dataset dataset(String tableId) {
    return datasets.stream().filter(d -> d.tableId().equals(tableId)).findFirst().orElse(null);
  }

  Pipeline with(List<Dataset> otherDatasets, List<Update> otherUpdates) {
    return new Pipeline(
        id,
        name,
        catalog,
        schema,
        layout,
        source,
        owner,
        createdAt,
        System.currentTimeMillis(),
        otherDatasets,
        otherUpdates);
  }
}
