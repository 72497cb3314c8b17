package io.datareplicator.plan;

import io.datareplicator.model.Column;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import java.util.List;

/**
 * What stands on the target under the name of a table to replicate.
 *
 * @param tableId its id, null when unknown
 * @param location directory of its files, null when it does not tell
 * @param ours whether this tool created it (marker property)
 */
public record TargetTable(
    TableName name,
    TableKind kind,
    String tableId,
    String location,
    List<Column> columns,
    boolean ours) {}
