package io.datareplicator.sandbox.control;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.BulkTable;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.metastore.Workspace;
import io.datareplicator.sandbox.sql.delta.EmptyTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code /sandbox/bulk}: a catalog of many empty tables, in no more time than their files take. */
public final class BulkControl {
  private static final int MOST_TABLES = 20_000;

  private final Workspace workspace;
  private final Metastore metastore;

  public BulkControl(Workspace workspace, Metastore metastore) {
    this.workspace = workspace;
    this.metastore = metastore;
  }

  public void register(Router router) {
    router.open("POST", "/sandbox/bulk", this::create);
  }

  /**
   * {@code catalog}, which is made; {@code schemas} ({@code s0}, …), {@code tables} of each ({@code
   * t0}, …), {@code columns} of each ({@code c0}, …, comments included), {@code table_tags} and
   * {@code column_tags} of each table and column ({@code k0} = {@code v0}, …), {@code principals}
   * that may SELECT from each table.
   */
  private Response create(Request request) {
    Input in = request.json();
    String catalog = in.required("catalog");
    long schemas = in.number("schemas", 1);
    long tables = in.number("tables", 1);
    if (schemas < 1 || tables < 1 || schemas * tables > MOST_TABLES) {
      throw ApiException.invalid("schemas times tables must be from 1 to " + MOST_TABLES);
    }
    StructType columns = columns(in.number("columns", 1));
    Map<String, List<String>> grants = new LinkedHashMap<>();
    for (String principal : in.texts("principals")) {
      grants.put(metastore.grants().checked(principal), List.of("SELECT"));
    }
    Map<String, String> tableTags = tags(in.number("table_tags", 0));
    Map<String, Map<String, String>> columnTags = new LinkedHashMap<>();
    for (String column : columns.fieldNames()) {
      columnTags.put(column, tags(in.number("column_tags", 0)));
    }
    String name = metastore.createCatalog(catalog, "bulk", Map.of(), null, workspace.user()).name();
    for (int s = 0; s < schemas; s++) {
      String schema = "s" + s;
      metastore.createSchema(name, schema, null, Map.of(), null, workspace.user());
      List<BulkTable> made = new ArrayList<>();
      for (int t = 0; t < tables; t++) {
        made.add(
            new BulkTable(table(name, schema, "t" + t, columns), tableTags, columnTags, grants));
      }
      metastore.putAll(name, schema, made);
    }
    return Response.ok(Json.body().with("tables", schemas * tables));
  }

  private static StructType columns(long count) {
    StructType columns = new StructType();
    for (int c = 0; c < count; c++) {
      columns =
          columns.add(
              "c" + c, c % 2 == 0 ? DataTypes.LongType : DataTypes.StringType, true, "column " + c);
    }
    return columns;
  }

  private static Map<String, String> tags(long count) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      tags.put("k" + i, "v" + i);
    }
    return tags;
  }

  private TableEntry table(String catalog, String schema, String name, StructType columns) {
    String id = UUID.randomUUID().toString();
    long now = System.currentTimeMillis();
    TableEntry entry =
        new TableEntry(
            id,
            name,
            "MANAGED",
            metastore.managedLocation(catalog, schema, id),
            "comment of " + name,
            workspace.user(),
            now,
            now,
            null);
    EmptyTable.write(metastore.physical(entry).location(), id, entry.comment(), columns);
    return entry;
  }
}
