package io.datareplicator.config;

/**
 * One thing to mend in the configuration.
 *
 * @param file file name as given, {@code environment variable NAME} or {@code command line}
 * @param line line, from 1; 0 when there is none (missing file, variable, option)
 * @param column column, from 1; 0 when there is none
 * @param keyPath full key path, such as {@code target_catalogs[0].target_schemas[1].tables}, or the
 *     option's name
 * @param found what stands there, shortened and without secrets; null when nothing does
 * @param message what is wrong and what is accepted
 * @param suggestion how to mend it; null when the message says it all
 */
public record ConfigProblem(
    String file,
    int line,
    int column,
    String keyPath,
    String found,
    String message,
    String suggestion) {

  /** The problem as one line for people: {@code file:line:column: key: message, found; mend}. */
  public String render() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    text.append(": ");
    if (keyPath != null && !keyPath.isEmpty()) {
      text.append(keyPath).append(": ");
    }
    text.append(message);
    if (found != null) {
      text.append(", found ").append(found);
    }
    if (suggestion != null) {
      text.append(". ").append(suggestion);
    }
    return text.toString();
  }
}
