package io.datareplicator.sandbox.metastore;

import io.datareplicator.sandbox.metastore.MetastoreState.CatalogState;
import io.datareplicator.sandbox.metastore.MetastoreState.SchemaState;
import java.util.List;
import java.util.Map;

/**
 * One metastore of a {@link World}: takes the lock, applies the rules, and makes every change
 * durable.
 */
final class UnityMetastore extends GovernedMetastore {
  private final Volumes volumes;

  UnityMetastore(World world, World.Cell cell) {
    super(world, cell);
    this.volumes = new UnityVolumes(world, cell, this::withCheckedOwner);
  }

  private SharedView shared(MetastoreState state) {
    return new SharedView(state, world.states());
  }

  @Override
  public String id() {
    return read(s -> s.id);
  }

  @Override
  public String globalId() {
    return read(MetastoreState::globalId);
  }

  @Override
  public String name() {
    return read(s -> s.name);
  }

  @Override
  public String cloud() {
    return read(s -> s.cloud);
  }

  @Override
  public String region() {
    return read(s -> s.region);
  }

  @Override
  public String storageRoot() {
    return read(s -> s.storageRoot);
  }

  @Override
  public String owner() {
    return read(s -> s.admin);
  }

  @Override
  public long createdAt() {
    return read(s -> s.createdAt);
  }

  @Override
  public String managedLocation(String catalog, String schema, String tableId) {
    return read(s -> managedLocation(s, catalog, schema, "tables", tableId));
  }

  static String managedLocation(
      MetastoreState state, String catalog, String schema, String kind, String id) {
    SchemaState schemaState = CatalogRules.schema(state, catalog, schema);
    if (schemaState.entry.storageRoot() != null) {
      return schemaState.entry.storageRoot()
          + "/__unitystorage/schemas/"
          + schemaState.entry.id()
          + "/"
          + kind
          + "/"
          + id;
    }
    return storageLocation(state, CatalogRules.catalog(state, catalog).entry)
        + "/"
        + kind
        + "/"
        + id;
  }

  @Override
  public String storageLocation(CatalogEntry catalog) {
    return read(s -> storageLocation(s, catalog));
  }

  private static String storageLocation(MetastoreState state, CatalogEntry catalog) {
    String root = catalog.storageRoot() == null ? state.storageRoot : catalog.storageRoot();
    return root + "/__unitystorage/catalogs/" + catalog.id();
  }

  @Override
  public CloudStorage storage() {
    return world.storage();
  }

  @Override
  public ExternalStorage external() {
    return new ExternalStorage(world, cell);
  }

  @Override
  public TableSecurity security(String tableId) {
    return read(s -> SecurityRules.of(s, tableId));
  }

  @Override
  public void secure(String tableId, TableSecurity security) {
    write(
        s -> {
          SecurityRules.set(s, tableId, security);
          return null;
        });
  }

  @Override
  public void checkReadable(ResolvedTable table) {
    if (table.readOnly()) {
      read(
          s -> {
            SecurityRules.checkShareable(world.states(), table.table().id());
            return null;
          });
    }
  }

  @Override
  public Pipelines pipelines() {
    return new Pipelines(world, cell);
  }

  @Override
  public List<CatalogEntry> catalogs() {
    return read(s -> s.catalogs.values().stream().map(c -> c.entry).toList());
  }

  @Override
  public CatalogEntry catalog(String name) {
    return read(s -> CatalogRules.catalog(s, name).entry);
  }

  @Override
  public CatalogEntry createCatalog(
      String name,
      String comment,
      Map<String, String> properties,
      String storageRoot,
      String owner) {
    return write(
        s ->
            CatalogRules.create(
                s,
                requested(
                    name, "MANAGED_CATALOG", comment, properties, storageRoot, null, null, owner)));
  }

  @Override
  public CatalogEntry createSharedCatalog(
      String name, String provider, String share, String comment, String owner) {
    return write(
        s -> {
          shared(s).checkAccessible(provider, share);
          return CatalogRules.create(
              s,
              requested(
                  name,
                  "DELTASHARING_CATALOG",
                  comment,
                  null,
                  null,
                  Names.key(provider),
                  Names.key(share),
                  owner));
        });
  }

  static CatalogEntry requested(
      String name,
      String type,
      String comment,
      Map<String, String> properties,
      String storageRoot,
      String provider,
      String share,
      String owner) {
    return new CatalogEntry(
        null,
        name,
        type,
        comment,
        properties,
        owner,
        storageRoot,
        provider,
        share,
        null,
        null,
        0,
        0);
  }

  @Override
  public CatalogEntry updateCatalog(String name, Map<String, Object> changes) {
    return write(s -> CatalogRules.update(s, name, withCheckedOwner(changes)));
  }

  @Override
  public void dropCatalog(String name, boolean cascade) {
    write(
        s -> {
          CatalogRules.drop(s, name, cascade);
          return null;
        });
  }

  @Override
  public List<SchemaEntry> schemas(String catalog) {
    return read(
        s -> {
          CatalogState state = CatalogRules.catalog(s, catalog);
          return isShared(state)
              ? List.copyOf(shared(s).schemas(state.entry).values())
              : CatalogRules.schemas(state);
        });
  }

  @Override
  public SchemaEntry schema(String catalog, String schema) {
    return read(
        s -> {
          CatalogState state = CatalogRules.catalog(s, catalog);
          SchemaEntry found =
              isShared(state)
                  ? shared(s).schemas(state.entry).get(Names.key(schema))
                  : CatalogRules.schema(s, catalog, schema).entry;
          if (found == null) {
            throw UcException.notFound(
                "SCHEMA", "Schema", state.entry.name() + "." + Names.key(schema));
          }
          return found;
        });
  }

