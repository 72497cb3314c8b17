package io.datareplicator.sandbox.sql.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine.ResultColumn;
import io.datareplicator.sandbox.sql.SqlEngine.SessionState;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import io.datareplicator.sandbox.sql.catalog.DatasetRefusals;
import io.datareplicator.sandbox.sql.catalog.HistoryNotShared;
import io.datareplicator.sandbox.sql.delta.HistoryReader;
import io.datareplicator.sandbox.sql.delta.StatementContext;
import io.datareplicator.sandbox.sql.delta.TableDetails;
import io.datareplicator.sandbox.sql.engine.Errors;
import io.datareplicator.sandbox.sql.engine.Parameters;
import io.datareplicator.sandbox.sql.engine.StatementSession;
import io.datareplicator.sandbox.sql.grammar.AutoClustering;
import io.datareplicator.sandbox.sql.grammar.PathRewriter;
import io.datareplicator.sandbox.sql.grammar.Statement;
import io.datareplicator.sandbox.sql.schema.SqlTypes;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;

/** Sends a statement to whoever can run it. */
public final class StatementRunner {
  /** Settings that a SQL warehouse accepts (page sql-ref-parameters). */
  private static final Set<String> SETTINGS =
      Set.of(
          "ansi_mode",
          "enable_photon",
          "legacy_time_parser_policy",
          "max_file_partition_bytes",
          "read_only_external_metastore",
          "statement_timeout",
          "timezone",
          "use_cached_result");

  private final Metastore metastore;
  private final StatementSession session;
  private final SqlRequest request;
  private final TableResolver tables;

  public StatementRunner(Metastore metastore, StatementSession session, SqlRequest request) {
    this.metastore = metastore;
    this.session = session;
    this.request = request;
    this.tables = new TableResolver(metastore, session::currentCatalog, session::currentSchema);
  }

  /** Runs the statement to its end. */
  public SqlResult run(Statement statement) throws Exception {
    SqlResult known = new MetastoreCommands(metastore, request.user()).run(statement);
    if (known != null) {
      return known;
    }
    known = new VolumeCommands(metastore, tables, request.user()).run(statement);
    if (known != null) {
      return known;
    }
    if (statement instanceof Statement.Unsupported s) {
      throw Errors.unsupported(s.feature());
    } else if (statement instanceof Statement.Governance s) {
      return new GovernanceCommands(metastore, tables, session, request).run(s.statement());
    } else if (statement instanceof Statement.OfConstraint s) {
      return new ConstraintCommands(metastore, tables, session, request).run(s.statement());
    } else if (statement instanceof Statement.OfFunction s) {
      return new FunctionCommands(metastore, tables, session, request).run(s.statement());
    } else if (statement instanceof Statement.ShowAcross s) {
      return new MetadataCommands(
              metastore, t -> TableDetails.of(metastore.physical(t.table())).columns())
          .run(s);
    } else if (statement instanceof Statement.DeepClone s) {
      Long timestamp = s.timestamp() == null ? null : timestamp(s.timestamp());
      return new CloneCommand(metastore, tables, request.user()).run(s, timestamp);
    } else if (statement instanceof Statement.CreateDataset s) {
      return datasets().create(s);
    } else if (statement instanceof Statement.RefreshDataset s) {
      return datasets().refresh(s);
    } else if (statement instanceof Statement.DropMaterializedView s) {
      return datasets().drop(s);
    } else if (statement instanceof Statement.CommentOnDataset s) {
      return datasets().comment(s);
    } else if (statement instanceof Statement.SetRowFilter s) {
      return new SecurityCommands(metastore, tables).run(s);
    } else if (statement instanceof Statement.SetMask s) {
      return new SecurityCommands(metastore, tables).run(s);
    } else if (statement instanceof Statement.DescribeHistory s) {
      return session.run(history(s), HistoryReader.SCHEMA);
    } else if (statement instanceof Statement.Maintenance s) {
      requireWritable(s);
      return session.run(local(s.text()), parameters(), request.rowLimit());
    } else if (statement instanceof Statement.UseCatalog s) {
      return useCatalog(s.catalog());
    } else if (statement instanceof Statement.UseSchema s) {
      return useSchema(s.name());
    } else if (statement instanceof Statement.SetConfiguration s) {
      return set(s);
    }
    return runNative((Statement.Native) statement);
  }

  private DatasetCommands datasets() {
    return new DatasetCommands(metastore, session, request, tables);
  }

  private Map<String, Object> parameters() throws Exception {
    return Parameters.values(request.parameters());
  }

  private SqlResult runNative(Statement.Native statement) throws Exception {
    for (Statement.HistoryView view : statement.histories()) {
      session.registerView(view.view(), history(view.history()), HistoryReader.SCHEMA);
    }
    AutoClustering.Rewritten text = AutoClustering.rewrite(statement.text());
    SqlResult result = session.run(local(text.text()), parameters(), request.rowLimit());
    if (text.after() != null) {
      session.run(text.after(), Map.of(), 0);
    }
    return switch (statement.kind()) {
      case SHOW_SCHEMAS -> renamed(result, "databaseName");
      case SHOW_TABLES -> renamed(result, "database");
      case INSERT -> inserted(result);
      case OTHER -> cloud(result);
      default -> result;
    };
  }

