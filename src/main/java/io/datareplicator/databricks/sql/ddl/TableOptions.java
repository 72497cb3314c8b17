package io.datareplicator.databricks.sql.ddl;

import io.datareplicator.model.uc.Clustering;
import java.util.Map;

/**
 * How CREATE writes a table, materialized view or streaming table.
 *
 * @param mode what happens when there is one of that name
 * @param location URL of an external table; null for a managed one
 * @param properties those to set
 */
public record TableOptions(
    Mode mode, String location, Map<String, String> properties, Clustering clustering) {
  /** What happens when the name is taken. */
  public enum Mode {
    /** The statement fails. */
    CREATE,
    IF_NOT_EXISTS,
    /** For streaming tables: OR REFRESH. */
    OR_REPLACE
  }

  public TableOptions {
    properties = Map.copyOf(properties);
  }

  public static TableOptions of(Mode mode) {
    return new TableOptions(mode, null, Map.of(), Clustering.NONE);
  }

  public TableOptions at(String url) {
    return new TableOptions(mode, url, properties, clustering);
  }

  public TableOptions with(Map<String, String> others) {
    return new TableOptions(mode, location, others, clustering);
  }

  public TableOptions with(Clustering other) {
    return new TableOptions(mode, location, properties, other);
  }
}
