package io.datareplicator.sandbox.sql.grammar;

import io.datareplicator.sandbox.metastore.Metastore.ShareUpdate;
import java.util.List;
import java.util.Map;

/**
 * A statement as far as the engine must know it; grammar after the Databricks SQL reference (pages
 * sql-ref-syntax-ddl-*, delta-clone).
 */
public sealed interface Statement {

  /**
   * Everything Spark runs itself.
   *
   * @param text the statement, each {@code (DESCRIBE HISTORY …)} replaced by a view name
   * @param histories what those views must hold
   * @param kind first words, to give the result Databricks' shape
   */
  record Native(String text, List<HistoryView> histories, NativeKind kind) implements Statement {}

  /** What is known of a native statement from its first words. */
  enum NativeKind {
    QUERY,
    SHOW_SCHEMAS,
    SHOW_TABLES,
    INSERT,
    OTHER
  }

  /** A history that is read as a relation under the name {@code view}. */
  record HistoryView(String view, DescribeHistory history) {}

  /**
   * @param limit null = all
   */
  record DescribeHistory(ObjectName table, Integer limit) implements Statement {}

  /** OPTIMIZE, VACUUM, RESTORE, TRUNCATE: native, but refused on read-only tables. */
  record Maintenance(String verb, ObjectName table, String text) implements Statement {}

  record UseCatalog(String catalog) implements Statement {}

  /** {@code USE [SCHEMA] [catalog.]schema}. */
  record UseSchema(List<String> name) implements Statement {}

  /** {@code SET key = value}; null value: RESET. */
  record SetConfiguration(String key, String value) implements Statement {}

  /** Either {@code provider} and {@code share} are set, or neither. */
  record CreateCatalog(
      String name,
      boolean ifNotExists,
      String provider,
      String share,
      String managedLocation,
      String comment)
      implements Statement {}

  record DropCatalog(String name, boolean ifExists, boolean cascade) implements Statement {}

  /**
   * @param comment null clears it
   */
  record CommentOnCatalog(String name, String comment) implements Statement {}

  record CreateShare(String name, boolean ifNotExists, String comment) implements Statement {}

  record DropShare(String name, boolean ifExists) implements Statement {}

  record AlterShare(String name, List<ShareUpdate> updates, String comment, String newName)
      implements Statement {}

  record ShowAllInShare(String name) implements Statement {}

  record CreateRecipient(String name, boolean ifNotExists, String globalMetastoreId, String comment)
      implements Statement {}

  record DropRecipient(String name, boolean ifExists) implements Statement {}

  /** SELECT on a share, given to or taken from a recipient. */
  record GrantShare(String share, String recipient, boolean revoke) implements Statement {}

  record ShowGrantsOnShare(String share) implements Statement {}

  /**
   * @param pattern of LIKE, null = all
   */
  record ShowList(Kind kind, String pattern) implements Statement {
    /** What is listed. */
    public enum Kind {
      CATALOGS,
      SHARES,
      PROVIDERS,
      RECIPIENTS
    }
  }

  /**
   * What one catalog, or all, contain.
   *
   * @param catalog null = all
   * @param schemas pattern, like the next two; null = all
   */
  record ShowAcross(Kind kind, String catalog, String schemas, String tables, String columns)
      implements Statement {
    /** What is listed. */
    public enum Kind {
      SCHEMAS,
      TABLES,
      COLUMNS
    }
  }

  /**
   * @param location null = a managed volume
   */
  record CreateVolume(ObjectName name, boolean ifNotExists, String location, String comment)
      implements Statement {}

  record DropVolume(ObjectName name, boolean ifExists) implements Statement {}

  /** What is null stays as it is. */
  record AlterVolume(ObjectName name, String newName, String owner, String comment)
      implements Statement {}

  record DescribeVolume(ObjectName name) implements Statement {}

  /**
   * @param schema null = the current one
   * @param pattern null = all
   */
  record ShowVolumes(ObjectName schema, String pattern) implements Statement {}

  /**
   * A deep clone.
   *
   * @param create CREATE was said (false: plain REPLACE, the target must exist)
   * @param version of the source, or null
   * @param timestamp SQL text of a time expression, or null
   */
  record DeepClone(
      ObjectName target,
      boolean create,
      boolean replace,
      boolean ifNotExists,
      ObjectName source,
      Long version,
      String timestamp,
      Map<String, String> properties,
      String location)
      implements Statement {}

  /**
   * A streaming table or a materialized view.
   *
   * @param replace OR REFRESH was said of a streaming table, OR REPLACE of a view
   * @param columns empty = those of the query
   * @param layout PARTITIONED BY or CLUSTER BY as written, or empty
   * @param query null = none, for a streaming table only
   */
  record CreateDataset(
      boolean streaming,
      ObjectName name,
      boolean replace,
      boolean ifNotExists,
      List<DeclaredColumn> columns,
      String layout,
      String comment,
      Map<String, String> properties,
      String query)
      implements Statement {}

  /**
   * A column of a list of columns.
   *
   * @param typed whether {@code definition} begins with a type
   * @param definition everything after the name, as written
   */
  record DeclaredColumn(String name, boolean typed, String definition) {}

  record RefreshDataset(boolean streaming, ObjectName name, boolean full) implements Statement {}

  record DropMaterializedView(ObjectName name, boolean ifExists) implements Statement {}

  /**
   * A column's comment.
   *
   * @param change {@code ALTER COLUMN c COMMENT 'x'} as written
   */
  record CommentOnDataset(boolean streaming, ObjectName name, String change) implements Statement {}

  /**
   * @param function null = none any more
   */
  record SetRowFilter(ObjectName table, ObjectName function, List<String> columns)
      implements Statement {}

  /**
   * @param function null = none any more
   */
  record SetMask(ObjectName table, String column, ObjectName function, List<String> using)
      implements Statement {}

  /** Databricks knows it, this sandbox does not. */
  record Unsupported(String feature) implements Statement {}
}
