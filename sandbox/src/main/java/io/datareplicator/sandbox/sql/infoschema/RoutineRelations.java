package io.datareplicator.sandbox.sql.infoschema;

import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.FunctionEntry;
import io.datareplicator.sandbox.metastore.FunctionEntry.Parameter;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.SchemaEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.types.StructType;

/** {@code routines} and {@code parameters}. */
final class RoutineRelations {
  private static final String TYPE =
      "data_type string, full_data_type string, character_maximum_length int,"
          + " character_octet_length string, numeric_precision int, numeric_precision_radix int,"
          + " numeric_scale int, datetime_precision int, interval_type string,"
          + " interval_precision int, maximum_cardinality int";

  private RoutineRelations() {}

  /**
   * The relation, or null when the name is unknown.
   *
   * @param catalogs whose functions it shows
   */
  static Table relation(Metastore metastore, Supplier<List<CatalogEntry>> catalogs, String name) {
    return switch (name) {
      case "routines" ->
          local(
              name,
              "specific_catalog string, specific_schema string, specific_name string,"
                  + " routine_catalog string, routine_schema string, routine_name string,"
                  + " routine_type string, "
                  + TYPE
                  + ", routine_body string, routine_definition string, external_name string,"
                  + " external_language string, parameter_style string, is_deterministic string,"
                  + " sql_data_access string, is_null_call string, sql_path string,"
                  + " security_type string, as_locator string, comment string,"
                  + " created timestamp, created_by string, last_altered timestamp,"
                  + " last_altered_by string",
              () -> routines(metastore, catalogs.get()));
      case "parameters" ->
          local(
              name,
              "specific_catalog string, specific_schema string, specific_name string,"
                  + " ordinal_position int, parameter_mode string, is_result string,"
                  + " as_locator string, parameter_name string, "
                  + TYPE
                  + ", parameter_default string, comment string",
              () -> parameters(metastore, catalogs.get()));
      default -> null;
    };
  }

  private static Table local(String name, String ddl, Supplier<List<Object[]>> rows) {
    return new LocalTable("information_schema." + name, StructType.fromDDL(ddl), rows);
  }

  private interface Visitor {
    void visit(SchemaEntry schema, FunctionEntry function);
  }

  private static void each(Metastore metastore, List<CatalogEntry> catalogs, Visitor visitor) {
    for (CatalogEntry catalog : catalogs) {
      for (SchemaEntry schema : metastore.schemas(catalog.name())) {
        metastore
            .functions()
            .list(catalog.name(), schema.name())
            .forEach(f -> visitor.visit(schema, f));
      }
    }
  }

  private static List<Object[]> routines(Metastore metastore, List<CatalogEntry> catalogs) {
    List<Object[]> rows = new ArrayList<>();
    each(
        metastore,
        catalogs,
        (schema, f) -> {
          boolean sql = f.language().equals("SQL");
          boolean table = f.dataType().equals(FunctionEntry.TABLE);
          rows.add(
              new Object[] {
                schema.catalogName(),
                schema.name(),
                f.name(),
                schema.catalogName(),
                schema.name(),
                f.name(),
                "FUNCTION",
                table ? "TABLE" : f.dataType(),
                f.fullDataType(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                sql ? "SQL" : "EXTERNAL",
                f.definition(),
                null,
                sql ? null : "Python",
                "SQL",
                f.deterministic() ? "YES" : "NO",
                f.sqlDataAccess().replace('_', ' '),
                "NO",
                null,
                "DEFINER",
                "NO",
                f.comment(),
                InformationSchema.micros(f.createdAt()),
                f.owner(),
                InformationSchema.micros(f.updatedAt()),
                f.owner()
              });
        });
    return rows;
  }

  private static List<Object[]> parameters(Metastore metastore, List<CatalogEntry> catalogs) {
    List<Object[]> rows = new ArrayList<>();
    each(
        metastore,
        catalogs,
        (schema, f) -> {
          for (int i = 0; i < f.parameters().size(); i++) {
            Parameter p = f.parameters().get(i);
            boolean decimal = p.typeName().equals("DECIMAL");
            rows.add(
                new Object[] {
                  schema.catalogName(),
                  schema.name(),
                  f.name(),
                  i,
                  "IN",
                  "NO",
                  "NO",
                  p.name(),
                  p.typeName(),
                  p.typeText().toUpperCase(Locale.ROOT),
                  null,
                  null,
                  decimal ? p.precision() : null,
                  decimal ? 10 : null,
                  decimal ? p.scale() : null,
                  null,
                  null,
                  null,
                  null,
                  p.defaultValue(),
                  p.comment()
                });
          }
        });
    return rows;
  }
}
