package io.datareplicator.setup;

import io.datareplicator.model.TableName;
import java.util.Set;

/**
 * What the backup of this run put into shares, or found in them.
 *
 * @param schemas names of schemas
 * @param streamingTables streaming tables (names at the source) whose backing tables can be read
 */
public record Shared(Set<String> schemas, Set<TableName> streamingTables) {
  public Shared {
    schemas = Set.copyOf(schemas);
    streamingTables = Set.copyOf(streamingTables);
  }
}
