package io.datareplicator.sandbox.metastore;

import io.datareplicator.sandbox.metastore.MetastoreState.SchemaState;

/** Changes of tables and views of one metastore; the caller holds the world's lock. */
final class TableRules {
  private TableRules() {}

  static TableEntry put(
      MetastoreState state, String catalog, String schemaName, TableEntry table, boolean replace) {
    CatalogRules.writable(state, catalog);
    SchemaState schema = CatalogRules.schema(state, catalog, schemaName);
    String name = Names.valid(table.name());
    if (!replace && schema.tables.containsKey(name)) {
      throw UcException.alreadyExists("TABLE", "Table", fullName(schema, name));
    }
    if (!schema.tables.containsKey(name) && "EXTERNAL".equals(table.tableType())) {
      StorageRules.checkNewTable(state, table.location());
    }
    TableEntry entry = renamed(table, name);
    schema.tables.put(name, entry);
    return entry;
  }

  static void rename(
      MetastoreState state,
      String catalog,
      String schemaName,
      String table,
      String newSchema,
      String newName) {
    CatalogRules.writable(state, catalog);
    SchemaState from = CatalogRules.schema(state, catalog, schemaName);
    SchemaState to = CatalogRules.schema(state, catalog, newSchema);
    TableEntry old = entry(from, table);
    String name = Names.valid(newName);
    if (to.tables.containsKey(name)) {
      throw UcException.alreadyExists("TABLE", "Table", fullName(to, name));
    }
    from.tables.remove(old.name());
    to.tables.put(name, renamed(old, name));
    ShareRules.renamePrefix(state, fullName(from, old.name()), fullName(to, name));
  }

  static void drop(MetastoreState state, String catalog, String schemaName, String table) {
    CatalogRules.writable(state, catalog);
    SchemaState schema = CatalogRules.schema(state, catalog, schemaName);
    TableEntry old = entry(schema, table);
    ShareRules.refuseWhenShared(state, fullName(schema, old.name()));
    Pipeline.Dataset parent = PipelineRules.ofBacking(state, old.id());
    if (parent != null) {
      throw UcException.denied(
          "Table '"
              + fullName(schema, old.name())
              + "' is maintained by a pipeline: drop the table that it is behind instead");
    }
    Pipeline pipeline = PipelineRules.ofTable(state, old.id());
    if (pipeline != null) {
      ShareRules.refuseWhenShared(state, pipeline.dataset(old.id()).backing().toString());
    }
    schema.tables.remove(old.name());
    state.security.remove(old.id());
    PipelineRules.prune(state);
  }

  static TableEntry entry(SchemaState schema, String table) {
    TableEntry found = schema.tables.get(Names.key(table));
    if (found == null) {
      throw UcException.notFound("TABLE", "Table", fullName(schema, Names.key(table)));
    }
    return found;
  }

  static TableEntry withOwner(TableEntry t, String owner) {
    return new TableEntry(
        t.id(),
        t.name(),
        t.tableType(),
        t.location(),
        t.comment(),
        owner,
        t.createdAt(),
        System.currentTimeMillis(),
        t.view());
  }

  private static TableEntry renamed(TableEntry t, String name) {
    return new TableEntry(
        t.id(),
        name,
        t.tableType(),
        t.location(),
        t.comment(),
        t.owner(),
        t.createdAt(),
        t.updatedAt(),
        t.view());
  }

  private static String fullName(SchemaState schema, String table) {
    return schema.entry.catalogName() + "." + schema.entry.name() + "." + table;
  }
}
