package io.datareplicator.model;

import java.util.Locale;
import java.util.Objects;

/**
 * Name of a schema. Unity Catalog compares names without case, so both parts are kept lower case.
 */
public record SchemaName(String catalog, String schema) implements Comparable<SchemaName> {
  public SchemaName {
    catalog = lower(catalog);
    schema = lower(schema);
  }

  /** The table of that name in this schema. */
  public TableName table(String table) {
    return new TableName(catalog, schema, table);
  }

  /** The volume of that name in this schema. */
  public VolumeName volume(String volume) {
    return new VolumeName(catalog, schema, volume);
  }

  /** The schema of the same name in another catalog. */
  public SchemaName in(String otherCatalog) {
    return new SchemaName(otherCatalog, schema);
  }

  /** Dotted, unquoted form, as REST paths and messages use it. */
  public String fullName() {
    return catalog + "." + schema;
  }

  @Override
  public int compareTo(SchemaName other) {
    return fullName().compareTo(other.fullName());
  }

  @Override
  public String toString() {
    return fullName();
  }

  static String lower(String name) {
    return Objects.requireNonNull(name).toLowerCase(Locale.ROOT);
  }
}
