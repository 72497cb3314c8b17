package io.datareplicator.sandbox.metastore;

import java.util.List;
import java.util.Map;

/**
 * One Unity Catalog metastore: the only place where catalogs, schemas, tables, shares, recipients
 * and providers change. REST and SQL both call it, so both obey the same rules. Thread-safe; every
 * change is durable when the call returns.
 *
 * <p>Names are case-insensitive and kept lower case. Every refusal is a {@link UcException}.
 */
public interface Metastore {
  String id();

  /** {@code cloud:region:uuid}. */
  String globalId();

  String name();

  String cloud();

  String region();

  /** {@code file:} URI below which managed tables live. */
  String storageRoot();

  /** The metastore's administrator. */
  String owner();

  long createdAt();

  /** {@code file:} URI below which a catalog's managed tables live. */
  String storageLocation(CatalogEntry catalog);

  /** {@code file:} URI for a new managed table: below its schema's or catalog's storage root. */
  String managedLocation(String catalog, String schema, String tableId);

  /** Where cloud URLs lead on this machine. */
  CloudStorage storage();

  /** Registers many new tables with their tags and privileges in one change. */
  void putAll(String catalog, String schema, List<BulkTable> tables);

  /** A table with its location as Spark can open it. */
  default TableEntry physical(TableEntry table) {
    return table.location() == null ? table : table.at(storage().local(table.location()));
  }

  /** Storage credentials, external locations, and which cloud paths may be used. */
  ExternalStorage external();

  /** Row filter and masks of a table of this metastore. */
  TableSecurity security(String tableId);

  /** Replaces a table's row filter and masks. */
  void secure(String tableId, TableSecurity security);

  /**
   * Refuses to read a table through a share when its provider guards rows or columns.
   *
   * @throws UcException INVALID_PARAMETER_VALUE
   */
  void checkReadable(ResolvedTable table);

  /** Streaming tables, materialized views and what maintains them. */
  Pipelines pipelines();

  List<CatalogEntry> catalogs();

  CatalogEntry catalog(String name);

  /** Creates a managed catalog, with its {@code default} schema. */
  CatalogEntry createCatalog(
      String name,
      String comment,
      Map<String, String> properties,
      String storageRoot,
      String owner);

  /**
   * Creates a read-only catalog over a provider's share; the share must be granted to this
   * metastore's recipient.
   */
  CatalogEntry createSharedCatalog(
      String name, String provider, String share, String comment, String owner);

  /** Applies non-null fields of a PATCH; {@code properties} replaces the whole map. */
  CatalogEntry updateCatalog(String name, Map<String, Object> changes);

  void dropCatalog(String name, boolean cascade);

  /**
   * Schemas of a catalog; for a shared catalog, computed live from the share. Without
   * information_schema.
   */
  List<SchemaEntry> schemas(String catalog);

  SchemaEntry schema(String catalog, String schema);

  SchemaEntry createSchema(
      String catalog,
      String schema,
      String comment,
      Map<String, String> properties,
      String storageRoot,
      String owner);

  SchemaEntry updateSchema(String catalog, String schema, Map<String, Object> changes);

  void dropSchema(String catalog, String schema, boolean cascade);

  /**
   * Tables and views of a schema; for a shared catalog, live from the share (tables show as MANAGED
   * there).
   */
  List<ResolvedTable> tables(String catalog, String schema);

  ResolvedTable table(String catalog, String schema, String table);

  /**
   * Registers a new table or replaces the entry of the same name (same id = same table changed).
   * Refused in read-only catalogs.
   */
  TableEntry putTable(String catalog, String schema, TableEntry table, boolean replace);

  void renameTable(String catalog, String schema, String table, String newSchema, String newName);

  void setTableOwner(String catalog, String schema, String table, String owner);

  void dropTable(String catalog, String schema, String table);

  Tags tags();

  Grants grants();

  Functions functions();

  TagPolicies tagPolicies();

  Bindings bindings();

  Constraints constraints();

  Models models();

  Connections connections();

  /** The volumes of this metastore. */
  Volumes volumes();

  List<Share> shares();

  Share share(String name);

  Share createShare(String name, String comment, String owner);

  /** Adds, removes or updates objects as PATCH /shares does: all or nothing. */
  Share updateShare(
      String name, List<ShareUpdate> updates, String comment, String owner, String newName);

  void dropShare(String name);

  /** Recipient name → privileges (only SELECT exists). */
  Map<String, List<String>> sharePermissions(String share);

  Map<String, List<String>> updateSharePermissions(String share, List<PermissionChange> changes);

  List<Recipient> recipients();

  Recipient recipient(String name);

  /**
   * {@code authenticationType} DATABRICKS needs a global metastore id; only one recipient per id.
   */
  Recipient createRecipient(
      String name,
      String authenticationType,
      String globalMetastoreId,
      String comment,
      String owner);

  /** Applies the non-null values. */
  Recipient updateRecipient(String name, String newName, String comment, String owner);

  void dropRecipient(String name);

  /** Providers are visible as soon as another metastore made a recipient for this one. */
  List<Provider> providers();

  Provider provider(String name);

  /** Shares of a provider that are granted to this metastore. */
  List<String> providerShares(String provider);

  /** A share, its {@code objects} in the order added. */
  record Share(
      String name,
      String comment,
      String owner,
      long createdAt,
      long updatedAt,
      List<SharedObject> objects) {}

  /**
   * A shared object.
   *
   * @param type TABLE, SCHEMA, VIEW or VOLUME
   * @param name full name at the provider, lower case
   * @param sharedAs two-part name at the recipient, or null
   * @param historyStatus ENABLED or DISABLED; null for a volume, which has none
   */
  record SharedObject(
      String type,
      String name,
      String sharedAs,
      String historyStatus,
      String comment,
      long addedAt,
      String addedBy) {}

  /**
   * @param action ADD, REMOVE or UPDATE
   */
  record ShareUpdate(String action, SharedObject object) {}

  record PermissionChange(String principal, List<String> add, List<String> remove) {}

  record Recipient(
      String name,
      String authenticationType,
      String globalMetastoreId,
      String comment,
      String owner,
      long createdAt,
      long updatedAt) {}

  record Provider(String name, String globalMetastoreId, long createdAt) {}
}
