package io.datareplicator.nativeimage;

import java.util.function.BooleanSupplier;

/** Whether the image is built with the JDBC driver; the slim one is not. */
final class DriverPresent implements BooleanSupplier {
  static final String DRIVER = "com.databricks.client.jdbc.Driver";

  @Override
  public boolean getAsBoolean() {
    try {
      Class.forName(DRIVER, false, Thread.currentThread().getContextClassLoader());
      return true;
    } catch (ClassNotFoundException slim) {
      return false;
    }
  }
}
