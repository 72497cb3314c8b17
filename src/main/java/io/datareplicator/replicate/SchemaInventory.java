package io.datareplicator.replicate;

import io.datareplicator.inventory.SchemaReader.ListedTable;
import io.datareplicator.plan.SourceTable;
import java.util.List;
import java.util.Map;

/**
 * What both sides hold of one schema.
 *
 * @param tables selected tables, readable through the shared catalog
 * @param target tables of the target by name; empty when the schema does not exist yet
 * @param targetExists whether the target schema exists
 * @param unreadable selected tables that cannot be read, with the reason
 */
record SchemaInventory(
    String schema,
    List<SourceTable> tables,
    Map<String, ListedTable> target,
    boolean targetExists,
    Map<String, String> unreadable) {}
