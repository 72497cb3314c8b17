package io.datareplicator.sandbox.sql;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Pipeline;
import io.datareplicator.sandbox.metastore.Pipeline.Dataset;
import io.datareplicator.sandbox.metastore.Pipeline.Place;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.sql.SqlEngine.SessionState;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import io.datareplicator.sandbox.sql.grammar.Literals;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Pipelines and their datasets made by a program rather than by SQL. */
public final class Datasets {
  private final Metastore metastore;
  private final SqlEngine engine;

  public Datasets(Metastore metastore, SqlEngine engine) {
    this.metastore = metastore;
    this.engine = engine;
  }

  /**
   * A dataset that is asked for.
   *
   * @param materialized a materialized view rather than a streaming table
   * @param columns as in CREATE TABLE, without parentheses; null = those of the query
   * @param query null = none, for a streaming table only
   */
  public record Asked(
      String name,
      boolean materialized,
      String columns,
      String query,
      Map<String, String> properties) {}

  /**
   * Makes a pipeline with its datasets.
   *
   * @throws SqlFailure when one of the datasets cannot be made; then there is no pipeline
   */
  public Pipeline create(
      String name,
      String catalog,
      String schema,
      Pipeline.Layout layout,
      List<Asked> asked,
      String user)
      throws SqlFailure, InterruptedException {
    String source = "/Workspace/Users/" + user + "/" + name + "/transformations/**";
    Pipeline pipeline = metastore.pipelines().create(name, catalog, schema, layout, source, user);
    boolean done = false;
    try {
      for (Asked dataset : asked) {
        run(
            text(new Place(pipeline.catalog(), pipeline.schema(), dataset.name()), dataset),
            pipeline,
            user);
      }
      done = true;
      return metastore.pipelines().get(pipeline.id());
    } finally {
      if (!done) {
        for (Dataset made : metastore.pipelines().get(pipeline.id()).datasets()) {
          Place place = place(pipeline, made);
          metastore.dropTable(place.catalog(), place.schema(), place.table());
        }
        metastore.pipelines().abandon(pipeline.id());
      }
    }
  }

  private static String text(Place place, Asked dataset) {
    StringBuilder text =
        new StringBuilder("CREATE ")
            .append(dataset.materialized() ? "MATERIALIZED VIEW " : "STREAMING TABLE ")
            .append(place.quoted());
    if (dataset.columns() != null) {
      text.append(" (").append(dataset.columns()).append(')');
    }
    if (!dataset.properties().isEmpty()) {
      text.append(" TBLPROPERTIES (");
      String separator = "";
      for (Map.Entry<String, String> p : dataset.properties().entrySet()) {
        text.append(separator).append(Literals.string(p.getKey())).append(" = ");
        text.append(Literals.string(p.getValue()));
        separator = ", ";
      }
      text.append(')');
    }
    if (dataset.query() != null) {
      text.append(" AS ").append(dataset.query());
    }
    return text.toString();
  }

  /**
   * Brings every dataset of a pipeline up to date.
   *
   * @return id of the run
   */
  public String update(String pipelineId, boolean full, String user)
      throws SqlFailure, InterruptedException {
    Pipeline pipeline = metastore.pipelines().get(pipelineId);
    String id = UUID.randomUUID().toString();
    long now = System.currentTimeMillis();
    String state = "FAILED";
    try {
      for (Dataset dataset : pipeline.datasets()) {
        Place place = place(pipeline, dataset);
        boolean streaming =
            metastore.table(place.catalog(), place.schema(), place.table()).table().isStreaming();
        run(
            "REFRESH "
                + (streaming ? "STREAMING TABLE " : "MATERIALIZED VIEW ")
                + place.quoted()
                + (full ? " FULL" : ""),
            pipeline,
            user);
      }
      state = "COMPLETED";
    } finally {
      metastore.pipelines().record(pipelineId, new Pipeline.Update(id, state, now));
    }
    return id;
  }

  /** Where a dataset is published. */
  public Place place(Pipeline pipeline, Dataset dataset) {
    for (var schema : metastore.schemas(pipeline.catalog())) {
      for (ResolvedTable table : metastore.tables(pipeline.catalog(), schema.name())) {
        if (table.table().id().equals(dataset.tableId())) {
          return new Place(table.catalog(), table.schema(), table.table().name());
        }
      }
    }
    throw new IllegalStateException("Dataset " + dataset.tableId() + " is nowhere");
  }

  private void run(String text, Pipeline pipeline, String user)
      throws SqlFailure, InterruptedException {
    SessionState session = new SessionState();
    session.catalog = pipeline.catalog();
    session.schema = pipeline.schema();
    session.confs.put(SessionState.PIPELINE, pipeline.id());
    engine.execute(
        new SqlRequest(
            UUID.randomUUID().toString(), user, text, null, null, List.of(), 0, session));
  }
}
