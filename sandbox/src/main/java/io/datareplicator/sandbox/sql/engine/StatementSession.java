package io.datareplicator.sandbox.sql.engine;

import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.sql.SqlEngine.SessionState;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import io.datareplicator.sandbox.sql.catalog.WorkspaceCatalog;
import io.datareplicator.sandbox.sql.grammar.StatementParser;
import io.datareplicator.sandbox.sql.schema.SqlTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.types.StructType;

/** The Spark session of one statement: its catalogs, current schema and settings. */
public final class StatementSession {
  private static final String CATALOG = "spark.sql.catalog.";

  /** Settings of Databricks SQL that Spark has under another name. */
  private static final Map<String, String> SETTINGS =
      Map.of("timezone", "spark.sql.session.timeZone", "ansi_mode", "spark.sql.ansi.enabled");

  private final SparkSession spark;
  private final String workspace;

  private StatementSession(SparkSession spark, String workspace) {
    this.spark = spark;
    this.workspace = workspace;
  }

  /** Cuts a session for a request. */
  public static StatementSession open(
      SparkSession root,
      String workspace,
      Metastore metastore,
      String defaultCatalog,
      SqlRequest r) {
    SparkSession spark = root.cloneSession();
    org.apache.spark.sql.SparkSession.setActiveSession(spark);
    SessionState state = r.session();
    String catalog = first(state == null ? null : state.catalog, r.catalog(), defaultCatalog);
    String schema = first(state == null ? null : state.schema, r.schema(), null);
    StatementSession session = new StatementSession(spark, workspace);
    names(metastore, catalog, r).forEach(session::addCatalog);
    if (state != null) {
      state.confs.forEach(
          (key, value) -> {
            String sparkKey = SETTINGS.get(key.toLowerCase(Locale.ROOT));
            if (sparkKey != null) {
              spark.conf().set(sparkKey, value);
            }
          });
    }
    CatalogManager catalogs = spark.sessionState().catalogManager();
    catalogs.setCurrentCatalog(catalog);
    if (schema != null && !schema.equalsIgnoreCase("default")) {
      catalogs.setCurrentNamespace(new String[] {schema});
    }
    return session;
  }

  /** Makes a catalog known that may have come into being since the statement began. */
  public void addCatalog(String name) {
    spark.conf().set(CATALOG + name, WorkspaceCatalog.class.getName());
    spark.conf().set(CATALOG + name + ".workspace", workspace);
  }

  private static String first(String a, String b, String c) {
    return a != null && !a.isEmpty() ? a : b != null && !b.isEmpty() ? b : c;
  }

  /**
   * Spark compares catalog names by case, Databricks does not: each catalog is there under its own
   * name and under every spelling that the statement uses.
   */
  private static Set<String> names(Metastore metastore, String current, SqlRequest request) {
    Set<String> lower = new TreeSet<>();
    metastore.catalogs().stream().map(CatalogEntry::name).forEach(lower::add);
    lower.add("system");
    Set<String> names = new TreeSet<>(lower);
    names.add(current);
    List<String> texts = new ArrayList<>(Parameters.texts(request.parameters()).values());
    Set<String> words = new TreeSet<>(StatementParser.words(request.text()));
    for (String text : texts) {
      if (text != null) {
        words.addAll(List.of(text.replace("`", "").split("\\.")));
      }
    }
    for (String word : words) {
      if (lower.contains(word.toLowerCase(Locale.ROOT))) {
        names.add(word);
      }
    }
    names.remove("spark_catalog");
    return names;
  }

  public String currentCatalog() {
    return spark.sessionState().catalogManager().currentCatalog().name();
  }

  public String currentSchema() {
    String[] namespace = spark.sessionState().catalogManager().currentNamespace();
    return namespace.length == 0 ? "default" : namespace[0];
  }

  /** Makes rows readable under a name for the rest of the statement. */
  public void registerView(String name, List<Row> rows, StructType schema) {
    spark.createDataFrame(rows, schema).createOrReplaceTempView(name);
  }

  /** Runs text that Spark understands and collects at most {@code rowLimit} rows (0 = all). */
  public SqlResult run(String text, Map<String, Object> parameters, long rowLimit) {
    if (parameters.isEmpty()) {
      return collect(spark.sql(text), rowLimit);
    }
    Object[] positional = positional(parameters);
    return collect(
        positional == null
            ? spark.sql(text, new HashMap<>(parameters))
            : spark.sql(text, positional),
        rowLimit);
  }

  /** Values for {@code ?} when the names are 1, 2 and so on, else null. */
  private static Object[] positional(Map<String, Object> parameters) {
    Object[] values = new Object[parameters.size()];
    for (int i = 0; i < values.length; i++) {
      String name = Integer.toString(i + 1);
      if (!parameters.containsKey(name)) {
        return null;
      }
      values[i] = parameters.get(name);
    }
    return values;
  }

  /** Rows made by the engine as a result. */
  public SqlResult run(List<Row> rows, StructType schema) {
    List<String[]> cells = new ArrayList<>();
    rows.forEach(row -> cells.add(CellFormat.row(row, schema)));
    return new SqlResult(columns(schema), cells, false);
  }

  private static SqlResult collect(Dataset<Row> data, long rowLimit) {
    StructType schema = data.schema();
    boolean limited = rowLimit > 0 && rowLimit < Integer.MAX_VALUE;
    List<Row> rows =
        limited ? data.limit((int) rowLimit + 1).collectAsList() : data.collectAsList();
    boolean truncated = limited && rows.size() > rowLimit;
    if (truncated) {
      rows = rows.subList(0, (int) rowLimit);
    }
    List<String[]> cells = new ArrayList<>(rows.size());
    for (Row row : rows) {
      cells.add(CellFormat.row(row, schema));
    }
    return new SqlResult(columns(schema), cells, truncated);
  }

  private static List<io.datareplicator.sandbox.sql.SqlEngine.ResultColumn> columns(
      StructType schema) {
    List<io.datareplicator.sandbox.sql.SqlEngine.ResultColumn> columns = new ArrayList<>();
    for (var field : schema.fields()) {
      columns.add(SqlTypes.column(field));
    }
    return columns;
  }

  /** Columns of a query, which is analysed but not run. */
  public StructType schema(String query) {
    return spark.sql(query).schema();
  }

  /** The one value of a query without FROM. */
  public Object evaluate(String expression) {
    return spark.sql("SELECT " + expression).head().get(0);
  }

  SparkSession spark() {
    return spark;
  }
}
