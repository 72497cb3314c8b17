package io.unitycatalog.sandbox;

import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The catalog that Delta sees below itself while it creates or replaces one table. Delta asks it
 * whether the table exists and what it is, and after the commit to create it; it reaches the
 * metastore when the staged table returns.
 */
public final class DeltaDelegate implements TableCatalog, SupportsNamespaces {
  /** How Delta's questions are answered. */
  public interface Source {
    Table load(Identifier identifier);

    /** Whether the table was there before. */
    boolean existed();
  }

  private final String name;
  private final Source source;
  private volatile boolean created;

  public DeltaDelegate(String name, Source source) {
    this.name = name;
    this.source = source;
  }

  @Override
  public void initialize(String catalogName, CaseInsensitiveStringMap options) {}

  @Override
  public String name() {
    return name;
  }

  @Override
  public Table loadTable(Identifier identifier) throws NoSuchTableException {
    if (!tableExists(identifier)) {
      throw new NoSuchTableException(identifier);
    }
    return source.load(identifier);
  }

  @Override
  public boolean tableExists(Identifier identifier) {
    return created || source.existed();
  }

  @Override
  public Table createTable(
      Identifier identifier,
      Column[] columns,
      Transform[] partitions,
      Map<String, String> properties) {
    created = true;
    return source.load(identifier);
  }

  @Override
  public Table alterTable(Identifier identifier, TableChange... changes) {
    return source.load(identifier);
  }

  @Override
  public boolean namespaceExists(String[] namespace) {
    return true;
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace) {
    return Map.of();
  }

  @Override
  public Identifier[] listTables(String[] namespace) {
    throw unexpected();
  }

  @Override
  public boolean dropTable(Identifier identifier) {
    throw unexpected();
  }

  @Override
  public void renameTable(Identifier from, Identifier to) {
    throw unexpected();
  }

  @Override
  public String[][] listNamespaces() {
    throw unexpected();
  }

  @Override
  public String[][] listNamespaces(String[] namespace) {
    throw unexpected();
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata) {
    throw unexpected();
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw unexpected();
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    throw unexpected();
  }

  private static UnsupportedOperationException unexpected() {
    return new UnsupportedOperationException(
        "Delta creates one table through this delegate, no more");
  }
}
