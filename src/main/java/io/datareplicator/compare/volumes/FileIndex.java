package io.datareplicator.compare.volumes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What is known of the files of a target volume: which are there, and which the ingestion log says
 * were copied. A file is known by the first 128 bits of the SHA-256 of its path, so that a million
 * of them take some 90 MB. Thread-safe.
 */
public final class FileIndex {
  /** What to do about a file of the source. */
  public enum Answer {
    /** The target has not got it. */
    NEW,
    /** The target has it, but it is not known to be the source's present content. */
    CHANGED,
    UNCHANGED
  }

  private static final long ABSENT = -1;
  private static final int FIRST_CAPACITY = 1 << 10;

  private long[] high = new long[FIRST_CAPACITY];
  private long[] low = new long[FIRST_CAPACITY];
  private long[] targetSize = new long[FIRST_CAPACITY];
  private long[] loggedSize = new long[FIRST_CAPACITY];
  private long[] loggedMillis = new long[FIRST_CAPACITY];
  private byte[] state = new byte[FIRST_CAPACITY];
  private int used;
  private long atTarget;

  private static final byte TAKEN = 1;
  private static final byte SEEN = 2;

  /** The target has a file. */
  public synchronized void atTarget(String path, long size) {
    byte[] hash = hash(path);
    int i = slot(word(hash, 0), word(hash, 8), true);
    if (targetSize[i] == ABSENT) {
      atTarget++;
    }
    targetSize[i] = size;
  }

  /**
   * The log says that a file was copied.
   *
   * @param hash first 32 hexadecimal digits of the SHA-256 of the target path
   * @param size bytes that were copied
   * @param millis modification time of the source file then
   */
  public synchronized void logged(String hash, long size, long millis) {
    int i =
        slot(
            Long.parseUnsignedLong(hash.substring(0, 16), 16),
            Long.parseUnsignedLong(hash.substring(16, 32), 16),
            true);
    loggedSize[i] = size;
    loggedMillis[i] = millis;
  }

  /**
   * Compares a file of the source. The log alone is no proof, and neither is a file of that size.
   */
  public synchronized Answer compare(String targetPath, long size, long millis) {
    byte[] hash = hash(targetPath);
    int i = slot(word(hash, 0), word(hash, 8), false);
    if (i < 0 || targetSize[i] == ABSENT) {
      return Answer.NEW;
    }
    see(i);
    return targetSize[i] == size && loggedSize[i] == size && loggedMillis[i] == millis
        ? Answer.UNCHANGED
        : Answer.CHANGED;
  }

  /** Compares names and sizes alone, whatever the log says. */
  public synchronized Answer compareSize(String targetPath, long size) {
    byte[] hash = hash(targetPath);
    int i = slot(word(hash, 0), word(hash, 8), false);
    if (i < 0 || targetSize[i] == ABSENT) {
      return Answer.NEW;
    }
    see(i);
    return targetSize[i] == size ? Answer.UNCHANGED : Answer.CHANGED;
  }

  /** Whether a file of the target was compared. */
  public synchronized boolean isSeen(String targetPath) {
    byte[] hash = hash(targetPath);
    int i = slot(word(hash, 0), word(hash, 8), false);
    return i >= 0 && (state[i] & SEEN) != 0;
  }

  private void see(int i) {
    if ((state[i] & SEEN) == 0) {
      state[i] |= SEEN;
      atTarget--;
    }
  }

  /** Files of the target that nothing was compared with. */
  public synchronized long onlyAtTarget() {
    return atTarget;
  }

  public synchronized int size() {
    return used;
  }

  private int slot(long h, long l, boolean make) {
    if (make && used * 5L > high.length * 3L) {
      grow();
    }
    int mask = high.length - 1;
    int i = (int) l & mask;
    while (state[i] != 0) {
      if (high[i] == h && low[i] == l) {
        return i;
      }
      i = (i + 1) & mask;
    }
    if (!make) {
      return -1;
    }
    high[i] = h;
    low[i] = l;
    targetSize[i] = ABSENT;
    loggedSize[i] = ABSENT;
    state[i] = TAKEN;
    used++;
    return i;
  }

  private void grow() {
    if (high.length >= 1 << 29) {
      throw new IllegalStateException(
          "the volume has more files than can be compared at once; split it with folder_path");
    }
    long[] oldHigh = high;
    long[] oldLow = low;
    long[] oldTarget = targetSize;
    long[] oldSize = loggedSize;
    long[] oldMillis = loggedMillis;
    byte[] oldState = state;
    int capacity = high.length * 2;
    high = new long[capacity];
    low = new long[capacity];
    targetSize = new long[capacity];
    loggedSize = new long[capacity];
    loggedMillis = new long[capacity];
    state = new byte[capacity];
    used = 0;
    for (int i = 0; i < oldHigh.length; i++) {
      if (oldState[i] != 0) {
        int to = slot(oldHigh[i], oldLow[i], true);
        targetSize[to] = oldTarget[i];
        loggedSize[to] = oldSize[i];
        loggedMillis[to] = oldMillis[i];
        state[to] = oldState[i];
      }
    }
  }

  public static byte[] hash(String path) {
    try {
      return Arrays.copyOf(
          MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8)), 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static long word(byte[] hash, int at) {
    long word = 0;
    for (int i = at; i < at + 8; i++) {
      word = word << 8 | (hash[i] & 0xff);
    }
    return word;
  }
}
