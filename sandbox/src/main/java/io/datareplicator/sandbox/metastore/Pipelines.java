package io.datareplicator.sandbox.metastore;

import io.datareplicator.sandbox.metastore.Pipeline.Dataset;
import io.datareplicator.sandbox.metastore.Pipeline.Place;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Pipelines of a metastore: which tables are streaming tables and materialized views, and what is
 * behind them. Thread-safe; changes are durable when a call returns.
 */
public final class Pipelines {
  private final World world;
  private final World.Cell cell;

  Pipelines(World world, World.Cell cell) {
    this.world = world;
    this.cell = cell;
  }

  private <T> T read(Function<MetastoreState, T> query) {
    return world.read(cell, query);
  }

  private void change(Consumer<MetastoreState> change) {
    world.write(
        cell,
        s -> {
          change.accept(s);
          return null;
        });
  }

  public List<Pipeline> list() {
    return read(s -> List.copyOf(s.pipelines.values()));
  }

  /**
   * @throws UcException RESOURCE_DOES_NOT_EXIST
   */
  public Pipeline get(String id) {
    return read(s -> PipelineRules.pipeline(s, id));
  }

  /**
   * Makes a pipeline without datasets; a legacy one gets its schema in the internal catalog.
   *
   * @param source pattern of its source files; null = it belongs to one dataset made by SQL
   */
  public Pipeline create(
      String name,
      String catalog,
      String schema,
      Pipeline.Layout layout,
      String source,
      String owner) {
    return world.write(
        cell, s -> PipelineRules.create(s, name, catalog, schema, layout, source, owner));
  }

  /**
   * Publishes a streaming table or materialized view.
   *
   * @param entry its location is taken from the backing table, which exists
   */
  public void add(String pipelineId, String schema, TableEntry entry, String query, Place backing) {
    change(s -> PipelineRules.add(s, pipelineId, schema, entry, query, backing));
  }

  /** Gives a dataset another query. */
  public void redefine(String tableId, String query) {
    change(
        s -> {
          Dataset d = PipelineRules.ofTable(s, tableId).dataset(tableId);
          PipelineRules.change(
              s,
              tableId,
              new Dataset(tableId, query, d.backing(), d.backingId(), d.lookupDenied()));
        });
  }

  /** From now on looking up the table behind a dataset is refused, or no longer. */
  public void denyLookup(String tableId, boolean denied) {
    change(
        s -> {
          Dataset d = PipelineRules.ofTable(s, tableId).dataset(tableId);
          PipelineRules.change(
              s, tableId, new Dataset(tableId, d.query(), d.backing(), d.backingId(), denied));
        });
  }

  /** Adds a run, or gives one another state. */
  public void record(String pipelineId, Pipeline.Update update) {
    change(s -> PipelineRules.record(s, pipelineId, update));
  }

  /** Forgets a pipeline that could not be set up, with what is behind it. */
  public void abandon(String pipelineId) {
    change(s -> PipelineRules.abandon(s, pipelineId));
  }

  /** The pipeline of a dataset of this metastore, or of one shared with it; else null. */
  public Pipeline ofTable(String tableId) {
    return read(
        s ->
            world.states().stream()
                .map(state -> PipelineRules.ofTable(state, tableId))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null));
  }

  /** The dataset that a table is behind, or null. */
  public Dataset ofBacking(String tableId) {
    return read(s -> PipelineRules.ofBacking(s, tableId));
  }

  /** Whether a table is for a pipeline's own use and does not come with a shared schema. */
  public boolean hides(TableEntry table) {
    return read(s -> PipelineRules.hidden(s, table));
  }

  /** Whether this metastore has a table of this id. */
  public boolean hasTable(String tableId) {
    return read(s -> PipelineRules.hasTable(s, tableId));
  }

  /**
   * Refuses to look up a table that is hidden from users.
   *
   * @throws UcException PERMISSION_DENIED
   */
  public void checkVisible(ResolvedTable table) {
    Dataset dataset = table.readOnly() ? null : ofBacking(table.table().id());
    if (dataset != null && dataset.lookupDenied()) {
      throw UcException.denied(
          "com.databricks.sql.managedcatalog.acl.UnauthorizedAccessException: PERMISSION_DENIED:"
              + " User does not have SELECT on Table '"
              + dataset.backing()
              + "'");
    }
  }
}
