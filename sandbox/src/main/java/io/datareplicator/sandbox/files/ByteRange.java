package io.datareplicator.sandbox.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of a file (RFC 9110, 14.2).
 *
 * @param satisfiable false = the file has no such bytes
 */
public record ByteRange(long first, long length, boolean satisfiable) {
  private static final Pattern SINGLE =
      Pattern.compile("\\s*bytes\\s*=\\s*(\\d*)\\s*-\\s*(\\d*)\\s*");

  /**
   * What a header asks of a file of that size; null when it asks for the whole: no header, several
   * ranges, or one that is not understood, which must be ignored.
   */
  public static ByteRange of(String header, long size) {
    Matcher m = SINGLE.matcher(header == null ? "" : header);
    if (!m.matches() || (m.group(1).isEmpty() && m.group(2).isEmpty())) {
      return null;
    }
    try {
      if (m.group(1).isEmpty()) {
        long length = Math.min(Long.parseLong(m.group(2)), size);
        return new ByteRange(size - length, length, length > 0);
      }
      long first = Long.parseLong(m.group(1));
      long last = m.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(m.group(2));
      if (last < first) {
        return null;
      }
      return new ByteRange(first, Math.min(last, size - 1) - first + 1, first < size);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The value of {@code Content-Range}. */
  public String contentRange(long size) {
    return satisfiable
        ? "bytes " + first + "-" + (first + length - 1) + "/" + size
        : "bytes */" + size;
  }
}