  @Override
  public SchemaEntry createSchema(
      String catalog,
      String schema,
      String comment,
      Map<String, String> properties,
      String storageRoot,
      String owner) {
    return write(
        s ->
            CatalogRules.createSchema(s, catalog, schema, comment, properties, storageRoot, owner));
  }

  @Override
  public SchemaEntry updateSchema(String catalog, String schema, Map<String, Object> changes) {
    return write(s -> CatalogRules.updateSchema(s, catalog, schema, withCheckedOwner(changes)));
  }

  @Override
  public void dropSchema(String catalog, String schema, boolean cascade) {
    write(
        s -> {
          CatalogRules.dropSchema(s, catalog, schema, cascade);
          return null;
        });
  }

  @Override
  public List<ResolvedTable> tables(String catalog, String schema) {
    return read(
        s -> {
          CatalogState state = CatalogRules.catalog(s, catalog);
          if (isShared(state)) {
            return List.copyOf(shared(s).tables(state.entry, schema).values());
          }
          SchemaState schemaState = CatalogRules.schema(s, catalog, schema);
          return schemaState.tables.values().stream().map(t -> local(schemaState, t)).toList();
        });
  }

  @Override
  public ResolvedTable table(String catalog, String schema, String table) {
    return read(
        s -> {
          CatalogState state = CatalogRules.catalog(s, catalog);
          if (!isShared(state)) {
            SchemaState schemaState = CatalogRules.schema(s, catalog, schema);
            return local(schemaState, TableRules.entry(schemaState, table));
          }
          ResolvedTable found = shared(s).tables(state.entry, schema).get(Names.key(table));
          if (found == null) {
            throw UcException.notFound(
                "TABLE",
                "Table",
                state.entry.name() + "." + Names.key(schema) + "." + Names.key(table));
          }
          return found;
        });
  }

  private static ResolvedTable local(SchemaState schema, TableEntry table) {
    return new ResolvedTable(schema.entry.catalogName(), schema.entry.name(), table, false, true);
  }

  private static boolean isShared(CatalogState catalog) {
    return "DELTASHARING_CATALOG".equals(catalog.entry.catalogType());
  }

  @Override
  public TableEntry putTable(String catalog, String schema, TableEntry table, boolean replace) {
    return write(s -> TableRules.put(s, catalog, schema, table, replace));
  }

  @Override
  public void putAll(String catalog, String schema, List<BulkTable> tables) {
    write(
        s -> {
          tables.forEach(
              t -> {
                TableRules.put(s, catalog, schema, t.table(), false);
                t.register(s);
              });
          return null;
        });
  }

  @Override
  public void renameTable(
      String catalog, String schema, String table, String newSchema, String newName) {
    write(
        s -> {
          TableRules.rename(s, catalog, schema, table, newSchema, newName);
          return null;
        });
  }

  @Override
  public void setTableOwner(String catalog, String schema, String table, String owner) {
    write(
        s -> {
          CatalogRules.writable(s, catalog);
          SchemaState schemaState = CatalogRules.schema(s, catalog, schema);
          TableEntry entry =
              TableRules.withOwner(TableRules.entry(schemaState, table), grants().checked(owner));
          return schemaState.tables.put(entry.name(), entry);
        });
  }

  @Override
  public void dropTable(String catalog, String schema, String table) {
    write(
        s -> {
          TableRules.drop(s, catalog, schema, table);
          return null;
        });
  }

  @Override
  public Volumes volumes() {
    return volumes;
  }

  @Override
  public List<Share> shares() {
    return read(s -> List.copyOf(s.shares.values()));
  }

  @Override
  public Share share(String name) {
    return read(s -> ShareRules.share(s, name));
  }

  @Override
  public Share createShare(String name, String comment, String owner) {
    return write(s -> ShareRules.create(s, name, comment, owner));
  }

  @Override
  public Share updateShare(
      String name, List<ShareUpdate> updates, String comment, String owner, String newName) {
    return write(s -> ShareRules.update(s, name, updates, comment, owner, newName));
  }

  @Override
  public void dropShare(String name) {
    write(
        s -> {
          ShareRules.drop(s, name);
          return null;
        });
  }

  @Override
  public Map<String, List<String>> sharePermissions(String share) {
    return read(s -> ShareRules.permissions(s, share));
  }

  @Override
  public Map<String, List<String>> updateSharePermissions(
      String share, List<PermissionChange> changes) {
    return write(s -> ShareRules.updatePermissions(s, share, changes));
  }

  @Override
  public List<Recipient> recipients() {
    return read(s -> List.copyOf(s.recipients.values()));
  }

  @Override
  public Recipient recipient(String name) {
    return read(s -> ShareRules.recipient(s, name));
  }

  @Override
  public Recipient createRecipient(
      String name,
      String authenticationType,
      String globalMetastoreId,
      String comment,
      String owner) {
    return write(
        s ->
            ShareRules.createRecipient(
                s,
                new Recipient(name, authenticationType, globalMetastoreId, comment, owner, 0, 0)));
  }

  @Override
  public Recipient updateRecipient(String name, String newName, String comment, String owner) {
    return write(s -> ShareRules.updateRecipient(s, name, newName, comment, owner));
  }

  @Override
  public void dropRecipient(String name) {
    write(
        s -> {
          ShareRules.dropRecipient(s, name);
          return null;
        });
  }

  @Override
  public List<Provider> providers() {
    return read(s -> shared(s).providers());
  }

  @Override
  public Provider provider(String name) {
    return read(s -> shared(s).provider(name));
  }

  @Override
  public List<String> providerShares(String provider) {
    return read(s -> shared(s).shares(provider));
  }
}
