package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Names;
import io.datareplicator.sandbox.metastore.Pipeline;
import io.datareplicator.sandbox.metastore.Pipeline.Dataset;
import io.datareplicator.sandbox.metastore.Pipeline.Layout;
import io.datareplicator.sandbox.metastore.Pipeline.Place;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine.SessionState;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import io.datareplicator.sandbox.sql.delta.DeepClone;
import io.datareplicator.sandbox.sql.delta.StatementContext;
import io.datareplicator.sandbox.sql.engine.StatementSession;
import io.datareplicator.sandbox.sql.engine.Streams;
import io.datareplicator.sandbox.sql.grammar.Literals;
import io.datareplicator.sandbox.sql.grammar.ObjectName;
import io.datareplicator.sandbox.sql.grammar.Statement.CommentOnDataset;
import io.datareplicator.sandbox.sql.grammar.Statement.CreateDataset;
import io.datareplicator.sandbox.sql.grammar.Statement.DropMaterializedView;
import io.datareplicator.sandbox.sql.grammar.Statement.RefreshDataset;
import io.datareplicator.sandbox.sql.grammar.StreamSources;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.types.StructType;

/**
 * Streaming tables and materialized views: a pipeline, a table of its own behind each of them, and
 * runs that bring that table up to date.
 */
final class DatasetCommands {
  private final Metastore metastore;
  private final StatementSession session;
  private final SqlRequest request;
  private final TableResolver tables;

  DatasetCommands(
      Metastore metastore, StatementSession session, SqlRequest request, TableResolver tables) {
    this.metastore = metastore;
    this.session = session;
    this.request = request;
    this.tables = tables;
  }

  SqlResult create(CreateDataset statement) throws InterruptedException {
    TableResolver.Name name = tables.complete(statement.name());
    Names.valid(name.table());
    requireWritable(name);
    ResolvedTable existing = tables.find(name);
    if (existing == null) {
      createNew(statement, name);
    } else if (!statement.ifNotExists()) {
      boolean same =
          existing.table().isDataset() && existing.table().isStreaming() == statement.streaming();
      if (!statement.replace() || !same) {
        throw UcException.alreadyExists("TABLE", "Table", name.toString());
      }
      redefine(statement, existing.table());
    }
    return Results.empty();
  }

  private void requireWritable(TableResolver.Name name) {
    if (metastore.catalog(name.catalog()).readOnly()
        || name.catalog().equals(Pipeline.INTERNAL_CATALOG)) {
      throw UcException.denied(
          "Catalog '"
              + name.catalog()
              + "' is read-only; its objects cannot be created or changed.");
    }
    metastore.schema(name.catalog(), name.schema());
  }

  private void createNew(CreateDataset statement, TableResolver.Name name)
      throws InterruptedException {
    String shared =
        request.session() == null ? null : request.session().confs.get(SessionState.PIPELINE);
    Pipeline pipeline =
        shared != null
            ? metastore.pipelines().get(shared)
            : metastore
                .pipelines()
                .create(
                    (statement.streaming() ? "ST-" : "MV-") + name,
                    name.catalog(),
                    name.schema(),
                    Layout.DPM,
                    null,
                    request.user());
    boolean done = false;
    try {
      String id = UUID.randomUUID().toString();
      Place backing = pipeline.backing(name.schema(), name.table());
      session.addCatalog(backing.catalog());
      createBacking(statement, pipeline, backing, id, "CREATE TABLE ");
      if (pipeline.datasets().isEmpty()) {
        createEventLog(pipeline);
      }
      long now = System.currentTimeMillis();
      metastore
          .pipelines()
          .add(
              pipeline.id(),
              name.schema(),
              new TableEntry(
                  id,
                  name.table(),
                  statement.streaming() ? "STREAMING_TABLE" : "MATERIALIZED_VIEW",
                  null,
                  statement.comment(),
                  request.user(),
                  now,
                  now,
                  null),
              statement.query(),
              backing);
      refresh(metastore.table(name.catalog(), name.schema(), name.table()).table(), false);
      done = true;
    } finally {
      if (!done && shared == null) {
        undo(pipeline, name);
      }
    }
  }

  /** A dataset whose first run failed is not there. */
  private void undo(Pipeline pipeline, TableResolver.Name name) {
    boolean published = !metastore.pipelines().get(pipeline.id()).datasets().isEmpty();
    if (published) {
      metastore.dropTable(name.catalog(), name.schema(), name.table());
    } else {
      metastore.pipelines().abandon(pipeline.id());
    }
  }

  private void createBacking(
      CreateDataset statement, Pipeline pipeline, Place backing, String id, String verb) {
    Map<String, String> properties = new LinkedHashMap<>(statement.properties());
    properties.put(Pipeline.ID_PROPERTY, pipeline.id());
    if (pipeline.layout().legacy()) {
      properties.put(Pipeline.PARENT_PROPERTY, id);
    }
    StringBuilder text = new StringBuilder(verb).append(backing.quoted());
    String columns =
        DatasetColumns.ddl(
            statement.columns(), statement.query() == null ? null : schema(statement));
    text.append(" (").append(columns).append(") USING DELTA ").append(statement.layout());
    if (statement.comment() != null) {
      text.append(" COMMENT ").append(Literals.string(statement.comment()));
    }
    text.append(" TBLPROPERTIES (");
    String separator = "";
    for (Map.Entry<String, String> p : properties.entrySet()) {
      text.append(separator)
          .append(Literals.string(p.getKey()))
          .append(" = ")
          .append(Literals.string(p.getValue()));
      separator = ", ";
    }
    internally(text.append(')').toString());
  }

