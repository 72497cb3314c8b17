package io.datareplicator.databricks.sql.rows;

import java.util.Locale;

/** How a row becomes 128 bits. */
public enum RowDigest {
  /** Fast; two rows that differ by accident differ in it. */
  XXHASH64,

  /** Slower; nobody can make two rows that agree in it. */
  SHA256;

  /** As the configuration writes it. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }
}
