package io.datareplicator.databricks.sql.infoschema;

import java.util.List;

/** Kinds of objects whose tags or privileges are in relations of their own. */
public enum Level {
  CATALOG,
  SCHEMA,
  /** Tables and views of all kinds. */
  TABLE,
  VOLUME,
  COLUMN,
  ROUTINE;

  /** Names of the columns with catalog (left out), schema and object in {@code …_tags}. */
  List<String> tagNames() {
    return switch (this) {
      case CATALOG -> List.of();
      case SCHEMA -> List.of("schema_name");
      case TABLE, COLUMN -> List.of("schema_name", "table_name");
      case VOLUME -> List.of("schema_name", "volume_name");
      case ROUTINE -> throw new IllegalArgumentException("tags of routines are not listed");
    };
  }

  /** The same in {@code …_privileges}. */
  List<String> privilegeNames() {
    return switch (this) {
      case CATALOG -> List.of();
      case SCHEMA -> List.of("schema_name");
      case TABLE -> List.of("table_schema", "table_name");
      case VOLUME -> List.of("volume_schema", "volume_name");
      case ROUTINE -> List.of("routine_schema", "routine_name");
      case COLUMN -> throw new IllegalArgumentException("columns have no privileges");
    };
  }
}
