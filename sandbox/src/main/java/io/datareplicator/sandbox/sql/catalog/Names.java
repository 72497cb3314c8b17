package io.datareplicator.sandbox.sql.catalog;

import io.datareplicator.sandbox.metastore.UcException;

/** Unity Catalog's rule for object names: no spaces, periods, slashes, control characters. */
public final class Names {
  private static final int MAX_LENGTH = 255;

  private Names() {}

  /**
   * Checks a name before it is created.
   *
   * @throws UcException INVALID_PARAMETER_VALUE
   */
  public static void check(String kind, String name) {
    boolean bad =
        name.isEmpty()
            || name.length() > MAX_LENGTH
            || name.codePoints()
                .anyMatch(
                    c ->
                        c == '.'
                            || c == '/'
                            || Character.isSpaceChar(c)
                            || Character.isWhitespace(c)
                            || Character.isISOControl(c));
    if (bad) {
      throw UcException.invalid(
          kind
              + " name '"
              + name
              + "' is not a valid name. Valid names must not be empty or longer than 255"
              + " characters, and must not contain spaces, periods, forward slashes or control"
              + " characters.");
    }
  }
}
