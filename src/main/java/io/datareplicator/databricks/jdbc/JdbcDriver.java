package io.datareplicator.databricks.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The JDBC driver, which a slim build does not have. */
public final class JdbcDriver {
  private JdbcDriver() {}

  /** Whether this build has the driver; does not initialize it. */
  public static boolean isPresent() {
    try {
      Class.forName("com.databricks.client.jdbc.Driver", false, JdbcDriver.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException slim) {
      return false;
    }
  }

  /**
   * Opens a session; may take minutes when the compute has to start.
   *
   * @param parameters parameters of the driver, the token among them
   * @throws IllegalStateException when this build has no driver
   */
  static Connection connect(String url, Properties parameters) throws SQLException {
    try {
      Class.forName("com.databricks.client.jdbc.Driver");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("this build has no JDBC driver", e);
    }
    return DriverManager.getDriver(url).connect(url, parameters);
  }
}
