package io.datareplicator.sandbox.sql.infoschema;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine.TableColumn;
import io.datareplicator.sandbox.sql.SqlEngine.TableDetail;
import io.datareplicator.sandbox.sql.schema.SqlTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The relations of information_schema as the tables API describes them. */
public final class RelationDetails {
  /** Every relation that {@link InformationSchema} has. */
  public static final List<String> NAMES =
      List.of(
          "catalog_privileges",
          "catalog_tags",
          "catalogs",
          "column_tags",
          "columns",
          "connection_privileges",
          "external_location_privileges",
          "key_column_usage",
          "metastore_privileges",
          "parameters",
          "providers",
          "recipients",
          "referential_constraints",
          "routine_privileges",
          "routines",
          "schema_privileges",
          "schema_share_usage",
          "schema_tags",
          "schemata",
          "shares",
          "storage_credential_privileges",
          "table_constraints",
          "table_privileges",
          "table_share_usage",
          "table_tags",
          "tables",
          "views",
          "volume_privileges",
          "volume_tags",
          "volumes");

  private RelationDetails() {}

  /**
   * @throws UcException TABLE_DOES_NOT_EXIST when there is no such relation
   */
  public static TableDetail of(Metastore metastore, String catalog, String name) {
    Table relation =
        InformationSchema.table(metastore, catalog, name)
            .orElseThrow(
                () ->
                    UcException.notFound(
                        "TABLE", "Table", catalog + ".information_schema." + name));
    List<TableColumn> columns = new ArrayList<>();
    for (Column column : relation.columns()) {
      columns.add(column(column, columns.size()));
    }
    return new TableDetail(columns, Map.of(), null, null);
  }

  private static TableColumn column(Column column, int position) {
    StructField field =
        new StructField(column.name(), column.dataType(), column.nullable(), Metadata.empty());
    String schema = new StructType(new StructField[] {field}).json();
    // {"type":"struct","fields":[FIELD]}
    String json = schema.substring(schema.indexOf('[') + 1, schema.lastIndexOf(']'));
    return new TableColumn(
        column.name(),
        column.dataType().sql().toLowerCase(Locale.ROOT),
        apiName(column),
        json,
        0,
        0,
        position,
        column.nullable(),
        null,
        null);
  }

  private static String apiName(Column column) {
    return SqlTypes.column(
            new StructField(column.name(), column.dataType(), true, Metadata.empty()))
        .typeName();
  }
}
