package io.datareplicator.sandbox.sql.catalog;

import io.datareplicator.sandbox.metastore.UcException;

/** A shared table without its history: no time travel, no DESCRIBE HISTORY. */
public final class HistoryNotShared {
  private HistoryNotShared() {}

  /** The refusal, with the error class that Databricks uses [UNV: SQLSTATE]. */
  public static UcException of(String table) {
    return new UcException(
        400,
        "DS_TIME_TRAVEL_NOT_PERMITTED",
        "Time travel query is not permitted unless history is shared on "
            + table
            + ". Please contact your data provider.");
  }
}
