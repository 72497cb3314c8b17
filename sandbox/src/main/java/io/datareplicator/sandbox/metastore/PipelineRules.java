package io.datareplicator.sandbox.metastore;

import io.datareplicator.sandbox.metastore.MetastoreState.CatalogState;
import io.datareplicator.sandbox.metastore.MetastoreState.SchemaState;
import io.datareplicator.sandbox.metastore.Pipeline.Dataset;
import io.datareplicator.sandbox.metastore.Pipeline.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Changes and look-ups of pipelines of one metastore; the caller holds the world's lock. */
final class PipelineRules {
  private static final int MAX_UPDATES = 5;

  private PipelineRules() {}

  static Pipeline pipeline(MetastoreState state, String id) {
    Pipeline found = state.pipelines.get(id == null ? "" : id);
    if (found == null) {
      throw new UcException(
          404, "RESOURCE_DOES_NOT_EXIST", "The specified pipeline " + id + " was not found.");
    }
    return found;
  }

  static Pipeline create(
      MetastoreState state,
      String name,
      String catalog,
      String schema,
      Pipeline.Layout layout,
      String source,
      String owner) {
    CatalogRules.writable(state, catalog);
    SchemaState target = CatalogRules.schema(state, catalog, schema);
    long now = System.currentTimeMillis();
    var pipeline =
        new Pipeline(
            UUID.randomUUID().toString(),
            name,
            target.entry.catalogName(),
            target.entry.name(),
            layout,
            source,
            owner,
            now,
            now,
            List.of(),
            List.of());
    if (layout.legacy()) {
      CatalogState internal = state.catalogs.get(Pipeline.INTERNAL_CATALOG);
      if (internal == null) {
        internal = internalCatalog(state, now);
      }
      internal.schemas.put(
          pipeline.internalSchema(),
          new SchemaState(
              new SchemaEntry(
                  UUID.randomUUID().toString(),
                  Pipeline.INTERNAL_CATALOG,
                  pipeline.internalSchema(),
                  null,
                  Map.of(),
                  owner,
                  null,
                  "INHERIT",
                  now,
                  now)));
    }
    state.pipelines.put(pipeline.id(), pipeline);
    return pipeline;
  }

  private static CatalogState internalCatalog(MetastoreState state, long now) {
    CatalogState internal =
        new CatalogState(
            new CatalogEntry(
                UUID.randomUUID().toString(),
                Pipeline.INTERNAL_CATALOG,
                "INTERNAL_CATALOG",
                null,
                Map.of(),
                "System user",
                null,
                null,
                null,
                "OPEN",
                "INHERIT",
                now,
                now));
    state.catalogs.put(Pipeline.INTERNAL_CATALOG, internal);
    return internal;
  }

  /** Publishes a dataset over its backing table, which exists. */
  static void add(
      MetastoreState state,
      String pipelineId,
      String schema,
      TableEntry entry,
      String query,
      Place backing) {
    Pipeline old = pipeline(state, pipelineId);
    SchemaState place = CatalogRules.schema(state, backing.catalog(), backing.schema());
    TableEntry table = TableRules.entry(place, backing.table());
    TableRules.put(state, old.catalog(), schema, entry.at(table.location()), false);
    List<Dataset> datasets = new ArrayList<>(old.datasets());
    datasets.add(new Dataset(entry.id(), query, backing, table.id(), false));
    state.pipelines.put(old.id(), old.with(datasets, old.updates()));
  }

  static void change(MetastoreState state, String tableId, Dataset changed) {
    Pipeline old = ofTable(state, tableId);
    List<Dataset> datasets = new ArrayList<>(old.datasets());
    datasets.replaceAll(d -> d.tableId().equals(tableId) ? changed : d);
    state.pipelines.put(old.id(), old.with(datasets, old.updates()));
  }

  static void record(MetastoreState state, String pipelineId, Pipeline.Update update) {
    Pipeline old = pipeline(state, pipelineId);
    List<Pipeline.Update> updates = new ArrayList<>(old.updates());
    updates.removeIf(u -> u.id().equals(update.id()));
    updates.add(0, update);
    state.pipelines.put(
        old.id(),
        old.with(old.datasets(), updates.subList(0, Math.min(updates.size(), MAX_UPDATES))));
  }