  private StructType schema(CreateDataset statement) {
    if (!statement.streaming()) {
      return session.schema(statement.query());
    }
    String query = streamed(statement.query());
    if (query.equals(statement.query())) {
      throw new UcException(
          400,
          "STREAMING_TABLE_QUERY_INVALID",
          "Streaming table "
              + statement.name().quoted()
              + " can only be created from a streaming query. Please add the STREAM keyword to your"
              + " FROM clause to turn this relation into a streaming query.");
    }
    return session.schema(query);
  }

  private void createEventLog(Pipeline pipeline) {
    internally(
        "CREATE TABLE "
            + pipeline.eventLog().quoted()
            + " (id STRING, timestamp TIMESTAMP, level STRING, event_type STRING, message STRING,"
            + " details STRING) USING DELTA TBLPROPERTIES ('"
            + Pipeline.ID_PROPERTY
            + "' = '"
            + pipeline.id()
            + "')");
  }

  private SqlResult internally(String text) {
    StatementContext context = StatementContext.current();
    context.internal(true);
    try {
      return session.run(text, Map.of(), 0);
    } finally {
      context.internal(false);
    }
  }

  private void redefine(CreateDataset statement, TableEntry entry) throws InterruptedException {
    if (statement.query() == null) {
      return;
    }
    Pipeline pipeline = metastore.pipelines().ofTable(entry.id());
    Place backing = pipeline.dataset(entry.id()).backing();
    session.addCatalog(backing.catalog());
    if (statement.streaming()) {
      schema(statement);
    } else {
      createBacking(statement, pipeline, backing, entry.id(), "CREATE OR REPLACE TABLE ");
    }
    metastore.pipelines().redefine(entry.id(), statement.query());
    refresh(entry, false);
  }

  SqlResult refresh(RefreshDataset statement) throws InterruptedException {
    TableEntry entry = dataset(statement.name(), statement.streaming());
    refresh(entry, statement.full());
    return Results.empty();
  }

  private TableEntry dataset(ObjectName name, boolean streaming) {
    ResolvedTable found = tables.resolve(name);
    if (found.readOnly() || !found.table().isDataset()) {
      throw wrongKind(name, streaming);
    }
    if (found.table().isStreaming() != streaming) {
      throw wrongKind(name, streaming);
    }
    return found.table();
  }

  private static UcException wrongKind(ObjectName name, boolean streaming) {
    return new UcException(
        400,
        streaming ? "EXPECT_STREAMING_TABLE" : "EXPECT_MATERIALIZED_VIEW",
        name.quoted() + " is not a " + (streaming ? "streaming table" : "materialized view"));
  }

  private void refresh(TableEntry entry, boolean full) throws InterruptedException {
    Pipeline pipeline = metastore.pipelines().ofTable(entry.id());
    Dataset dataset = pipeline.dataset(entry.id());
    if (dataset.query() == null) {
      return;
    }
    session.addCatalog(dataset.backing().catalog());
    String update = UUID.randomUUID().toString();
    long now = System.currentTimeMillis();
    metastore.pipelines().record(pipeline.id(), new Pipeline.Update(update, "RUNNING", now));
    String state = "FAILED";
    try {
      if (entry.isStreaming()) {
        stream(pipeline, dataset, entry, full);
      } else {
        internally("INSERT OVERWRITE TABLE " + dataset.backing().quoted() + "\n" + dataset.query());
      }
      state = "COMPLETED";
    } finally {
      metastore.pipelines().record(pipeline.id(), new Pipeline.Update(update, state, now));
    }
  }

  private void stream(Pipeline pipeline, Dataset dataset, TableEntry entry, boolean full)
      throws InterruptedException {
    String checkpoint =
        metastore.storageRoot() + "/__pipelines/" + pipeline.id() + "/" + entry.id();
    String location = metastore.physical(entry).location();
    if (full) {
      internally("DELETE FROM " + dataset.backing().quoted());
      try {
        DeepClone.discard(checkpoint);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("Cannot remove " + checkpoint, e);
      }
    }
    Streams.append(session, streamed(dataset.query()), location, checkpoint);
  }

  /** The query over streams of its sources, which are registered with the session. */
  private String streamed(String query) {
    int[] count = {0};
    return StreamSources.rewrite(
        query,
        name -> {
          ResolvedTable source = tables.resolve(name);
          if (source.table().location() == null) {
            throw new UcException(
                400,
                "STREAMING_FROM_VIEW_NOT_SUPPORTED",
                "Streaming from the view " + name.quoted() + " is not supported");
          }
          String view = "__stream_" + count[0]++;
          Streams.register(session, view, metastore.physical(source.table()).location());
          return view;
        });
  }

  SqlResult drop(DropMaterializedView statement) {
    TableResolver.Name name = tables.complete(statement.name());
    ResolvedTable found = tables.find(name);
    if (found == null && statement.ifExists()) {
      return Results.empty();
    }
    dataset(statement.name(), false);
    metastore.dropTable(name.catalog(), name.schema(), name.table());
    return Results.empty();
  }

  SqlResult comment(CommentOnDataset statement) {
    TableEntry entry = dataset(statement.name(), statement.streaming());
    Place backing = metastore.pipelines().ofTable(entry.id()).dataset(entry.id()).backing();
    session.addCatalog(backing.catalog());
    return internally("ALTER TABLE " + backing.quoted() + " " + statement.change());
  }
}
