package io.datareplicator.databricks.sql.ddl;

/** Something that exists on one side but that no SQL statement can make on the other. */
public class NotExpressibleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotExpressibleException(String message) {
    super(message);
  }
}
