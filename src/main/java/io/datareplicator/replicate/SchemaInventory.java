package io.datareplicator.replicate;

import io.datareplicator.inventory.SchemaReader.ListedTable;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.SourceTable;
import io.datareplicator.plan.StreamingTarget;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What both sides hold of one schema.
 *
 * @param tables selected tables with what the target can read of them
 * @param target tables of the target by name; empty when the schema does not exist yet
 * @param targetExists whether the target schema exists
 * @param unreadable selected tables that cannot be read, with the reason
 * @param streaming the target side of selected streaming tables, by name
 * @param intermediates tables that stand in intermediate catalogs
 * @param gone tables of the target that this tool made and that neither the source nor its share
 *     shows any more
 */
record SchemaInventory(
    String schema,
    List<SourceTable> tables,
    Map<String, ListedTable> target,
    boolean targetExists,
    Map<String, String> unreadable,
    Map<String, StreamingTarget> streaming,
    Set<TableName> intermediates,
    List<GoneTable> gone) {

  /** How many tables of the target this tool made. */
  long ours() {
    return target.values().stream().filter(ListedTable::marked).count();
  }
}
