package io.datareplicator.sandbox.sql.infoschema;

import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Securable;
import io.datareplicator.sandbox.metastore.SecurableType;
import io.datareplicator.sandbox.metastore.Securables;
import io.datareplicator.sandbox.metastore.Tags;
import io.datareplicator.sandbox.metastore.Tags.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.types.StructType;

/** {@code catalog_tags} and its siblings. */
final class TagRelations {
  private static final String TAG = ", tag_name string, tag_value string";
  private static final String SCHEMA = "catalog_name string, schema_name string";

  private final Metastore metastore;
  private final Supplier<List<CatalogEntry>> catalogs;

  private TagRelations(Metastore metastore, Supplier<List<CatalogEntry>> catalogs) {
    this.metastore = metastore;
    this.catalogs = catalogs;
  }

  /**
   * The relation, or null when the name is unknown.
   *
   * @param catalogs whose objects it shows
   */
  static Table relation(Metastore metastore, Supplier<List<CatalogEntry>> catalogs, String name) {
    TagRelations tags = new TagRelations(metastore, catalogs);
    return switch (name) {
      case "catalog_tags" -> tags.table(name, "catalog_name string", tags::catalogTags);
      case "schema_tags" -> tags.table(name, SCHEMA, tags::schemaTags);
      case "table_tags" ->
          tags.table(
              name, SCHEMA + ", table_name string", () -> tags.childTags(SecurableType.TABLE));
      case "column_tags" ->
          tags.table(name, SCHEMA + ", table_name string, column_name string", tags::columnTags);
      case "volume_tags" ->
          tags.table(
              name, SCHEMA + ", volume_name string", () -> tags.childTags(SecurableType.VOLUME));
      default -> null;
    };
  }

  private Table table(String name, String ddl, Supplier<List<Object[]>> rows) {
    return new LocalTable("information_schema." + name, StructType.fromDDL(ddl + TAG), rows);
  }

  private List<Object[]> catalogTags() {
    List<Object[]> rows = new ArrayList<>();
    catalogs.get().forEach(c -> add(rows, Securables.catalog(c)));
    return rows;
  }

  private List<Object[]> schemaTags() {
    List<Object[]> rows = new ArrayList<>();
    schemas().forEach(s -> add(rows, s));
    return rows;
  }

  private List<Object[]> childTags(SecurableType type) {
    List<Object[]> rows = new ArrayList<>();
    for (Securable schema : schemas()) {
      Securables.children(metastore, schema, type).forEach(child -> add(rows, child));
    }
    return rows;
  }

  private List<Object[]> columnTags() {
    List<Object[]> rows = new ArrayList<>();
    for (Securable schema : schemas()) {
      for (Securable table : Securables.children(metastore, schema, SecurableType.TABLE)) {
        metastore
            .tags()
            .ofColumns(table)
            .forEach((column, tags) -> tags.forEach(t -> rows.add(row(table, column, t))));
      }
    }
    return rows;
  }

  private List<Securable> schemas() {
    return catalogs.get().stream().flatMap(c -> Securables.schemas(metastore, c).stream()).toList();
  }

  private void add(List<Object[]> rows, Securable securable) {
    for (Tag tag : metastore.tags().of(Tags.Target.of(securable))) {
      rows.add(row(securable, null, tag));
    }
  }

  private static Object[] row(Securable securable, String column, Tag tag) {
    List<Object> row = new ArrayList<>(Arrays.asList((Object[]) securable.name().split("\\.")));
    if (column != null) {
      row.add(column);
    }
    row.add(tag.key());
    row.add(tag.value());
    return row.toArray();
  }
}
