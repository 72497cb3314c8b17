package io.datareplicator.inventory;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.model.TableName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the hidden Delta table that holds the data of a streaming table (operations.md §2): four
 * places, asked in a fixed order; the first that exists is it.
 */
public final class BackingTables {
  /** How names of hidden tables begin. */
  public static final String PREFIX = "__materialization_mat";

  private static final String INTERNAL_CATALOG = "__databricks_internal";
  private static final String INTERNAL_SCHEMA = "__dlt_materialization_schema_";

  private final Workspace workspace;

  public BackingTables(Workspace workspace) {
    this.workspace = workspace;
  }

  /** How a pipeline stores its tables. */
  public enum Kind {
    /** In the schema of the streaming table; can be shared as it is. */
    DPM,
    /** In a catalog of the platform; has to be copied before it can be shared. */
    LEGACY
  }

  /** A hidden table. */
  public record Backing(TableName table, Kind kind) {}

  /**
   * The backing table of a streaming table.
   *
   * @param listed names of the tables in the schema of the streaming table, as far as known; saves
   *     a look-up
   * @throws ApiException when a look-up fails for another reason than a missing privilege, which
   *     says that the table is there
   */
  public Optional<Backing> find(TableName table, String pipelineId, Set<String> listed) {
    for (Backing candidate : candidates(table, pipelineId)) {
      if ((candidate.table().schemaName().equals(table.schemaName())
              && listed.contains(candidate.table().table()))
          || exists(candidate.table())) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** The places, in the order in which they are asked. */
  static List<Backing> candidates(TableName table, String pipelineId) {
    String pipeline = pipelineId.toLowerCase(Locale.ROOT).replace('-', '_');
    String name = table.table();
    String byPipeline = PREFIX + "_" + pipeline + "_" + name + "_1";
    String internal = INTERNAL_SCHEMA + pipeline;
    return List.of(
        new Backing(new TableName(table.catalog(), table.schema(), byPipeline), Kind.DPM),
        new Backing(new TableName(INTERNAL_CATALOG, internal, name), Kind.LEGACY),
        new Backing(new TableName(INTERNAL_CATALOG, internal, byPipeline), Kind.LEGACY),
        new Backing(
            new TableName(INTERNAL_CATALOG, internal, PREFIX + "_" + name + "_1"), Kind.LEGACY));
  }

  private boolean exists(TableName table) {
    try {
      return workspace.catalogs().exists(table);
    } catch (ApiException e) {
      if (e.isPermissionDenied()) {
        return true;
      }
      throw e;
    }
  }
}
