package io.datareplicator.model;

/** Three-level name of a table or view, kept lower case. */
public record TableName(String catalog, String schema, String table)
    implements Comparable<TableName> {
  public TableName {
    catalog = SchemaName.lower(catalog);
    schema = SchemaName.lower(schema);
    table = SchemaName.lower(table);
  }

  public SchemaName schemaName() {
    return new SchemaName(catalog, schema);
  }

  /** The table of the same schema and name in another catalog. */
  public TableName in(String otherCatalog) {
    return new TableName(otherCatalog, schema, table);
  }

  /** Dotted, unquoted form, as REST paths and messages use it. */
  public String fullName() {
    return catalog + "." + schema + "." + table;
  }

  @Override
  public int compareTo(TableName other) {
    return fullName().compareTo(other.fullName());
  }

  @Override
  public String toString() {
    return fullName();
  }
}
