package io.datareplicator.sandbox.sql.command;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * SHOW … LIKE patterns: {@code *} is any text, {@code .} any character, {@code |} separates
 * alternatives.
 */
final class ShowPattern {
  private ShowPattern() {}

  /**
   * @param pattern null = everything
   */
  static boolean matches(String name, String pattern) {
    if (pattern == null) {
      return true;
    }
    for (String alternative : pattern.split("\\|")) {
      String regex =
          alternative
              .strip()
              .codePoints()
              .mapToObj(
                  c -> c == '*' ? ".*" : c == '.' ? "." : Pattern.quote(Character.toString(c)))
              .collect(Collectors.joining());
      int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;
      if (Pattern.compile(regex, flags).matcher(name).matches()) {
        return true;
      }
    }
    return false;
  }
}
