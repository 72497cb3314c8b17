package io.datareplicator.sandbox.sql.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Spark views to and from the JSON-like map in which the metastore keeps them. */
public final class ViewCodec {
  /** Key of the query's SQL text. */
  public static final String TEXT = "text";

  /** Key of the schema as Spark's JSON. */
  public static final String SCHEMA = "schema_json";

  /** What Spark keeps among the properties though it is none. */
  private static final Set<String> RESERVED =
      Set.of(
          TableCatalog.PROP_COMMENT,
          TableCatalog.PROP_OWNER,
          TableCatalog.PROP_COLLATION,
          TableCatalog.PROP_TABLE_TYPE,
          "create_engine_version",
          "engine_version");

  private static final Set<String> COMPUTED =
      Set.of(
          "CURRENT_DEFAULT",
          "EXISTS_DEFAULT",
          "delta.generationExpression",
          "delta.identity.start",
          "delta.identity.step",
          "delta.identity.highWaterMark",
          "delta.identity.allowExplicitInsert");

  private ViewCodec() {}

  /** The map of a view. */
  public static Map<String, Object> encode(View view) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(TEXT, view.queryText());
    map.put(SCHEMA, result(view.schema()).json());
    map.put("catalog", view.currentCatalog());
    map.put("namespace", Arrays.asList(orEmpty(view.currentNamespace())));
    map.put("query_columns", Arrays.asList(orEmpty(view.queryColumnNames())));
    map.put("configs", new HashMap<>(view.sqlConfigs()));
    map.put("schema_mode", view.schemaMode());
    map.put("properties", new HashMap<>(view.properties()));
    return map;
  }

  /** The view of a map made by {@link #encode}. */
  public static View decode(Map<String, Object> map) {
    var builder = new View.Builder();
    builder.withSchema((StructType) DataType.fromJson((String) map.get(SCHEMA)));
    builder.withProperties(strings(map.get("properties")));
    builder.withQueryText((String) map.get(TEXT));
    builder.withCurrentCatalog((String) map.get("catalog"));
    builder.withCurrentNamespace(array(map.get("namespace")));
    builder.withQueryColumnNames(array(map.get("query_columns")));
    builder.withSqlConfigs(strings(map.get("configs")));
    builder.withSchemaMode((String) map.get("schema_mode"));
    return builder.build();
  }

  /** The columns without what the source's columns compute, e.g. their defaults. */
  private static StructType result(StructType schema) {
    StructField[] fields = schema.fields().clone();
    for (int i = 0; i < fields.length; i++) {
      MetadataBuilder kept = new MetadataBuilder().withMetadata(fields[i].metadata());
      COMPUTED.forEach(kept::remove);
      fields[i] =
          new StructField(
              fields[i].name(), fields[i].dataType(), fields[i].nullable(), kept.build());
    }
    return new StructType(fields);
  }

  /** The properties that users set, sorted. */
  public static Map<String, String> properties(Map<String, Object> map) {
    Map<String, String> properties = new TreeMap<>(strings(map.get("properties")));
    properties.keySet().removeAll(RESERVED);
    return properties;
  }

  /** A copy with another comment of the view; empty = none. */
  public static Map<String, Object> withComment(Map<String, Object> map, String comment) {
    Map<String, String> properties = strings(map.get("properties"));
    if (comment.isEmpty()) {
      properties.remove(TableCatalog.PROP_COMMENT);
    } else {
      properties.put(TableCatalog.PROP_COMMENT, comment);
    }
    Map<String, Object> copy = new LinkedHashMap<>(map);
    copy.put("properties", properties);
    return copy;
  }

  /** A copy with another comment of one column; empty = none. */
  public static Map<String, Object> withColumnComment(
      Map<String, Object> map, String column, String comment) {
    StructType schema = (StructType) DataType.fromJson((String) map.get(SCHEMA));
    StructField[] fields = schema.fields().clone();
    for (int i = 0; i < fields.length; i++) {
      if (fields[i].name().equals(column)) {
        fields[i] = fields[i].withComment(comment);
      }
    }
    Map<String, Object> copy = new LinkedHashMap<>(map);
    copy.put(SCHEMA, new StructType(fields).json());
    return copy;
  }

  private static String[] orEmpty(String[] values) {
    return values == null ? new String[0] : values;
  }

  private static String[] array(Object value) {
    List<String> strings = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(item -> strings.add(String.valueOf(item)));
    }
    return strings.toArray(String[]::new);
  }

  private static Map<String, String> strings(Object value) {
    Map<String, String> strings = new HashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((k, v) -> strings.put(String.valueOf(k), v == null ? null : String.valueOf(v)));
    }
    return strings;
  }
}
