package io.datareplicator.sandbox.sql.catalog;

import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.metastore.UcException;

/**
 * What streaming tables and materialized views do not take: only their pipeline changes them. The
 * error classes are Databricks', the sentences after them [UNV].
 */
public final class DatasetRefusals {
  private DatasetRefusals() {}

  /**
   * Refuses an operation when the table is a dataset of a pipeline.
   *
   * @param operation in upper case, e.g. OPTIMIZE
   */
  public static void check(TableEntry table, String operation) {
    if (table.isDataset()) {
      throw of(table, "UNSUPPORTED_OPERATION", operation);
    }
  }

  /** Refuses ALTER TABLE. */
  static void checkAlter(TableEntry table) {
    if (table.isDataset()) {
      throw of(table, "INVALID_ALTER", "ALTER TABLE");
    }
  }

  private static UcException of(TableEntry table, String reason, String operation) {
    String kind = table.isStreaming() ? "STREAMING_TABLE" : "MATERIALIZED_VIEW";
    String words = table.isStreaming() ? "Streaming Tables" : "Materialized Views";
    return new UcException(
        400,
        kind + "_OPERATION_NOT_ALLOWED." + reason,
        "The operation " + operation + " is not allowed: it is not supported on " + words + ".");
  }

  /**
   * Refuses to clone a dataset.
   *
   * @param legacy whether its pipeline keeps the data in the internal catalog
   * @param located whether the clone has a LOCATION
   * @param travels whether the clone asks for a version or time
   */
  public static void checkClone(
      TableEntry table, boolean legacy, boolean located, boolean travels) {
    if (!table.isDataset()) {
      return;
    }
    if (!table.isStreaming()) {
      throw new UcException(
          400,
          "MATERIALIZED_VIEW_OPERATION_NOT_ALLOWED.DEEP_CLONE",
          "The materialized view operation DEEP CLONE is not allowed: it is currently disabled."
              + " Contact your Databricks representative to enable it.");
    }
    String reason = "REQUIRES_WITH_HISTORY";
    String text =
        "`WITH HISTORY` is required. Use `CREATE TABLE` ... DEEP `CLONE` `...` `WITH HISTORY`.";
    if (legacy) {
      reason = "OLD_ARCHITECTURE_NOT_SUPPORTED";
      text = "Only streaming tables using the default publishing mode are supported.";
    } else if (located) {
      reason = "LOCATION_NOT_SUPPORTED";
      text =
          "Specifying a `LOCATION` is not supported. The cloned streaming table uses managed"
              + " storage.";
    } else if (travels) {
      reason = "TIME_TRAVEL_NOT_SUPPORTED";
      text = "Time travel is not supported for streaming table deep clone.";
    }
    throw new UcException(
        400,
        "DELTA_DEEP_CLONE_STREAMING_TABLE_ERROR." + reason,
        "Deep clone of streaming table failed: " + text);
  }
}
