package io.datareplicator.model.uc;

import java.util.List;

/**
 * A user-defined function.
 *
 * @param returnType SQL type; null for a table function
 * @param returnColumns of a table function
 * @param language SQL or PYTHON, upper case
 * @param body expression or query after RETURN, or the text between the dollars
 * @param deterministic null when the API does not tell
 * @param dataAccess CONTAINS_SQL or READS_SQL_DATA; null when the API does not tell
 */
public record FunctionMeta(
    UcName name,
    List<Parameter> parameters,
    String returnType,
    List<Parameter> returnColumns,
    String language,
    String body,
    Boolean deterministic,
    String dataAccess,
    String comment,
    String owner) {
  /**
   * A parameter, or a column of the result.
   *
   * @param defaultValue expression, or null
   */
  public record Parameter(String name, String type, String defaultValue, String comment) {}

  public FunctionMeta {
    parameters = List.copyOf(parameters);
    returnColumns = List.copyOf(returnColumns);
  }
}
