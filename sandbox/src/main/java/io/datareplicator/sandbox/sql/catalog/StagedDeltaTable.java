package io.datareplicator.sandbox.sql.catalog;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Delta's staged table, which enters the metastore only after its commit. */
final class StagedDeltaTable implements StagedTable, SupportsWrite {
  private final StagedTable delta;
  private final Runnable register;

  StagedDeltaTable(StagedTable delta, Runnable register) {
    this.delta = delta;
    this.register = register;
  }

  @Override
  public void commitStagedChanges() {
    delta.commitStagedChanges();
    register.run();
  }

  @Override
  public void abortStagedChanges() {
    delta.abortStagedChanges();
  }

  @Override
  public String name() {
    return delta.name();
  }

  @Override
  public Column[] columns() {
    return delta.columns();
  }

  @Override
  public Transform[] partitioning() {
    return delta.partitioning();
  }

  @Override
  public Map<String, String> properties() {
    return delta.properties();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return delta.capabilities();
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return ((SupportsWrite) delta).newWriteBuilder(info);
  }

  @Override
  public CustomTaskMetric[] reportDriverMetrics() {
    return delta.reportDriverMetrics();
  }
}
