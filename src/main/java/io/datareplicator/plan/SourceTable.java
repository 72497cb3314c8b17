package io.datareplicator.plan;

import io.datareplicator.model.Column;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import java.util.List;

/**
 * A table to replicate.
 *
 * @param origin name on the source workspace
 * @param shared name by which the target workspace reads it
 * @param tableId id on the source, null when the source was not asked
 * @param columns columns as the shared catalog shows them
 */
public record SourceTable(
    TableName origin, TableName shared, TableKind kind, String tableId, List<Column> columns) {}
