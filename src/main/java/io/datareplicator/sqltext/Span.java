package io.datareplicator.sqltext;

/**
 * A part of a text.
 *
 * @param start index of its first char
 * @param end index behind its last char
 */
public record Span(int start, int end) {
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no span: " + start + " to " + end);
    }
  }

  /** What the text holds there. */
  public String of(String text) {
    return text.substring(start, end);
  }
}
