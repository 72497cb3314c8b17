package io.datareplicator.sandbox.metastore;

import io.datareplicator.sandbox.metastore.MetastoreState.SchemaState;
import java.util.Collection;

/** Row filters and column masks; the caller holds the world's lock. */
final class SecurityRules {
  private SecurityRules() {}

  static TableSecurity of(MetastoreState state, String tableId) {
    return state.security.getOrDefault(tableId, TableSecurity.NONE);
  }

  static void set(MetastoreState state, String tableId, TableSecurity security) {
    if (security.equals(TableSecurity.NONE)) {
      state.security.remove(tableId);
    } else {
      state.security.put(tableId, security);
    }
  }

  /** Refuses what Delta Sharing cannot give to recipients, in whichever metastore it is. */
  static void checkShareable(Collection<MetastoreState> states, String tableId) {
    for (MetastoreState state : states) {
      if (state.security.containsKey(tableId)) {
        throw UcException.invalid(
            "Table "
                + fullName(state, tableId)
                + " has row level security or column masks, which is not supported by Delta"
                + " Sharing.");
      }
    }
  }

  private static String fullName(MetastoreState state, String tableId) {
    for (MetastoreState.CatalogState catalog : state.catalogs.values()) {
      for (SchemaState schema : catalog.schemas.values()) {
        for (TableEntry table : schema.tables.values()) {
          if (table.id().equals(tableId)) {
            return schema.entry.catalogName() + "." + schema.entry.name() + "." + table.name();
          }
        }
      }
    }
    return tableId;
  }
}
