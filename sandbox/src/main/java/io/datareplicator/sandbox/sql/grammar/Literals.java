package io.datareplicator.sandbox.sql.grammar;

/** Values as Spark reads them in a statement. */
public final class Literals {
  private Literals() {}

  /** A string literal; Spark replaces <code>${name}</code> before it reads literals. */
  public static String string(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("${", "$\\{") + "'";
  }
}
