package io.datareplicator.sandbox.sql;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.sql.catalog.MetastoreFunctions;
import io.datareplicator.sandbox.sql.catalog.Workspaces;
import io.datareplicator.sandbox.sql.command.StatementRunner;
import io.datareplicator.sandbox.sql.delta.StatementContext;
import io.datareplicator.sandbox.sql.delta.TableDetails;
import io.datareplicator.sandbox.sql.engine.Errors;
import io.datareplicator.sandbox.sql.engine.Interruptions;
import io.datareplicator.sandbox.sql.engine.Parameters;
import io.datareplicator.sandbox.sql.engine.SparkRuntime;
import io.datareplicator.sandbox.sql.engine.StatementSession;
import io.datareplicator.sandbox.sql.grammar.Statement;
import io.datareplicator.sandbox.sql.grammar.StatementParser;
import io.datareplicator.sandbox.sql.infoschema.RelationDetails;
import java.util.Locale;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.CurrentUserContext$;
import org.apache.spark.sql.classic.SparkSession;

/** SQL of one workspace, on the Spark context that all workspaces of the JVM share. */
public final class SparkSqlEngine implements SqlEngine {
  private final String workspace = UUID.randomUUID().toString();
  private final Metastore metastore;
  private final String defaultCatalog;
  private final SparkSession root;

  /**
   * Starts Spark if this is the first engine.
   *
   * @param defaultCatalog current catalog of statements that name none; need not exist
   */
  public SparkSqlEngine(Metastore metastore, String defaultCatalog) {
    this.metastore = metastore;
    this.defaultCatalog = defaultCatalog;
    Workspaces.register(workspace, metastore);
    root = SparkRuntime.newSession();
    root.conf().set(MetastoreFunctions.GLOBAL_ID, metastore.globalId());
  }

  @Override
  public SqlResult execute(SqlRequest request) throws SqlFailure, InterruptedException {
    SparkContext context = root.sparkContext();
    String group = "statement-" + UUID.randomUUID();
    var users = CurrentUserContext$.MODULE$.CURRENT_USER();
    try {
      users.set(request.user());
      StatementContext.enter(new StatementContext(request.user()));
      context.setJobGroup(group, request.statementId(), true);
      return run(request);
    } catch (Throwable t) {
      if (Interruptions.caused(t)) {
        context.cancelJobGroup(group);
        Thread.interrupted();
        throw new InterruptedException("Statement " + request.statementId() + " was canceled");
      }
      if (t instanceof VirtualMachineError fatal && !(t instanceof StackOverflowError)) {
        throw fatal;
      }
      SqlFailure failure = Errors.from(t);
      throw new SqlFailure(metastore.storage().cloud(failure.getMessage()), failure.sqlState());
    } finally {
      context.clearJobGroup();
      StatementContext.leave();
      users.remove();
      org.apache.spark.sql.SparkSession.clearActiveSession();
    }
  }

  private SqlResult run(SqlRequest request) throws Exception {
    Statement statement =
        StatementParser.parse(request.text(), Parameters.texts(request.parameters()));
    StatementSession session =
        StatementSession.open(root, workspace, metastore, defaultCatalog, request);
    return new StatementRunner(metastore, session, request).run(statement);
  }

  @Override
  public TableDetail describe(String catalog, String schema, String table) {
    if (lower(schema).equals("information_schema")) {
      return RelationDetails.of(metastore, lower(catalog), lower(table));
    }
    return TableDetails.of(
        metastore.physical(metastore.table(lower(catalog), lower(schema), lower(table)).table()));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Forgets the workspace; Spark itself stays, see {@link SparkRuntime#stop()}. */
  @Override
  public void close() {
    Workspaces.remove(workspace);
  }
}
