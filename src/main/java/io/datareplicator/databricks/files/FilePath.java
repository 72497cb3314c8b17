package io.datareplicator.databricks.files;

import java.nio.charset.StandardCharsets;

/** Absolute paths of files, as they are and as they stand in a URL. */
public final class FilePath {
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private FilePath() {}

  /** Every character of the segments encoded that could mean something; slashes stay. */
  public static String encode(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    StringBuilder url = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      if (b > 0 && PLAIN.indexOf(b) >= 0) {
        url.append((char) b);
      } else {
        url.append('%').append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
      }
    }
    return url.toString();
  }

  /** The directory of a file or directory. */
  public static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  /**
   * Whether every segment stands for itself: {@code .} and {@code ..} are resolved by servers on
   * the way, encoded or not, and would name something else.
   */
  public static boolean isAddressable(String path) {
    for (String segment : path.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..") || segment.indexOf('\0') >= 0) {
        return false;
      }
    }
    return StandardCharsets.UTF_8.newEncoder().canEncode(path);
  }
}
