package io.datareplicator.sqltext;

/** What a string token stands for. */
final class StringLiterals {
  private StringLiterals() {}

  /** The value of a terminated STRING token: escapes and doubled quotes read as Spark does. */
  static String value(Token token) {
    String text = token.text();
    char first = text.charAt(0);
    if (first == 'r' || first == 'R') {
      return text.substring(2, text.length() - 1);
    }
    StringBuilder value = new StringBuilder();
    int end = text.length() - 1;
    for (int i = 1; i < end; ) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < end) {
        i = escape(text, i, end, value);
      } else {
        value.append(c);
        i += c == first ? 2 : 1;
      }
    }
    return value.toString();
  }

  private static int escape(String text, int at, int end, StringBuilder value) {
    char c = text.charAt(at + 1);
    if (c == 'u' && digits(text, at + 2, 4, 16, end)) {
      value.append((char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
      return at + 6;
    }
    if (c == 'U' && digits(text, at + 2, 8, 16, end)) {
      long point = Long.parseLong(text.substring(at + 2, at + 10), 16);
      if (point <= Character.MAX_CODE_POINT) {
        value.appendCodePoint((int) point);
        return at + 10;
      }
    }
    if ((c == '0' || c == '1') && digits(text, at + 1, 3, 8, end)) {
      value.append((char) Integer.parseInt(text.substring(at + 1, at + 4), 8));
      return at + 4;
    }
    switch (c) {
      case '0' -> value.append('\0');
      case 'b' -> value.append('\b');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'Z' -> value.append('\u001a');
      case '%', '_' -> value.append('\\').append(c);
      default -> value.append(c);
    }
    return at + 2;
  }

  private static boolean digits(String text, int from, int count, int radix, int end) {
    if (from + count > end) {
      return false;
    }
    for (int i = from; i < from + count; i++) {
      if (text.charAt(i) > 127 || Character.digit(text.charAt(i), radix) < 0) {
        return false;
      }
    }
    return true;
  }
}
