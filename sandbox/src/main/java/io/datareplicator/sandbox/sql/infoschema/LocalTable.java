package io.datareplicator.sandbox.sql.infoschema;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;

/** A read-only table whose rows come from memory, without a Spark job. */
final class LocalTable implements Table, SupportsRead {
  private final String name;
  private final StructType schema;
  private final Supplier<List<Object[]>> rows;

  LocalTable(String name, StructType schema, Supplier<List<Object[]>> rows) {
    this.name = name;
    this.schema = schema;
    this.rows = rows;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Column[] columns() {
    return CatalogV2Util.structTypeToV2Columns(schema, false);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return () ->
        new LocalScan() {
          @Override
          public StructType readSchema() {
            return schema;
          }

          @Override
          public InternalRow[] rows() {
            return rows.get().stream().map(LocalTable::internal).toArray(InternalRow[]::new);
          }
        };
  }

  private static InternalRow internal(Object[] values) {
    Object[] cells = new Object[values.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = values[i] instanceof String s ? UTF8String.fromString(s) : values[i];
    }
    return new GenericInternalRow(cells);
  }
}
