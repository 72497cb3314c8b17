package io.datareplicator.databricks.sql.ddl;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.model.uc.ColumnType;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.FunctionMeta.Parameter;
import io.datareplicator.model.uc.UcName;
import java.util.List;
import java.util.stream.Collectors;

/** CREATE FUNCTION for SQL and Python; page sql-ref-syntax-ddl-create-sql-function. */
public final class FunctionStatements {
  private FunctionStatements() {}

  /**
   * A function. Without OR REPLACE it must not exist; with it only body and result may differ, as
   * other parameters make another function.
   *
   * @param body as {@link FunctionMeta#body}, with names rewritten for the target
   * @throws NotExpressibleException for other languages and for what the grammar leaves out
   */
  public static String create(
      FunctionMeta function, UcName target, String body, boolean orReplace) {
    if (body == null || body.isBlank()) {
      throw new NotExpressibleException(function.name() + " has no body that can be read");
    }
    boolean table = function.returnType() == null;
    return "CREATE "
        + (orReplace ? "OR REPLACE " : "")
        + "FUNCTION "
        + Clause.name(target)
        + function.parameters().stream()
            .map(p -> parameter(function, p))
            .collect(Collectors.joining(", ", "(", ")"))
        + (table ? table(function) : " RETURNS " + type(function, function.returnType()))
        + characteristics(function)
        + body(function, body);
  }

  private static String parameter(FunctionMeta function, Parameter parameter) {
    String what = "the default of parameter '" + parameter.name() + "' of " + function.name();
    String value = parameter.defaultValue();
    return Identifier.quote(parameter.name())
        + " "
        + type(function, parameter.type())
        + (value == null ? "" : " DEFAULT " + Expression.bare(what, value))
        + Clause.comment(parameter.comment());
  }

  private static String table(FunctionMeta function) {
    List<Parameter> columns = function.returnColumns();
    if (columns.isEmpty()) {
      return " RETURNS TABLE";
    }
    return columns.stream()
        .map(
            c ->
                Identifier.quote(c.name())
                    + " "
                    + type(function, c.type())
                    + Clause.comment(c.comment()))
        .collect(Collectors.joining(", ", " RETURNS TABLE (", ")"));
  }

  private static String type(FunctionMeta function, String text) {
    try {
      return TypeSql.of(function.name().fullName(), ColumnType.parse(text));
    } catch (IllegalArgumentException e) {
      throw new NotExpressibleException(
          "a type of " + function.name() + " cannot be read: " + e.getMessage());
    }
  }

  private static String characteristics(FunctionMeta function) {
    String deterministic =
        function.deterministic() == null
            ? ""
            : function.deterministic() ? " DETERMINISTIC" : " NOT DETERMINISTIC";
    return " LANGUAGE "
        + language(function)
        + deterministic
        + Clause.comment(function.comment())
        + dataAccess(function);
  }

  private static String language(FunctionMeta function) {
    String language = function.language();
    if (!language.equals("SQL") && !language.equals("PYTHON")) {
      throw new NotExpressibleException(
          function.name() + " is written in " + language + "; only SQL and PYTHON can be declared");
    }
    return language;
  }

  /** Of SQL functions; those in Python have no such clause to choose. */
  private static String dataAccess(FunctionMeta function) {
    if (function.dataAccess() == null || !function.language().equals("SQL")) {
      return "";
    }
    return switch (function.dataAccess()) {
      case "CONTAINS_SQL" -> " CONTAINS SQL";
      case "READS_SQL_DATA" -> " READS SQL DATA";
      default ->
          throw new NotExpressibleException(
              function.name() + " has the unknown data access " + function.dataAccess());
    };
  }

  private static String body(FunctionMeta function, String body) {
    if (function.language().equals("SQL")) {
      return " RETURN " + body;
    }
    if (function.returnType() == null) {
      throw new NotExpressibleException(
          function.name()
              + " is a table function in Python, whose HANDLER the API does not tell; create it by"
              + " hand");
    }
    String quote = dollars(body);
    return " AS " + quote + body + quote;
  }

  /** Plain dollars, or with a tag (of letters) when the body would end them. */
  private static String dollars(String body) {
    String quote = "$$";
    StringBuilder tag = new StringBuilder("body");
    while (body.contains(quote) || (body.endsWith("$") && quote.equals("$$"))) {
      quote = "$" + tag + "$";
      tag.append('x');
    }
    return quote;
  }
}
