package io.datareplicator.sandbox.thrift;

import io.datareplicator.sandbox.sql.SqlEngine.ResultColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hive.service.rpc.thrift.TColumnDesc;
import org.apache.hive.service.rpc.thrift.TPrimitiveTypeEntry;
import org.apache.hive.service.rpc.thrift.TTableSchema;
import org.apache.hive.service.rpc.thrift.TTypeDesc;
import org.apache.hive.service.rpc.thrift.TTypeEntry;
import org.apache.hive.service.rpc.thrift.TTypeId;
import org.apache.hive.service.rpc.thrift.TTypeQualifierValue;
import org.apache.hive.service.rpc.thrift.TTypeQualifiers;

/** Columns of a result in the protocol's types. */
final class Schemas {
  /** What a statement without a result has. */
  private static final List<ResultColumn> NO_RESULT =
      List.of(new ResultColumn("Result", "STRING", "STRING", null, null, null));

  private static final Pattern YEAR_MONTH = Pattern.compile("YEAR|MONTH|YEAR TO MONTH");

  private Schemas() {}

  /** The columns that are told to the client. */
  static List<ResultColumn> visible(List<ResultColumn> columns) {
    return columns.isEmpty() ? NO_RESULT : columns;
  }

  static TTableSchema of(List<ResultColumn> columns) {
    List<TColumnDesc> described = new ArrayList<>();
    for (ResultColumn column : columns) {
      TPrimitiveTypeEntry type = new TPrimitiveTypeEntry(type(column));
      if (type.getType() == TTypeId.DECIMAL_TYPE) {
        type.setTypeQualifiers(
            new TTypeQualifiers(
                Map.of(
                    "precision", TTypeQualifierValue.i32Value(column.precision()),
                    "scale", TTypeQualifierValue.i32Value(column.scale()))));
      }
      TTypeDesc description = new TTypeDesc(List.of(TTypeEntry.primitiveEntry(type)));
      TColumnDesc entry = new TColumnDesc(column.name(), description, described.size() + 1);
      entry.setComment("");
      described.add(entry);
    }
    return new TTableSchema(described);
  }

  /** Types that the protocol does not know are sent as texts. */
  private static TTypeId type(ResultColumn column) {
    return switch (column.typeName()) {
      case "BOOLEAN" -> TTypeId.BOOLEAN_TYPE;
      case "BYTE" -> TTypeId.TINYINT_TYPE;
      case "SHORT" -> TTypeId.SMALLINT_TYPE;
      case "INT" -> TTypeId.INT_TYPE;
      case "LONG" -> TTypeId.BIGINT_TYPE;
      case "FLOAT" -> TTypeId.FLOAT_TYPE;
      case "DOUBLE" -> TTypeId.DOUBLE_TYPE;
      case "DECIMAL" -> TTypeId.DECIMAL_TYPE;
      case "BINARY" -> TTypeId.BINARY_TYPE;
      case "DATE" -> TTypeId.DATE_TYPE;
      case "TIMESTAMP", "TIMESTAMP_NTZ" -> TTypeId.TIMESTAMP_TYPE;
      case "ARRAY" -> TTypeId.ARRAY_TYPE;
      case "MAP" -> TTypeId.MAP_TYPE;
      case "STRUCT" -> TTypeId.STRUCT_TYPE;
      case "NULL" -> TTypeId.NULL_TYPE;
      case "INTERVAL" -> interval(column.intervalType());
      default -> TTypeId.STRING_TYPE;
    };
  }

  private static TTypeId interval(String type) {
    if (type == null) {
      return TTypeId.STRING_TYPE;
    }
    return YEAR_MONTH.matcher(type).matches()
        ? TTypeId.INTERVAL_YEAR_MONTH_TYPE
        : TTypeId.INTERVAL_DAY_TIME_TYPE;
  }
}
