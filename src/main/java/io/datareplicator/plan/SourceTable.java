package io.datareplicator.plan;

import io.datareplicator.model.Column;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import java.util.List;

/**
 * A table to replicate.
 *
 * @param origin name on the source workspace
 * @param shared name by which the target workspace reads its data; null for a streaming table whose
 *     data cannot be read
 * @param tableId id on the source, null when the source was not asked
 * @param location directory of its files at the source, null when unknown
 * @param columns columns as the target workspace sees them
 */
public record SourceTable(
    TableName origin,
    TableName shared,
    TableKind kind,
    String tableId,
    String location,
    List<Column> columns) {}
