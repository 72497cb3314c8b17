package io.datareplicator.sandbox.sql.catalog;

import io.datareplicator.sandbox.metastore.TableEntry;

/** Changed copies of table entries; id and location never change. */
final class EntryCopies {
  private EntryCopies() {}

  static TableEntry withComment(TableEntry e, String comment) {
    return new TableEntry(
        e.id(),
        e.name(),
        e.tableType(),
        e.location(),
        comment,
        e.owner(),
        e.createdAt(),
        System.currentTimeMillis(),
        e.view());
  }
}
