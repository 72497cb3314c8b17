package io.datareplicator.databricks.sql.ddl;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Literal;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.Clustering;
import io.datareplicator.model.uc.ColumnDetails;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.RelationMeta;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** CREATE TABLE and what ALTER TABLE says about whole tables. */
public final class TableStatements {
  /** Table property without which Delta refuses defaults of columns. */
  public static final String DEFAULTS_FEATURE = "delta.feature.allowColumnDefaults";

  private static final Set<String> FORMATS =
      Set.of("DELTA", "ICEBERG", "PARQUET", "CSV", "JSON", "AVRO", "ORC", "TEXT");

  private TableStatements() {}

  /**
   * The table with its columns, partitions, comment and properties; keys, CHECK constraints, row
   * filter and masks have statements of their own. {@link #DEFAULTS_FEATURE} is added when a column
   * has a default.
   *
   * @throws IllegalArgumentException when a column's type cannot be read
   * @throws NotExpressibleException when SQL has no words for a type, or nothing makes tables of
   *     this format
   */
  public static String create(RelationMeta table, TableName target, TableOptions options) {
    if (table.columns().isEmpty()) {
      throw new NotExpressibleException("table " + table.name() + " has no columns");
    }
    return "CREATE "
        + (options.mode() == TableOptions.Mode.OR_REPLACE ? "OR REPLACE " : "")
        + "TABLE "
        + (options.mode() == TableOptions.Mode.IF_NOT_EXISTS ? "IF NOT EXISTS " : "")
        + Identifier.quote(target)
        + table.columns().stream()
            .map(ColumnSql::definition)
            .collect(Collectors.joining(", ", " (", ")"))
        + " USING "
        + format(table)
        + layout(table, options.clustering())
        + Clause.comment(table.comment())
        + (options.location() == null ? "" : " LOCATION " + Literal.string(options.location()))
        + Clause.properties(properties(table, options.properties()));
  }

  private static String format(RelationMeta table) {
    String format = table.format() == null ? "DELTA" : table.format();
    if (!FORMATS.contains(format)) {
      throw new NotExpressibleException(
          "table " + table.name() + " is of format " + format + ", which CREATE TABLE cannot make");
    }
    return format;
  }

  private static Map<String, String> properties(RelationMeta table, Map<String, String> asked) {
    boolean delta = format(table).equals("DELTA");
    boolean defaults =
        table.columns().stream().anyMatch(c -> ColumnDetails.of(c).defaultExpression() != null);
    if (!delta || !defaults || asked.containsKey(DEFAULTS_FEATURE)) {
      return asked;
    }
    Map<String, String> more = new HashMap<>(asked);
    more.put(DEFAULTS_FEATURE, "supported");
    return more;
  }

  /** Partitions or clustering, with a space before it. */
  static String layout(RelationMeta table, Clustering clustering) {
    List<String> partitions =
        table.columns().stream()
            .filter(c -> c.partitionIndex() != null)
            .sorted(Comparator.comparing(ColumnMeta::partitionIndex))
            .map(ColumnMeta::name)
            .toList();
    if (!partitions.isEmpty() && !clustering.isNone()) {
      throw new NotExpressibleException(
          "table " + table.name() + " cannot be both partitioned and clustered");
    }
    if (!partitions.isEmpty()) {
      return " PARTITIONED BY " + Clause.names(partitions);
    }
    return clustering.isNone() ? "" : " CLUSTER BY " + clusters(clustering);
  }

  private static String clusters(Clustering clustering) {
    if (clustering.auto()) {
      return "AUTO";
    }
    return clustering.isNone()
        ? "NONE"
        : clustering.columns().stream()
            .map(Clause::path)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  /** Changes the clustering, to none as well. */
  public static String clusterBy(TableName table, Clustering clustering) {
    return alter(table) + "CLUSTER BY " + clusters(clustering);
  }

  /** Sets table properties; at least one. */
  public static String setProperties(TableName table, Map<String, String> properties) {
    require(!properties.isEmpty(), "no property to set");
    return alter(table) + "SET TBLPROPERTIES " + Clause.pairs(properties);
  }

  /** Takes table properties away, if they are there; at least one. */
  public static String unsetProperties(TableName table, Collection<String> keys) {
    require(!keys.isEmpty(), "no property to take away");
    return alter(table) + "UNSET TBLPROPERTIES IF EXISTS " + Clause.strings(keys);
  }

  static String alter(TableName table) {
    return "ALTER TABLE " + Identifier.quote(table) + " ";
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
