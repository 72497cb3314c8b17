package io.datareplicator.sandbox.sql.catalog;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.Securable;
import io.datareplicator.sandbox.metastore.SecurableType;
import io.datareplicator.sandbox.metastore.Securables;
import io.datareplicator.sandbox.sql.SqlEngine.TableColumn;
import io.datareplicator.sandbox.sql.delta.TableDetails;
import org.apache.spark.sql.connector.catalog.TableChange;

/** Keeps what the metastore knows about columns in step with the columns. */
public final class ColumnTags {
  private ColumnTags() {}

  /** After ALTER TABLE: tags follow a renamed column and end with a dropped one. */
  static void follow(
      Metastore metastore, String catalog, String schema, String table, TableChange... changes) {
    for (TableChange change : changes) {
      if (change instanceof TableChange.RenameColumn rename && rename.fieldNames().length == 1) {
        Securable found = securable(metastore, catalog, schema, table);
        metastore.tags().renameColumn(found, rename.fieldNames()[0], rename.newName());
        metastore.constraints().renameColumn(found.id(), rename.fieldNames()[0], rename.newName());
      } else if (change instanceof TableChange.DeleteColumn) {
        keepExisting(metastore, catalog, schema, table);
      }
    }
  }

  /** After a table or view was replaced: only columns that are still there keep their tags. */
  public static void keepExisting(
      Metastore metastore, String catalog, String schema, String table) {
    ResolvedTable found = metastore.table(catalog, schema, table);
    metastore
        .tags()
        .retainColumns(
            securable(metastore, catalog, schema, table),
            TableDetails.of(metastore.physical(found.table())).columns().stream()
                .map(TableColumn::name)
                .toList());
  }

  private static Securable securable(
      Metastore metastore, String catalog, String schema, String table) {
    return Securables.find(metastore, SecurableType.TABLE, catalog + "." + schema + "." + table);
  }
}
