package io.datareplicator.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The substitutes {@code {{…}}} of configuration section 5. */
public final class Placeholders {

  /** Matches one substitute; group 1 is its name as written. */
  public static final Pattern PATTERN = Pattern.compile("\\{\\{([^{}]*)}}");

  private Placeholders() {}

  /**
   * Puts values in; substitutes without a value stay as they are, values are not scanned again.
   *
   * @param text text with substitutes, or null
   * @param values value of each substitute by its name
   * @return the text, the same instance when there was nothing to put in
   */
  public static String fill(String text, Map<String, String> values) {
    if (text == null || !text.contains("{{")) {
      return text;
    }
    Matcher matcher = PATTERN.matcher(text);
    StringBuilder filled = new StringBuilder();
    boolean changed = false;
    while (matcher.find()) {
      String value = values.get(matcher.group(1));
      changed |= value != null;
      matcher.appendReplacement(
          filled, Matcher.quoteReplacement(value == null ? matcher.group() : value));
    }
    return changed ? matcher.appendTail(filled).toString() : text;
  }
}
