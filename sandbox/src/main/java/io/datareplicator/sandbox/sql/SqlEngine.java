package io.datareplicator.sandbox.sql;

import java.util.List;

/**
 * Runs one SQL statement for one workspace. Blocking; thread-safe; many statements may run at once.
 */
public interface SqlEngine extends AutoCloseable {
  /**
   * Runs a statement to its end.
   *
   * @throws SqlFailure when the statement fails, with a Databricks error class and SQLSTATE
   * @throws InterruptedException when the calling thread is interrupted (cancel): the Spark jobs
   *     are cancelled first
   */
  SqlResult execute(SqlRequest request) throws SqlFailure, InterruptedException;

  /**
   * Columns, Delta properties and version of a table, from the Delta log (cached by version); of a
   * view, from its text.
   */
  TableDetail describe(String catalog, String schema, String table);

  @Override
  void close();

  /**
   * @param catalog default catalog, null = the workspace's
   * @param schema default schema, null = default
   * @param rowLimit 0 = none
   * @param session values of SET and USE kept by a JDBC session; null for a stateless statement
   */
  record SqlRequest(
      String statementId,
      String user,
      String text,
      String catalog,
      String schema,
      List<Parameter> parameters,
      long rowLimit,
      SessionState session) {}

  /** A named parameter ({@code :name}); value null = NULL, type null = STRING. */
  record Parameter(String name, String value, String type) {}

  /** Mutable state of a JDBC session. */
  final class SessionState {
    /** Key in {@link #confs} that no SET reaches: the pipeline that new datasets belong to. */
    public static final String PIPELINE = "sandbox.pipeline";

    public volatile String catalog;
    public volatile String schema;
    public final java.util.Map<String, String> confs =
        new java.util.concurrent.ConcurrentHashMap<>();
  }

  /**
   * @param rows every cell a string or null, as JSON_ARRAY sends it
   */
  record SqlResult(List<ResultColumn> columns, List<String[]> rows, boolean truncated) {}

  /**
   * @param typeText e.g. {@code DECIMAL(10,2)}
   * @param typeName wire name, e.g. LONG for BIGINT
   */
  record ResultColumn(
      String name,
      String typeText,
      String typeName,
      Integer precision,
      Integer scale,
      String intervalType) {}

  /**
   * @param version latest Delta version, null for a view
   */
  record TableDetail(
      List<TableColumn> columns,
      java.util.Map<String, String> properties,
      Long version,
      String viewText) {}

  /**
   * A column in the words of the UC tables API.
   *
   * @param typeText lower-case SQL type
   * @param typeName ColumnTypeName, e.g. LONG, STRUCT
   * @param typeJson JSON text of the StructField
   * @param partitionIndex null when not a partition column
   */
  record TableColumn(
      String name,
      String typeText,
      String typeName,
      String typeJson,
      int precision,
      int scale,
      int position,
      boolean nullable,
      String comment,
      Integer partitionIndex) {}

  /**
   * A failed statement: {@code message} starts with {@code [ERROR_CLASS]} and ends with {@code
   * SQLSTATE: xxxxx}.
   */
  final class SqlFailure extends Exception {
    private final String sqlState;

    public SqlFailure(String message, String sqlState) {
      super(message);
      this.sqlState = sqlState;
    }

    public String sqlState() {
      return sqlState;
    }
  }
}
