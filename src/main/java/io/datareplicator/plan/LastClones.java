package io.datareplicator.plan;

import io.datareplicator.model.TableName;
import java.util.Map;

/**
 * What earlier runs recorded, by target table.
 *
 * @param replications clones into the target
 * @param backups copies of legacy backing tables, by the name that the streaming table has there
 */
public record LastClones(
    Map<TableName, LastClone> replications, Map<TableName, LastClone> backups) {
  /** Nothing is recorded. */
  public static final LastClones NONE = new LastClones(Map.of(), Map.of());

  public LastClones {
    replications = Map.copyOf(replications);
    backups = Map.copyOf(backups);
  }
}
