package io.datareplicator.databricks.sql.rows;

import io.datareplicator.model.TableName;
import java.time.Instant;

/**
 * What every row of an output table says about where it comes from (operations.md §5).
 *
 * @param source the table by the name that the user knows, not always the one that is read
 */
public record OutputNames(String runId, TableName target, TableName source, Instant checkTime) {}
