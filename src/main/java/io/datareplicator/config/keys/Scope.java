package io.datareplicator.config.keys;

import java.util.List;

/** Which substitutes {@code {{…}}} may stand in the texts of a key (configuration, section 5). */
public enum Scope {
  /** None at all. */
  NONE(List.of()),
  /** Names of the two sides. */
  SIDES(List.of("source_name", "target_name")),
  /** Also the catalog. */
  CATALOG(List.of("source_name", "target_name", "catalog_name")),
  /** Also the schema. */
  SCHEMA(List.of("source_name", "target_name", "catalog_name", "schema_name")),
  /** Also the table. */
  TABLE(List.of("source_name", "target_name", "catalog_name", "schema_name", "table_name"));

  private final List<String> substitutes;

  Scope(List<String> substitutes) {
    this.substitutes = substitutes;
  }

  /** Names of the substitutes. */
  public List<String> substitutes() {
    return substitutes;
  }
}
