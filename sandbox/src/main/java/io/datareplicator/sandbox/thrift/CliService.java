package io.datareplicator.sandbox.thrift;

import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.cluster.Cluster;
import io.datareplicator.sandbox.control.StatementFault;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Authenticator;
import io.datareplicator.sandbox.sql.SqlEngine.SessionState;
import io.datareplicator.sandbox.statement.Sessions;
import io.datareplicator.sandbox.statement.Statement;
import io.datareplicator.sandbox.statement.Statement.Failure;
import io.datareplicator.sandbox.statement.StatementService;
import io.datareplicator.sandbox.thrift.Operation.Rows;
import io.datareplicator.sandbox.thrift.Operation.Status;
import java.util.Locale;
import java.util.Map;
import org.apache.hive.service.rpc.thrift.TFetchOrientation;
import org.apache.hive.service.rpc.thrift.TGetInfoType;
import org.apache.hive.service.rpc.thrift.TGetInfoValue;
import org.apache.hive.service.rpc.thrift.TOperationHandle;
import org.apache.hive.service.rpc.thrift.TOperationState;
import org.apache.hive.service.rpc.thrift.TOperationType;
import org.apache.hive.service.rpc.thrift.TSessionHandle;
import org.apache.thrift.protocol.TProtocolException;

/** The methods of TCLIService on the clusters of one workspace. */
final class CliService implements AutoCloseable {
  /**
   * How long a statement may take for its result to come with the answer to its submission. The
   * true time is not published.
   */
  private static final long DIRECT_MILLIS = 1_000;

  private static final long AWAIT_MILLIS = 60_000;

  /** Name of the Hive metastore's catalog in drivers that were told of none. */
  private static final String LEGACY_CATALOG = "spark";

  private final StatementService statements;
  private final Handles handles;
  private final Settings settings;
  private final Sessions sessions = new Sessions();
  private final Operations operations = new Operations();

  CliService(StatementService statements, Authenticator authenticator, Settings settings) {
    this.statements = statements;
    this.handles = new Handles(authenticator);
    this.settings = settings;
  }

  /**
   * Who calls.
   *
   * @param fault what shall become of a submitted statement, null = nothing
   */
  record Caller(Cluster cluster, String user, StatementFault fault) {}

  WireAnswer openSession(Caller caller, WireStruct request) throws TProtocolException {
    WireStruct namespace = request.structOrNull(Idl.OpenSession.INITIAL_NAMESPACE);
    String catalog = namespace == null ? null : namespace.textOrNull(Idl.Namespace.CATALOG);
    String schema = namespace == null ? null : namespace.textOrNull(Idl.Namespace.SCHEMA);
    String id =
        sessions.open(
            caller.cluster().id(),
            LEGACY_CATALOG.equalsIgnoreCase(catalog) ? null : catalog,
            schema,
            request.texts(Idl.OpenSession.CONFIGURATION));
    WireAnswer echoed =
        namespace == null
            ? null
            : new WireAnswer()
                .text(Idl.Namespace.CATALOG, lower(catalog))
                .text(Idl.Namespace.SCHEMA, lower(schema));
    long client =
        request.number(
            Idl.OpenSession.CLIENT_PROTOCOL_I64,
            request.number(Idl.OpenSession.CLIENT_PROTOCOL, 0));
    return Answers.ok()
        .i32(Idl.OpenSession.SERVER_PROTOCOL, (int) Math.min(client, Idl.SPARK_PROTOCOL_V8))
        .struct(Idl.OpenSession.SESSION_HANDLE, new TSessionHandle(handles.of(id)))
        .texts(Idl.OpenSession.CONFIGURATION, Map.of())
        .struct(Idl.OpenSession.INITIAL_NAMESPACE, echoed)
        .bool(Idl.OpenSession.MULTIPLE_CATALOGS, true);
  }

  private static String lower(String name) {
    return name == null ? null : name.toLowerCase(Locale.ROOT);
  }

