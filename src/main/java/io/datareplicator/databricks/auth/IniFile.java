package io.datareplicator.databricks.auth;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The INI dialect of {@code ~/.databrickscfg} as the official tools read it: comments with {@code
 * #} or {@code ;}, keys in any case, a repeated section adds to the first, keys before the first
 * section belong to {@code DEFAULT}, and no section inherits from another.
 */
final class IniFile {
  static final String DEFAULT = "DEFAULT";

  private IniFile() {}

  /**
   * Sections with their keys, in the order of the file.
   *
   * @param name for messages
   * @throws CredentialException naming the line (never its content, it may be a secret)
   */
  static Map<String, Map<String, String>> parse(String text, String name) {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    String section = DEFAULT;
    int number = 0;
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    for (String raw : withoutMark.split("\r\n|\n|\r", -1)) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (line.startsWith("[")) {
        section = sectionName(line, name, number);
        sections.computeIfAbsent(section, s -> new LinkedHashMap<>());
        continue;
      }
      int delimiter = delimiter(line);
      if (delimiter <= 0) {
        throw malformed(name, number, "neither a [section], a comment nor 'key = value'");
      }
      sections
          .computeIfAbsent(section, s -> new LinkedHashMap<>())
          .put(
              line.substring(0, delimiter).strip().toLowerCase(Locale.ROOT),
              value(line.substring(delimiter + 1)));
    }
    return sections;
  }

  private static String sectionName(String line, String name, int number) {
    int end = line.indexOf(']');
    String rest = end < 0 ? "" : line.substring(end + 1).strip();
    if (end < 0 || !(rest.isEmpty() || rest.startsWith("#") || rest.startsWith(";"))) {
      throw malformed(name, number, "a section must be written as [name]");
    }
    String section = line.substring(1, end).strip();
    if (section.isEmpty()) {
      throw malformed(name, number, "a section needs a name");
    }
    return section;
  }

  private static int delimiter(String line) {
    int equals = line.indexOf('=');
    int colon = line.indexOf(':');
    if (equals < 0 || colon < 0) {
      return Math.max(equals, colon);
    }
    return Math.min(equals, colon);
  }

  private static String value(String raw) {
    String value = raw.strip();
    if (value.length() >= 2 && (value.charAt(0) == '"' || value.charAt(0) == '\'')) {
      int close = value.indexOf(value.charAt(0), 1);
      if (close > 0) {
        return value.substring(1, close);
      }
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c == '#' || c == ';') && (i == 0 || Character.isWhitespace(value.charAt(i - 1)))) {
        return value.substring(0, i).strip();
      }
    }
    return value;
  }

  private static CredentialException malformed(String name, int number, String why) {
    return new CredentialException(name + ":" + number + ": " + why);
  }
}
