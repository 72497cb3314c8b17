package io.datareplicator.sandbox.sql.infoschema;

import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.Constraints.Key;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Securable;
import io.datareplicator.sandbox.metastore.SecurableType;
import io.datareplicator.sandbox.metastore.Securables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.types.StructType;

/** {@code table_constraints}, {@code key_column_usage} and {@code referential_constraints}. */
final class KeyRelations {
  private static final String CONSTRAINT =
      "constraint_catalog string, constraint_schema string, constraint_name string";
  private static final String TABLE =
      ", table_catalog string, table_schema string, table_name string";

  private KeyRelations() {}

  /**
   * The relation, or null when the name is unknown.
   *
   * @param catalogs whose tables it shows
   */
  static Table relation(Metastore metastore, Supplier<List<CatalogEntry>> catalogs, String name) {
    return switch (name) {
      case "table_constraints" ->
          local(
              name,
              CONSTRAINT
                  + TABLE
                  + ", constraint_type string, is_deferrable string, initially_deferred string,"
                  + " enforced string, comment string",
              () -> constraints(metastore, catalogs.get()));
      case "key_column_usage" ->
          local(
              name,
              CONSTRAINT
                  + TABLE
                  + ", column_name string, ordinal_position int,"
                  + " position_in_unique_constraint int",
              () -> columns(metastore, catalogs.get()));
      case "referential_constraints" ->
          local(
              name,
              CONSTRAINT
                  + ", unique_constraint_catalog string, unique_constraint_schema string,"
                  + " unique_constraint_name string, match_option string, update_rule string,"
                  + " delete_rule string",
              () -> references(metastore, catalogs.get()));
      default -> null;
    };
  }

  private static Table local(String name, String ddl, Supplier<List<Object[]>> rows) {
    return new LocalTable("information_schema." + name, StructType.fromDDL(ddl), rows);
  }

  private interface Visitor {
    /**
     * @param table its catalog, schema and name
     */
    void visit(String[] table, Key key);
  }

  private static void each(Metastore metastore, List<CatalogEntry> catalogs, Visitor visitor) {
    for (CatalogEntry catalog : catalogs) {
      for (Securable schema : Securables.schemas(metastore, catalog)) {
        for (Securable table : Securables.children(metastore, schema, SecurableType.TABLE)) {
          metastore
              .constraints()
              .of(table.id())
              .forEach(key -> visitor.visit(table.name().split("\\."), key));
        }
      }
    }
  }

  private static List<Object[]> constraints(Metastore metastore, List<CatalogEntry> catalogs) {
    List<Object[]> rows = new ArrayList<>();
    each(
        metastore,
        catalogs,
        (t, key) ->
            rows.add(
                new Object[] {
                  t[0],
                  t[1],
                  key.name(),
                  t[0],
                  t[1],
                  t[2],
                  key.primary() ? "PRIMARY KEY" : "FOREIGN KEY",
                  "YES",
                  "NO",
                  "NO",
                  null
                }));
    return rows;
  }

  private static List<Object[]> columns(Metastore metastore, List<CatalogEntry> catalogs) {
    List<Object[]> rows = new ArrayList<>();
    each(
        metastore,
        catalogs,
        (t, key) -> {
          for (int i = 0; i < key.columns().size(); i++) {
            rows.add(
                new Object[] {
                  t[0],
                  t[1],
                  key.name(),
                  t[0],
                  t[1],
                  t[2],
                  key.columns().get(i),
                  i + 1,
                  key.primary() ? null : positionInParent(metastore, key, i)
                });
          }
        });
    return rows;
  }

  private static Integer positionInParent(Metastore metastore, Key key, int column) {
    String parentColumn = key.parentColumns().get(column);
    Optional<Key> parent = metastore.constraints().primaryKey(key.parentId());
    for (int i = 0; parent.isPresent() && i < parent.get().columns().size(); i++) {
      if (parent.get().columns().get(i).equalsIgnoreCase(parentColumn)) {
        return i + 1;
      }
    }
    return null;
  }

  private static List<Object[]> references(Metastore metastore, List<CatalogEntry> catalogs) {
    List<Object[]> rows = new ArrayList<>();
    each(
        metastore,
        catalogs,
        (t, key) -> {
          Securable parent = key.primary() ? null : Securables.tableById(metastore, key.parentId());
          Optional<Key> unique =
              parent == null ? Optional.empty() : metastore.constraints().primaryKey(parent.id());
          if (unique.isPresent()) {
            String[] p = parent.name().split("\\.");
            rows.add(
                new Object[] {
                  t[0],
                  t[1],
                  key.name(),
                  p[0],
                  p[1],
                  unique.get().name(),
                  "FULL",
                  "NO ACTION",
                  "NO ACTION"
                });
          }
        });
    return rows;
  }
}