  WireAnswer closeSession(Caller caller, WireStruct request)
      throws TProtocolException, CliException {
    session(caller, request);
    String id = Handles.id(request.struct(Idl.HANDLE));
    sessions.close(id, caller.cluster().id());
    operations.closeAll(o -> o.sessionId().equals(id));
    return Answers.ok();
  }

  /** Ends everything that is on a cluster. */
  void forget(Cluster cluster) {
    sessions.closeAll(cluster.id());
    operations.closeAll(o -> o.compute().equals(cluster));
  }

  private SessionState session(Caller caller, WireStruct request)
      throws TProtocolException, CliException {
    WireStruct handle = request.struct(Idl.HANDLE);
    String id = Handles.id(handle);
    if (handles.genuine(handle)) {
      try {
        return sessions.get(id, caller.cluster().id());
      } catch (ApiException e) {
        throw CliException.invalidHandle("Session", id);
      }
    }
    throw CliException.invalidHandle("Session", id);
  }

  private Operation operation(WireStruct request) throws TProtocolException, CliException {
    WireStruct handle = request.struct(Idl.HANDLE);
    String id = Handles.id(handle);
    Operation operation = handles.genuine(handle) ? operations.find(id) : null;
    if (operation != null) {
      return operation;
    }
    TOperationType type = TOperationType.findByValue((int) handle.number(Idl.OPERATION_TYPE, -1));
    boolean known = type != null && type != TOperationType.UNKNOWN;
    throw CliException.invalidHandle(
        "Operation",
        "opType=" + (known ? type.name() : "UNKNOWN_OPERATION") + ", getHandleIdentifier()=" + id);
  }

  /** SQL text of the operation a request is about, or null. */
  String textOf(WireStruct request) throws TProtocolException {
    Operation operation = operations.find(Handles.id(request.struct(Idl.HANDLE)));
    return operation == null ? null : operation.statement().submission().text();
  }

  WireAnswer executeStatement(Caller caller, WireStruct request)
      throws TProtocolException, CliException, InterruptedException {
    String text = request.text(Idl.Execute.STATEMENT);
    SessionState session = session(caller, request);
    Statement statement;
    try {
      statement =
          statements.submit(
              caller.cluster(),
              Statements.submission(text, request, caller.user(), session, caller.fault()));
    } catch (ApiException e) {
      throw new CliException("57000", "[" + e.errorCode() + "] " + e.getMessage());
    }
    long timeout = Math.max(0, request.number(Idl.Execute.QUERY_TIMEOUT, 0));
    Operation operation =
        new Operation(
            statement,
            caller.cluster(),
            Handles.id(request.struct(Idl.HANDLE)),
            timeout,
            Statements.zone(session));
    operations.add(operation, timeout);
    try {
      // Who ends a session removes it before looking for its operations, so one of both sees this.
      session(caller, request);
    } catch (CliException e) {
      operations.close(operation);
      throw e;
    }
    WireStruct direct = request.structOrNull(Idl.Execute.DIRECT_RESULTS);
    if (!request.flag(Idl.Execute.RUN_ASYNC)) {
      awaitEnd(operation);
    } else if (direct != null) {
      statement.await(DIRECT_MILLIS);
    }
    WireAnswer answer =
        Answers.ok()
            .struct(
                Idl.Execute.OPERATION_HANDLE,
                new TOperationHandle(
                    handles.of(statement.id()), TOperationType.EXECUTE_STATEMENT, true));
    return direct == null
        ? answer
        : answer.struct(Idl.Execute.DIRECT_RESULTS, directResults(operation, direct));
  }

  /** A client that waits is told of a failure by the status of the call itself. */
  private void awaitEnd(Operation operation) throws InterruptedException, CliException {
    while (!operation.statement().snapshot().state().terminal()) {
      operation.statement().await(AWAIT_MILLIS);
    }
    Failure failure = operation.status().failure();
    if (failure != null) {
      operations.close(operation);
      throw new CliException(failure.sqlState(), Answers.message(failure), failure.message());
    }
  }

