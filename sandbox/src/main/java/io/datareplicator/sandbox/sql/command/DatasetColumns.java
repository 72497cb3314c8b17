package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.grammar.Statement.DeclaredColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of the table behind a dataset: declared ones, completed by those of its query. */
final class DatasetColumns {
  private DatasetColumns() {}

  /**
   * Columns for CREATE TABLE.
   *
   * @param query schema of the query, null when there is none
   */
  static String ddl(List<DeclaredColumn> declared, StructType query) {
    if (declared.isEmpty()) {
      return query == null ? "" : nullable(query).toDDL();
    }
    if (query != null && query.length() != declared.size()) {
      throw new UcException(
          400,
          "CREATE_VIEW_COLUMN_ARITY_MISMATCH",
          "The query has " + query.length() + " columns, " + declared.size() + " are declared");
    }
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      DeclaredColumn column = declared.get(i);
      if (!column.typed() && query == null) {
        throw UcException.invalid("Column " + column.name() + " has no type");
      }
      String type = column.typed() ? "" : " " + query.fields()[i].dataType().sql();
      columns.add(quote(column.name()) + type + " " + column.definition());
    }
    return String.join(", ", columns);
  }

  private static StructType nullable(StructType schema) {
    return new StructType(
        Arrays.stream(schema.fields()).map(DatasetColumns::result).toArray(StructField[]::new));
  }

  /** Of a column's metadata only the comment comes with a query's result. */
  private static StructField result(StructField f) {
    StructField plain = new StructField(f.name(), f.dataType(), true, Metadata.empty());
    return f.getComment().isDefined() ? plain.withComment(f.getComment().get()) : plain;
  }

  private static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
