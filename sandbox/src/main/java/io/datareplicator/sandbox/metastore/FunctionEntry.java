package io.datareplicator.sandbox.metastore;

import java.util.List;

/**
 * A user-defined function of a schema; {@code name} is lower case.
 *
 * @param dataType ColumnTypeName of the result, TABLE_TYPE for a table function
 * @param fullDataType SQL type of the result
 * @param returnColumns of a table function; empty for a scalar one
 * @param language SQL or PYTHON
 * @param definition what follows RETURN or stands between the dollar signs
 */
public record FunctionEntry(
    String id,
    String name,
    List<Parameter> parameters,
    String dataType,
    String fullDataType,
    List<Parameter> returnColumns,
    String language,
    String definition,
    boolean deterministic,
    String sqlDataAccess,
    String comment,
    String owner,
    long createdAt,
    long updatedAt) {
  /** {@link #dataType} of a table function. */
  public static final String TABLE = "TABLE_TYPE";

  /**
   * An argument or a result column.
   *
   * @param typeText lower-case SQL type
   * @param typeName ColumnTypeName
   * @param typeJson JSON text of the StructField
   * @param defaultValue SQL expression or null
   */
  public record Parameter(
      String name,
      String typeText,
      String typeName,
      String typeJson,
      int precision,
      int scale,
      String defaultValue,
      String comment) {}

  FunctionEntry withId(String newId, String newOwner, long created, long updated) {
    return new FunctionEntry(
        newId,
        name,
        parameters,
        dataType,
        fullDataType,
        returnColumns,
        language,
        definition,
        deterministic,
        sqlDataAccess,
        comment,
        newOwner,
        created,
        updated);
  }
}
