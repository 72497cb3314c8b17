package io.datareplicator.plan;

import io.datareplicator.model.Column;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import java.util.List;

/**
 * What stands on the target under the name of a table to replicate.
 *
 * @param ours whether this tool created it (marker property)
 */
public record TargetTable(TableName name, TableKind kind, List<Column> columns, boolean ours) {}
