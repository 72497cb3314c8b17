package io.datareplicator.apply;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.TablesApi.TableInfo;
import io.datareplicator.databricks.sql.SqlEngine;
import io.datareplicator.model.TableName;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where clones are made.
 *
 * @param placeOf where a table lies now; empty when there is none
 * @param tags query tags of the run
 */
public record CloneContext(
    SqlEngine sql, Function<TableName, Optional<String>> placeOf, Map<String, String> tags) {

  /** Clones on one workspace. */
  public static CloneContext on(Workspace workspace, Map<String, String> tags) {
    return new CloneContext(
        workspace.sql(),
        table -> workspace.catalogs().table(table).map(TableInfo::storageLocation),
        Map.copyOf(tags));
  }
}