  /** Status and, when it has succeeded, the first rows; with the last row it is closed as well. */
  private WireAnswer directResults(Operation operation, WireStruct wanted)
      throws TProtocolException, CliException {
    Status status = operation.status();
    WireAnswer results =
        new WireAnswer()
            .struct(Idl.DirectResults.OPERATION_STATUS, Answers.status(operation, status));
    long maxRows = wanted.number(Idl.DirectResults.MAX_ROWS, 0);
    if (status.state() != TOperationState.FINISHED_STATE || maxRows < 1) {
      return results;
    }
    Rows rows = operation.fetch(-1, maxRows, bytes(wanted.number(Idl.DirectResults.MAX_BYTES, 0)));
    results
        .struct(Idl.DirectResults.METADATA, Answers.metadata(operation))
        .struct(Idl.DirectResults.RESULT_SET, Answers.rows(rows));
    if (!rows.more()) {
      operations.close(operation);
      results.struct(Idl.DirectResults.CLOSE_OPERATION, Answers.ok());
    }
    return results;
  }

  private long bytes(long wanted) {
    return wanted < 1 ? settings.chunkBytes() : Math.min(wanted, settings.chunkBytes());
  }

  WireAnswer getOperationStatus(WireStruct request) throws TProtocolException, CliException {
    Operation operation = operation(request);
    return Answers.status(operation, operation.status());
  }

  WireAnswer cancelOperation(WireStruct request) throws TProtocolException, CliException {
    operation(request).statement().cancel();
    return Answers.ok();
  }

  WireAnswer closeOperation(WireStruct request) throws TProtocolException, CliException {
    operations.close(operation(request));
    return Answers.ok();
  }

  WireAnswer getResultSetMetadata(WireStruct request) throws TProtocolException, CliException {
    return Answers.metadata(operation(request));
  }

  WireAnswer fetchResults(WireStruct request) throws TProtocolException, CliException {
    Operation operation = operation(request);
    if (request.number(Idl.Fetch.TYPE, 0) != 0) {
      throw CliException.unsupported("Fetching the log of an operation");
    }
    long orientation =
        request.number(Idl.Fetch.ORIENTATION, TFetchOrientation.FETCH_NEXT.getValue());
    long from = request.number(Idl.Fetch.START_ROW_OFFSET, -1);
    if (orientation == TFetchOrientation.FETCH_FIRST.getValue()) {
      from = 0;
    } else if (from < 0 && orientation != TFetchOrientation.FETCH_NEXT.getValue()) {
      throw CliException.unsupported("The fetch orientation " + orientation);
    }
    Rows rows =
        operation.fetch(
            from,
            request.number(Idl.Fetch.MAX_ROWS, -1),
            bytes(request.number(Idl.Fetch.MAX_BYTES, 0)));
    WireAnswer answer = Answers.rows(rows);
    return request.flag(Idl.Fetch.INCLUDE_METADATA)
        ? answer.struct(Idl.Fetch.RESULT_SET_METADATA, Answers.metadata(operation))
        : answer;
  }

  WireAnswer getInfo(Caller caller, WireStruct request) throws TProtocolException, CliException {
    session(caller, request);
    long number = request.number(Idl.GetInfo.TYPE, -1);
    TGetInfoType type = TGetInfoType.findByValue((int) number);
    String value =
        switch (type == null ? TGetInfoType.CLI_DATA_SOURCE_NAME : type) {
          case CLI_SERVER_NAME, CLI_DBMS_NAME -> "Spark SQL";
          case CLI_DBMS_VER -> org.apache.spark.package$.MODULE$.SPARK_VERSION();
          default -> throw CliException.unsupported("The information " + number);
        };
    return Answers.ok().struct(Idl.GetInfo.VALUE, TGetInfoValue.stringValue(value));
  }

  @Override
  public void close() {
    operations.close();
  }
}
