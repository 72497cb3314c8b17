package io.datareplicator.reconcile;

import io.datareplicator.inventory.SchemaReader.DefinedTable;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;

/**
 * A table that at least one side has.
 *
 * @param target name on the target
 * @param readable name by which the target reads the source
 * @param origin name at the source
 * @param kind at the source if it is there
 * @param here the source's definition, as the source itself tells it, else as the share shows it;
 *     null when the source has no such table
 * @param there the target's definition; null when the target has no such table
 * @param told whether the source itself told its definition
 * @param unreadable why the target cannot read the source's rows; null when it can
 */
record TablePair(
    TableName target,
    TableName readable,
    TableName origin,
    TableKind kind,
    DefinedTable here,
    DefinedTable there,
    boolean told,
    String unreadable) {

  /** Whether it has versions that can be read again. */
  boolean versioned() {
    return kind == TableKind.MANAGED || kind == TableKind.EXTERNAL;
  }

  boolean targetVersioned() {
    TableKind standing = there.table().kind();
    return standing == TableKind.MANAGED || standing == TableKind.EXTERNAL;
  }

  /** Id at the source itself; null when it was not asked. */
  String sourceId() {
    return told && here != null ? here.table().tableId() : null;
  }

  String targetId() {
    return there == null ? null : there.table().tableId();
  }
}
