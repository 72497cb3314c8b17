package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.SchemaEntry;
import io.datareplicator.sandbox.sql.SqlEngine.ResultColumn;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import io.datareplicator.sandbox.sql.SqlEngine.TableColumn;
import io.datareplicator.sandbox.sql.grammar.Statement.ShowAcross;
import io.datareplicator.sandbox.sql.schema.SqlTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Schemas, tables and columns of a catalog or of all, in the columns that SQL drivers read. */
final class MetadataCommands {
  private static final String INFORMATION_SCHEMA = "information_schema";

  private final Metastore metastore;
  private final Function<ResolvedTable, List<TableColumn>> columns;

  /**
   * @param columns reads the columns of a table or view
   */
  MetadataCommands(Metastore metastore, Function<ResolvedTable, List<TableColumn>> columns) {
    this.metastore = metastore;
    this.columns = columns;
  }

  SqlResult run(ShowAcross statement) {
    return switch (statement.kind()) {
      case SCHEMAS -> schemas(statement);
      case TABLES -> tables(statement);
      case COLUMNS -> columns(statement);
    };
  }

  private List<CatalogEntry> catalogs(ShowAcross statement) {
    return statement.catalog() == null
        ? metastore.catalogs()
        : List.of(metastore.catalog(statement.catalog()));
  }

  private SqlResult schemas(ShowAcross statement) {
    List<String[]> rows = new ArrayList<>();
    for (CatalogEntry catalog : catalogs(statement)) {
      List<String> names = new ArrayList<>(List.of(INFORMATION_SCHEMA));
      metastore.schemas(catalog.name()).forEach(s -> names.add(s.name()));
      names.stream()
          .sorted()
          .filter(name -> ShowPattern.matches(name, statement.schemas()))
          .forEach(name -> rows.add(new String[] {name, catalog.name()}));
    }
    return Results.strings(List.of("databaseName", "catalog"), rows);
  }

  private List<ResolvedTable> matching(ShowAcross statement) {
    List<ResolvedTable> found = new ArrayList<>();
    for (CatalogEntry catalog : catalogs(statement)) {
      for (SchemaEntry schema : metastore.schemas(catalog.name())) {
        if (ShowPattern.matches(schema.name(), statement.schemas())) {
          metastore.tables(catalog.name(), schema.name()).stream()
              .filter(t -> ShowPattern.matches(t.table().name(), statement.tables()))
              .forEach(found::add);
        }
      }
    }
    return found;
  }

  private SqlResult tables(ShowAcross statement) {
    List<String[]> rows = new ArrayList<>();
    for (ResolvedTable t : matching(statement)) {
      String type = "VIEW".equals(t.table().tableType()) ? "VIEW" : "TABLE";
      rows.add(
          new String[] {
            t.schema(), t.table().name(), "false", t.catalog(), type, t.table().comment()
          });
    }
    return Results.strings(
        List.of("namespace", "tableName", "isTemporary", "catalogName", "tableType", "remarks"),
        rows);
  }

  private SqlResult columns(ShowAcross statement) {
    List<String[]> rows = new ArrayList<>();
    for (ResolvedTable table : matching(statement)) {
      for (TableColumn column : columns.apply(table)) {
        if (ShowPattern.matches(column.name(), statement.columns())) {
          rows.add(row(table, column));
        }
      }
    }
    List<ResultColumn> header = new ArrayList<>();
    for (String text : List.of("col_name", "catalogName", "namespace", "tableName", "columnType")) {
      header.add(SqlTypes.string(text));
    }
    for (String number : List.of("columnSize", "decimalDigits", "radix")) {
      header.add(new ResultColumn(number, "INT", "INT", null, null, null));
    }
    header.add(SqlTypes.string("isNullable"));
    header.add(SqlTypes.string("remarks"));
    header.add(new ResultColumn("ordinalPosition", "INT", "INT", null, null, null));
    header.add(SqlTypes.string("isAutoIncrement"));
    header.add(SqlTypes.string("isGenerated"));
    return new SqlResult(header, rows, false);
  }

  private static String[] row(ResolvedTable table, TableColumn column) {
    boolean decimal = column.typeName().equals("DECIMAL");
    boolean identity = column.typeJson().contains("\"delta.identity.start\"");
    boolean generated = column.typeJson().contains("\"delta.generationExpression\"");
    return new String[] {
      column.name(),
      table.catalog(),
      table.schema(),
      table.table().name(),
      column.typeText().toUpperCase(Locale.ROOT),
      decimal ? Integer.toString(column.precision()) : null,
      decimal ? Integer.toString(column.scale()) : null,
      decimal ? "10" : null,
      Boolean.toString(column.nullable()),
      column.comment(),
      Integer.toString(column.position()),
      identity ? "YES" : "NO",
      generated ? "YES" : "NO"
    };
  }
}
