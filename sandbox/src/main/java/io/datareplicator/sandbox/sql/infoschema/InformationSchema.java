package io.datareplicator.sandbox.sql.infoschema;

import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.ResolvedVolume;
import io.datareplicator.sandbox.metastore.SchemaEntry;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.metastore.VolumeEntry;
import io.datareplicator.sandbox.sql.SqlEngine.TableColumn;
import io.datareplicator.sandbox.sql.delta.TableDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.types.StructType;

/**
 * The relations of {@code <catalog>.information_schema} and {@code system.information_schema};
 * column names after the Databricks reference, pages information-schema/*.
 */
public final class InformationSchema {
  private static final String STAMPS =
      "created timestamp, created_by string, last_altered timestamp, last_altered_by string";

  private final Metastore metastore;
  private final String catalog;

  private InformationSchema(Metastore metastore, String catalog) {
    this.metastore = metastore;
    this.catalog = catalog;
  }

  /**
   * A relation by name.
   *
   * @param catalog lower case; {@code system} sees all catalogs
   * @return empty when there is no relation of that name
   */
  public static Optional<Table> table(Metastore metastore, String catalog, String name) {
    return Optional.ofNullable(
        new InformationSchema(metastore, catalog).relation(name.toLowerCase(Locale.ROOT)));
  }

  private Table relation(String name) {
    return switch (name) {
      case "catalogs" ->
          local(
              name,
              "catalog_name string, catalog_owner string, comment string, " + STAMPS,
              this::catalogs);
      case "schemata" ->
          local(
              name,
              "catalog_name string, schema_name string, schema_owner string, comment string, "
                  + STAMPS,
              this::schemata);
      case "tables" ->
          local(
              name,
              "table_catalog string, table_schema string, table_name string, table_type string,"
                  + " is_insertable_into string, commit_action string, table_owner string,"
                  + " comment string, "
                  + STAMPS
                  + ", data_source_format string,"
                  + " storage_sub_directory string, storage_path string",
              this::tables);
      case "columns" ->
          local(
              name,
              "table_catalog string, table_schema string, table_name string, column_name string,"
                  + " ordinal_position int, column_default string, is_nullable string,"
                  + " full_data_type string, data_type string, character_maximum_length bigint,"
                  + " character_octet_length bigint, numeric_precision int,"
                  + " numeric_precision_radix int, numeric_scale int, datetime_precision int,"
                  + " interval_type string, interval_precision int, maximum_cardinality bigint,"
                  + " is_identity string, identity_generation string, identity_start string,"
                  + " identity_increment string, identity_maximum string, identity_minimum string,"
                  + " identity_cycle string, is_generated string, generation_expression string,"
                  + " is_system_time_period_start string, is_system_time_period_end string,"
                  + " system_time_period_timestamp_generation string, is_updatable string,"
                  + " partition_ordinal_position int, comment string",
              this::columns);
      case "views" ->
          local(
              name,
              "table_catalog string, table_schema string, table_name string,"
                  + " view_definition string, check_option string, is_updatable string,"
                  + " is_insertable_into string, sql_path string",
              this::views);
      case "volumes" ->
          local(
              name,
              "volume_catalog string, volume_schema string, volume_name string,"
                  + " volume_type string, volume_owner string, comment string,"
                  + " storage_location string, "
                  + STAMPS,
              this::volumes);
      default -> SharingRelations.relation(metastore, name);
    };
  }

  private static Table local(String name, String ddl, Consumer<List<Object[]>> fill) {
    return new LocalTable(
        "information_schema." + name,
        StructType.fromDDL(ddl),
        () -> {
          List<Object[]> rows = new ArrayList<>();
          fill.accept(rows);
          return rows;
        });
  }

  static Long micros(long millis) {
    return millis * 1000;
  }

  private List<CatalogEntry> visible() {
    return metastore.catalogs().stream()
        .filter(c -> catalog.equals("system") || c.name().equals(catalog))
        .filter(c -> !c.name().equals("system"))
        .toList();
  }

  private void catalogs(List<Object[]> rows) {
    for (CatalogEntry c : visible()) {
      rows.add(
          new Object[] {
            c.name(),
            c.owner(),
            c.comment(),
            micros(c.createdAt()),
            c.owner(),
            micros(c.updatedAt()),
            c.owner()
          });
    }
  }

  private void eachSchema(Consumer<SchemaEntry> action) {
    for (CatalogEntry c : visible()) {
      metastore.schemas(c.name()).forEach(action);
    }
  }

  private void schemata(List<Object[]> rows) {
    eachSchema(
        s ->
            rows.add(
                new Object[] {
                  s.catalogName(),
                  s.name(),
                  s.owner(),
                  s.comment(),
                  micros(s.createdAt()),
                  s.owner(),
                  micros(s.updatedAt()),
                  s.owner()
                }));
    for (CatalogEntry c : visible()) {
      rows.add(
          new Object[] {
            c.name(),
            "information_schema",
            "System user",
            null,
            micros(c.createdAt()),
            "System user",
            micros(c.createdAt()),
            "System user"
          });
    }
  }

  private void eachTable(Consumer<ResolvedTable> action) {
    eachSchema(s -> metastore.tables(s.catalogName(), s.name()).forEach(action));
  }

  private void tables(List<Object[]> rows) {
    eachTable(
        r -> {
          TableEntry t = r.table();
          boolean view = t.location() == null;
          rows.add(
              new Object[] {
                r.catalog(),
                r.schema(),
                t.name(),
                t.tableType(),
                view || r.readOnly() || t.isDataset() ? "NO" : "YES",
                "PRESERVE",
                t.owner(),
                t.comment(),
                micros(t.createdAt()),
                t.owner(),
                micros(t.updatedAt()),
                t.owner(),
                view ? null : r.readOnly() ? "DELTASHARING" : "DELTA",
                null,
                t.isDataset() ? null : t.location()
              });
        });
  }

  private void views(List<Object[]> rows) {
    eachTable(
        r -> {
          if (r.table().location() == null) {
            rows.add(
                new Object[] {
                  r.catalog(),
                  r.schema(),
                  r.table().name(),
                  TableDetails.of(metastore.physical(r.table())).viewText(),
                  "NONE",
                  "NO",
                  "NO",
                  null
                });
          }
        });
  }

  private void volumes(List<Object[]> rows) {
    eachSchema(
        s -> {
          for (ResolvedVolume r : metastore.volumes().list(s.catalogName(), s.name())) {
            VolumeEntry v = r.volume();
            rows.add(
                new Object[] {
                  r.catalog(),
                  r.schema(),
                  v.name(),
                  v.volumeType(),
                  v.owner(),
                  v.comment(),
                  v.storageLocation(),
                  micros(v.createdAt()),
                  v.owner(),
                  micros(v.updatedAt()),
                  v.owner()
                });
          }
        });
  }

  private void columns(List<Object[]> rows) {
    eachTable(
        r -> {
          for (TableColumn c : TableDetails.of(metastore.physical(r.table())).columns()) {
            rows.add(ColumnRow.of(r, c));
          }
        });
  }
}
