package io.datareplicator.sandbox.sql.infoschema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.sql.SqlEngine.TableColumn;

/** One row of {@code information_schema.columns}. */
final class ColumnRow {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ColumnRow() {}

  static Object[] of(ResolvedTable table, TableColumn column) {
    JsonNode metadata = metadata(column);
    boolean decimal = column.typeName().equals("DECIMAL");
    Integer precision = decimal ? Integer.valueOf(column.precision()) : null;
    Integer scale = decimal ? Integer.valueOf(column.scale()) : null;
    JsonNode identity = metadata.get("delta.identity.start");
    String generated = text(metadata, "delta.generationExpression");
    String dataDefault = text(metadata, "CURRENT_DEFAULT");
    boolean always = !metadata.path("delta.identity.allowExplicitInsert").asBoolean(false);
    return new Object[] {
      table.catalog(),
      table.schema(),
      table.table().name(),
      column.name(),
      column.position() + 1,
      dataDefault,
      column.nullable() ? "YES" : "NO",
      column.typeText(),
      column.typeName(),
      null,
      null,
      precision,
      decimal ? 10 : null,
      scale,
      null,
      null,
      null,
      null,
      identity == null ? "NO" : "YES",
      identity == null ? null : always ? "ALWAYS" : "BY DEFAULT",
      identity == null ? null : identity.asText(),
      text(metadata, "delta.identity.step"),
      null,
      null,
      identity == null ? null : "NO",
      generated == null ? "NO" : "YES",
      generated,
      "NO",
      "NO",
      null,
      table.readOnly() || table.table().location() == null || table.table().isDataset()
          ? "NO"
          : "YES",
      column.partitionIndex() == null ? null : column.partitionIndex() + 1,
      column.comment()
    };
  }

  private static JsonNode metadata(TableColumn column) {
    try {
      return JSON.readTree(column.typeJson()).path("metadata");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Schema of column " + column.name() + " is not JSON", e);
    }
  }

  private static String text(JsonNode metadata, String key) {
    return metadata.hasNonNull(key) ? metadata.get(key).asText() : null;
  }
}
