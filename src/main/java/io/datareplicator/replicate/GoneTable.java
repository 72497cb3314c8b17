package io.datareplicator.replicate;

import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;

/**
 * A table of the target that this tool made from a source table which is not listed any more.
 *
 * @param origin the source table, from the marker property
 */
record GoneTable(TableName name, TableKind kind, TableName origin) {}
