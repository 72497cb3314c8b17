package io.datareplicator.sandbox.sql.catalog;

import io.datareplicator.sandbox.metastore.Constraints.Key;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Securable;
import io.datareplicator.sandbox.metastore.SecurableType;
import io.datareplicator.sandbox.metastore.Securables;
import io.datareplicator.sandbox.metastore.UcException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.catalog.constraints.Constraint;
import org.apache.spark.sql.connector.catalog.constraints.ForeignKey;
import org.apache.spark.sql.connector.catalog.constraints.PrimaryKey;
import org.apache.spark.sql.connector.expressions.NamedReference;

/** Primary and foreign keys that CREATE TABLE declares. */
final class KeyConstraints {
  private static final String SELF = "";

  private final Metastore metastore;
  private final String catalog;
  private final Identifier table;
  private final List<Key> keys = new ArrayList<>();
  private final Set<String> primary;

  private KeyConstraints(Metastore metastore, String catalog, Identifier table, TableInfo info) {
    this.metastore = metastore;
    this.catalog = catalog;
    this.table = table;
    Constraint[] constraints = info.constraints() == null ? new Constraint[0] : info.constraints();
    List<String> primaryColumns =
        Arrays.stream(constraints)
            .filter(PrimaryKey.class::isInstance)
            .flatMap(c -> columns(((PrimaryKey) c).columns()).stream())
            .toList();
    primary =
        primaryColumns.stream().map(c -> c.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    for (Constraint constraint : constraints) {
      if (constraint instanceof PrimaryKey key) {
        keys.add(new Key(key.name(), primaryColumns, null, null, key.rely()));
      } else if (constraint instanceof ForeignKey key) {
        keys.add(foreign(key, primaryColumns));
      }
    }
  }

  /**
   * Reads the keys.
   *
   * @throws UcException when a foreign key's table does not exist or has no such primary key
   */
  static KeyConstraints of(Metastore metastore, String catalog, Identifier table, TableInfo info) {
    return new KeyConstraints(metastore, catalog, table, info);
  }

  private static List<String> columns(NamedReference[] references) {
    return Arrays.stream(references).map(r -> String.join(".", r.fieldNames())).toList();
  }

  private Key foreign(ForeignKey key, List<String> ownPrimary) {
    List<String> name = new ArrayList<>(Arrays.asList(key.referencedTable().namespace()));
    name.add(key.referencedTable().name());
    if (name.size() == 1) {
      name.add(0, table.namespace()[0]);
    }
    if (name.size() == 2) {
      name.add(0, catalog);
    }
    String parent = String.join(".", name);
    String own = String.join(".", catalog, table.namespace()[0], table.name());
    List<String> columns = columns(key.columns());
    List<String> referenced = columns(key.referencedColumns());
    if (parent.equalsIgnoreCase(own)) {
      return key(key, columns, SELF, checked(parent, ownPrimary, referenced, columns));
    }
    Securable found = Securables.find(metastore, SecurableType.TABLE, parent);
    List<String> primaryKey =
        metastore.constraints().primaryKey(found.id()).map(Key::columns).orElse(List.of());
    return key(key, columns, found.id(), checked(parent, primaryKey, referenced, columns));
  }

  private static Key key(
      ForeignKey key, List<String> columns, String parent, List<String> referenced) {
    return new Key(key.name(), columns, parent, referenced, key.rely());
  }

  /** The parent's columns; those of its primary key when none are named. */
  static List<String> checked(
      String parent, List<String> primaryKey, List<String> referenced, List<String> columns) {
    List<String> named = referenced.isEmpty() ? primaryKey : referenced;
    boolean matches =
        !primaryKey.isEmpty()
            && named.size() == primaryKey.size()
            && named.stream().allMatch(c -> primaryKey.stream().anyMatch(c::equalsIgnoreCase));
    if (!matches) {
      throw UcException.invalid(
          "A foreign key must reference the primary key of "
              + parent
              + ", which has "
              + (primaryKey.isEmpty() ? "none" : primaryKey));
    }
    if (columns.size() != named.size()) {
      throw UcException.invalid(
          "A foreign key must have as many columns as the primary key that it references");
    }
    return named;
  }

  /** The columns, those of the primary key not nullable. */
  Column[] notNull(Column[] columns) {
    return Arrays.stream(columns)
        .map(
            c ->
                c.nullable() && primary.contains(c.name().toLowerCase(Locale.ROOT))
                    ? notNull(c)
                    : c)
        .toArray(Column[]::new);
  }

  private static Column notNull(Column c) {
    if (c.defaultValue() != null || c.generationExpression() != null) {
      throw UcException.invalid(
          "Column " + c.name() + " of the primary key must be declared NOT NULL");
    }
    return Column.create(c.name(), c.dataType(), false, c.comment(), c.metadataInJSON());
  }

  /** The table with its keys registered after its commit. */
  StagedTable registered(StagedTable staged) {
    return new StagedDeltaTable(
        staged,
        () -> {
          String id = metastore.table(catalog, table.namespace()[0], table.name()).table().id();
          metastore
              .constraints()
              .replace(
                  id,
                  keys.stream()
                      .map(
                          k ->
                              SELF.equals(k.parentId())
                                  ? new Key(k.name(), k.columns(), id, k.parentColumns(), k.rely())
                                  : k)
                      .toList());
        });
  }
}