  /** The pipeline of a dataset, or null. */
  static Pipeline ofTable(MetastoreState state, String tableId) {
    return state.pipelines.values().stream()
        .filter(p -> p.dataset(tableId) != null)
        .findFirst()
        .orElse(null);
  }

  /** The dataset that a table is behind, or null. */
  static Dataset ofBacking(MetastoreState state, String tableId) {
    return state.pipelines.values().stream()
        .flatMap(p -> p.datasets().stream())
        .filter(d -> d.backingId().equals(tableId))
        .findFirst()
        .orElse(null);
  }

  /** Whether a table is for the pipeline's own use: it does not come with a shared schema. */
  static boolean hidden(MetastoreState state, TableEntry table) {
    return table.name().startsWith("event_log_") || ofBacking(state, table.id()) != null;
  }

  static boolean hasTable(MetastoreState state, String tableId) {
    return state.catalogs.values().stream()
        .flatMap(c -> c.schemas.values().stream())
        .flatMap(s -> s.tables.values().stream())
        .anyMatch(t -> t.id().equals(tableId));
  }

  /** Forgets a pipeline that never came into being. */
  static void abandon(MetastoreState state, String pipelineId) {
    Pipeline pipeline = state.pipelines.remove(pipelineId);
    if (pipeline != null) {
      forget(state, pipeline);
    }
  }

  /**
   * After tables were dropped: their backing tables go too, and with a pipeline's last dataset the
   * pipeline.
   */
  static void prune(MetastoreState state) {
    if (state.pipelines.isEmpty()) {
      return;
    }
    Set<String> ids = new HashSet<>();
    for (CatalogState catalog : state.catalogs.values()) {
      for (SchemaState schema : catalog.schemas.values()) {
        schema.tables.values().forEach(t -> ids.add(t.id()));
      }
    }
    for (Pipeline pipeline : List.copyOf(state.pipelines.values())) {
      List<Dataset> gone =
          pipeline.datasets().stream().filter(d -> !ids.contains(d.tableId())).toList();
      if (gone.isEmpty()) {
        continue;
      }
      gone.forEach(d -> remove(state, d.backing()));
      List<Dataset> left = new ArrayList<>(pipeline.datasets());
      left.removeAll(gone);
      if (left.isEmpty()) {
        state.pipelines.remove(pipeline.id());
        forget(state, pipeline);
      } else {
        state.pipelines.put(pipeline.id(), pipeline.with(left, pipeline.updates()));
      }
    }
  }

  /**
   * Pipelines follow when what they are in is renamed.
   *
   * @param fromSchema null = the whole catalog is renamed
   */
  static void rename(
      MetastoreState state, String from, String fromSchema, String to, String toSchema) {
    state.pipelines.replaceAll(
        (id, p) -> {
          boolean inside =
              p.catalog().equals(from) && (fromSchema == null || p.schema().equals(fromSchema));
          return new Pipeline(
              p.id(),
              p.name(),
              p.catalog().equals(from) ? to : p.catalog(),
              inside && fromSchema != null ? toSchema : p.schema(),
              p.layout(),
              p.source(),
              p.owner(),
              p.createdAt(),
              p.updatedAt(),
              p.datasets().stream().map(d -> moved(d, from, fromSchema, to, toSchema)).toList(),
              p.updates());
        });
  }

  private static Dataset moved(
      Dataset d, String from, String fromSchema, String to, String toSchema) {
    Place old = d.backing();
    boolean inside =
        old.catalog().equals(from) && (fromSchema == null || old.schema().equals(fromSchema));
    if (!inside) {
      return d;
    }
    Place place = new Place(to, fromSchema == null ? old.schema() : toSchema, old.table());
    return new Dataset(d.tableId(), d.query(), place, d.backingId(), d.lookupDenied());
  }

  private static void forget(MetastoreState state, Pipeline pipeline) {
    pipeline.datasets().forEach(d -> remove(state, d.backing()));
    remove(state, pipeline.eventLog());
    if (pipeline.layout().legacy()) {
      state.catalogs.get(Pipeline.INTERNAL_CATALOG).schemas.remove(pipeline.internalSchema());
    }
  }

  private static void remove(MetastoreState state, Place place) {
    CatalogState catalog = state.catalogs.get(place.catalog());
    SchemaState schema = catalog == null ? null : catalog.schemas.get(place.schema());
    if (schema != null) {
      schema.tables.remove(place.table());
    }
  }
}
