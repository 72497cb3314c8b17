package io.datareplicator.sandbox.sql.infoschema;

import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.Grants.Held;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Securable;
import io.datareplicator.sandbox.metastore.SecurableType;
import io.datareplicator.sandbox.metastore.Securables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.types.StructType;

/** {@code catalog_privileges} and its siblings; inherited privileges are rows too. */
final class PrivilegeRelations {
  private final Metastore metastore;
  private final Supplier<List<CatalogEntry>> catalogs;

  private PrivilegeRelations(Metastore metastore, Supplier<List<CatalogEntry>> catalogs) {
    this.metastore = metastore;
    this.catalogs = catalogs;
  }

  /**
   * The relation, or null when the name is unknown.
   *
   * @param catalogs whose objects it shows
   */
  static Table relation(Metastore metastore, Supplier<List<CatalogEntry>> catalogs, String name) {
    PrivilegeRelations of = new PrivilegeRelations(metastore, catalogs);
    return switch (name) {
      case "metastore_privileges" -> of.table(name, "metastore_id", of::metastore);
      case "catalog_privileges" -> of.table(name, "catalog_name", of::catalogs);
      case "schema_privileges" -> of.table(name, "catalog_name schema_name", of::schemas);
      case "table_privileges" ->
          of.table(
              name,
              "table_catalog table_schema table_name",
              () -> of.children(SecurableType.TABLE));
      case "volume_privileges" ->
          of.table(
              name,
              "volume_catalog volume_schema volume_name",
              () -> of.children(SecurableType.VOLUME));
      case "routine_privileges" ->
          of.table(
              name,
              "specific_catalog specific_schema specific_name routine_catalog routine_schema"
                  + " routine_name",
              () -> of.children(SecurableType.FUNCTION));
      case "external_location_privileges" ->
          of.table(
              name,
              "external_location_name",
              () -> Securables.top(metastore, SecurableType.EXTERNAL_LOCATION));
      case "storage_credential_privileges" ->
          of.table(
              name,
              "storage_credential_name",
              () -> Securables.top(metastore, SecurableType.STORAGE_CREDENTIAL));
      case "connection_privileges" ->
          of.table(
              name, "connection_name", () -> Securables.top(metastore, SecurableType.CONNECTION));
      default -> null;
    };
  }

  private Table table(String name, String nameColumns, Supplier<List<Securable>> securables) {
    String[] columns = nameColumns.split(" ");
    String ddl =
        "grantor string, grantee string, "
            + String.join(" string, ", columns)
            + " string, privilege_type string, is_grantable string, inherited_from string";
    return new LocalTable(
        "information_schema." + name,
        StructType.fromDDL(ddl),
        () -> {
          List<Object[]> rows = new ArrayList<>();
          for (Securable securable : securables.get()) {
            metastore
                .grants()
                .effective(securable)
                .forEach(held -> rows.add(row(securable, held, columns.length)));
          }
          return rows;
        });
  }

  private static Object[] row(Securable securable, Held held, int nameColumns) {
    List<String> name = Arrays.asList(securable.name().split("\\."));
    List<Object> row = new ArrayList<>();
    row.add(held.grantor());
    row.add(held.principal());
    // A routine's specific name is its name.
    for (int i = 0; i < nameColumns; i++) {
      row.add(name.get(i % name.size()));
    }
    row.add(held.privilege());
    row.add("NO");
    row.add(held.from() == null ? "NONE" : held.from().type().name());
    return row.toArray();
  }

  private List<Securable> metastore() {
    return List.of(Securables.find(metastore, SecurableType.METASTORE, metastore.id()));
  }

  private List<Securable> catalogs() {
    return catalogs.get().stream().map(Securables::catalog).toList();
  }

  private List<Securable> schemas() {
    return catalogs.get().stream().flatMap(c -> Securables.schemas(metastore, c).stream()).toList();
  }

  private List<Securable> children(SecurableType type) {
    return schemas().stream()
        .flatMap(s -> Securables.children(metastore, s, type).stream())
        .toList();
  }
}