  /** The statement with every URL of a table as Spark can open it. */
  private String local(String text) {
    return PathRewriter.rewrite(
        text,
        (url, write) -> {
          metastore.external().checkPath(url, write);
          return metastore.storage().local(url);
        });
  }

  /** What DESCRIBE and SHOW tell of places and properties, in the cloud's words again. */
  private SqlResult cloud(SqlResult result) {
    for (String[] row : result.rows()) {
      for (int i = 0; i < row.length; i++) {
        String cell = metastore.storage().cloud(row[i]);
        row[i] = cell == null ? null : cell.replace(AutoClustering.PROPERTY, AutoClustering.SHOWN);
      }
    }
    return result;
  }

  /** Databricks still calls Spark's {@code namespace} column by its older names. */
  private static SqlResult renamed(SqlResult result, String name) {
    List<ResultColumn> columns = new ArrayList<>();
    for (ResultColumn column : result.columns()) {
      columns.add(column.name().equals("namespace") ? SqlTypes.string(name) : column);
    }
    return new SqlResult(columns, result.rows(), result.truncated());
  }

  /** Spark's INSERT answers nothing, Databricks' the number of rows. */
  private static SqlResult inserted(SqlResult result) {
    JsonNode commit = StatementContext.current().lastCommit();
    if (!result.columns().isEmpty() || commit == null) {
      return result;
    }
    String rows = commit.path("operationMetrics").path("numOutputRows").asText("0");
    return new SqlResult(
        List.of(SqlTypes.bigint("num_affected_rows"), SqlTypes.bigint("num_inserted_rows")),
        List.<String[]>of(new String[] {rows, rows}),
        false);
  }

  private List<Row> history(Statement.DescribeHistory statement) throws IOException {
    if (statement.table().isPath()) {
      String path = statement.table().path();
      metastore.external().checkPath(path, false);
      return HistoryReader.read(metastore.storage().local(path), statement.limit());
    }
    ResolvedTable table = tables.resolve(statement.table());
    metastore.pipelines().checkVisible(table);
    metastore.checkReadable(table);
    if (table.table().location() == null) {
      throw new UcException(
          400,
          "EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE",
          "'DESCRIBE HISTORY' expects a table but " + statement.table().quoted() + " is a view.");
    }
    if (!table.withHistory()) {
      throw HistoryNotShared.of(statement.table().lower());
    }
    return HistoryReader.read(metastore.physical(table.table()).location(), statement.limit());
  }

  private void requireWritable(Statement.Maintenance statement) {
    if (statement.table().isPath()) {
      return;
    }
    ResolvedTable table = tables.resolve(statement.table());
    if (table.readOnly()) {
      throw UcException.denied(
          statement.verb() + " is not allowed: " + statement.table().lower() + " is read-only.");
    }
    DatasetRefusals.check(table.table(), statement.verb());
  }

  private long timestamp(String expression) {
    Object value = session.evaluate("CAST((" + expression + ") AS TIMESTAMP)");
    if (value instanceof Instant instant) {
      return instant.toEpochMilli();
    }
    throw new UcException(
        400,
        "DELTA_TIMESTAMP_INVALID",
        "The provided timestamp (" + expression + ") cannot be converted to a valid timestamp.");
  }

  private SqlResult useCatalog(String catalog) {
    String name = catalog.toLowerCase(Locale.ROOT);
    if (!name.equals("system")) {
      metastore.catalog(name);
    }
    SessionState state = request.session();
    if (state != null) {
      state.catalog = name;
      state.schema = "default";
    }
    return Results.empty();
  }

  private SqlResult useSchema(List<String> name) {
    String catalog =
        (name.size() == 2 ? name.get(0) : session.currentCatalog()).toLowerCase(Locale.ROOT);
    String schema = name.get(name.size() - 1).toLowerCase(Locale.ROOT);
    if (!schema.equals("information_schema")) {
      metastore.schema(catalog, schema);
    }
    SessionState state = request.session();
    if (state != null) {
      state.catalog = catalog;
      state.schema = schema;
    }
    return Results.empty();
  }

  private SqlResult set(Statement.SetConfiguration statement) throws Exception {
    SessionState state = request.session();
    if (statement.key() == null) {
      if (state != null) {
        state.confs.clear();
      }
      return Results.empty();
    }
    String key = statement.key().toLowerCase(Locale.ROOT);
    if (!SETTINGS.contains(key)) {
      throw Errors.failure(
          "CONFIG_NOT_AVAILABLE",
          "42K0I",
          "Configuration " + statement.key() + " is not available.");
    }
    if (state != null) {
      if (statement.value() == null) {
        state.confs.remove(key);
      } else {
        state.confs.put(key, statement.value());
      }
    }
    return statement.value() == null
        ? Results.empty()
        : Results.strings(
            List.of("key", "value"),
            List.<String[]>of(new String[] {statement.key(), statement.value()}));
  }
}
