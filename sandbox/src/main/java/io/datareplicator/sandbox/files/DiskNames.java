package io.datareplicator.sandbox.files;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Names of files and directories as names on disk: ASCII letters, digits and a few signs stay, each
 * other byte of UTF-8 becomes {@code ~xx}, as in the metastore's cloud storage. What is too long
 * for a file system continues in a directory below.
 */
final class DiskNames {
  /** Begins what is nobody's file. */
  static final String INTERNAL = "~~";

  private static final String CONTINUES = "~+";
  private static final String CONTINUATION = "~-";
  private static final int PIECE = 240;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private DiskNames() {}

  static Path resolve(Path directory, String name) {
    String encoded = encode(name);
    if (encoded.length() <= PIECE) {
      return directory.resolve(encoded);
    }
    Path at = directory;
    int from = 0;
    while (encoded.length() - from > PIECE) {
      at = at.resolve(encoded.substring(from, from + PIECE) + CONTINUES);
      from += PIECE;
    }
    return at.resolve(CONTINUATION + encoded.substring(from));
  }

  /** Whether a directory on disk is only a part of longer names. */
  static boolean continues(String diskName) {
    return diskName.endsWith(CONTINUES);
  }

  /** The part of a name that a continuing directory stands for. */
  static String piece(String diskName) {
    return diskName.substring(0, diskName.length() - CONTINUES.length());
  }

  static boolean internal(String diskName) {
    return diskName.startsWith(INTERNAL);
  }

  private static String encode(String name) {
    StringBuilder encoded = new StringBuilder(name.length() + 16);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "._-=@+".indexOf(c) >= 0);
      if (plain) {
        encoded.append((char) c);
      } else {
        encoded.append('~').append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    }
    return encoded.toString();
  }

  /**
   * The name behind a name on disk; what somebody else put there stays as it is.
   *
   * @param before pieces of continuing directories
   */
  static String decode(String before, String diskName) {
    String last =
        !before.isEmpty() && diskName.startsWith(CONTINUATION)
            ? diskName.substring(CONTINUATION.length())
            : diskName;
    String encoded = before + last;
    if (encoded.indexOf('~') < 0) {
      return encoded;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      int high = c == '~' && i + 2 < encoded.length() ? digit(encoded, i + 1) : -1;
      int low = high < 0 ? -1 : digit(encoded, i + 2);
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int digit(String text, int at) {
    return Character.digit(text.charAt(at), 16);
  }
}
