package io.datareplicator.sandbox.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Fills a directory with files that are the same for the same seed. */
public final class Generator {
  /** Sizes in bytes unless others are asked for. */
  public static final List<Long> SIZES = List.of(0L, 1L, 13L, 1_024L, 4_096L, 10_000L);

  public static final int MAX_FILES = 1_000_000;
  private static final int BUFFER = 1 << 16;

  /** Names that break a client which does not take names literally. */
  static final List<String> HOSTILE =
      List.of(
          "with space",
          " leading and trailing ",
          "it's \"quoted\" `tick`",
          "per%cent%20%2F%2e%2e",
          "hash#frag?query=1&b=2",
          "plus+sign=a;b,c",
          "back\\slash",
          "star*pipe|<angle>",
          "[bracket]{brace}(paren)",
          "..dots..",
          "...",
          ".hidden",
          "_underscore",
          "-dash",
          "~tilde~7e",
          "$HOME:@!^",
          "caf\u00e9-nfc",
          "cafe\u0301-nfd",
          "\u65e5\u672c\u8a9e",
          "emoji-\ud83d\ude00\ud83c\udde9\ud83c\uddea",
          "rtl-\u202e-zwj-\u200d",
          "tab\tname",
          "line\nbreak",
          "control-\u0001\u007f",
          "CASE",
          "case",
          "long-" + "x".repeat(250),
          "l\u00f6ng-" + "\u00e4\u6f22".repeat(45));

  private Generator() {}

  /**
   * What to write.
   *
   * @param count files of the sizes in {@code sizes}, one after the other
   * @param largeSizes further files, one for each
   * @param directories over which the {@code count} files are spread; 0 = all side by side
   * @param hostile whether each of the hostile names is added as a file and as a directory with a
   *     file
   * @param lastModified of the first file, each further one a second later; null = now
   */
  public record Plan(
      int count,
      List<Long> sizes,
      List<Long> largeSizes,
      int directories,
      long seed,
      boolean hostile,
      Long lastModified) {
    public Plan {
      sizes = sizes.isEmpty() ? SIZES : List.copyOf(sizes);
      largeSizes = List.copyOf(largeSizes);
    }
  }

  public record Result(long files, long bytes) {}

  /** Writes the files of a plan below a directory; those that exist are replaced. */
  public static Result fill(VolumeDirectory directory, List<String> below, Plan plan) {
    Filling filling = new Filling(directory, below, plan);
    for (int i = 0; i < plan.count(); i++) {
      List<String> name = new ArrayList<>();
      if (plan.directories() > 0) {
        name.add(String.format(Locale.ROOT, "d-%04d", i % plan.directories()));
      }
      name.add(String.format(Locale.ROOT, "f-%06d.bin", i));
      filling.write(name, plan.sizes().get(i % plan.sizes().size()));
    }
    for (int i = 0; i < plan.largeSizes().size(); i++) {
      filling.write(
          List.of("large", String.format(Locale.ROOT, "large-%03d.bin", i)),
          plan.largeSizes().get(i));
    }
    for (String name : plan.hostile() ? HOSTILE : List.<String>of()) {
      filling.write(List.of("hostile", name), 100);
      filling.write(
          List.of("hostile", "in " + name.substring(0, Math.min(200, name.length())), name), 10);
    }
    return new Result(filling.files, filling.bytes);
  }

  private static final class Filling {
    private final VolumeDirectory directory;
    private final List<String> below;
    private final Plan plan;
    private final byte[] buffer = new byte[BUFFER];
    private long files;
    private long bytes;

    Filling(VolumeDirectory directory, List<String> below, Plan plan) {
      this.directory = directory;
      this.below = below;
      this.plan = plan;
    }

    void write(List<String> name, long size) {
      SplittableRandom random = new SplittableRandom(plan.seed() * 1_000_003 + files);
      Path temporary = directory.temporary();
      try (FileChannel out =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (long left = size; left > 0; ) {
          int part = (int) Math.min(left, buffer.length);
          for (int at = 0; at < part; at += Long.BYTES) {
            ByteBuffer.wrap(buffer).putLong(at, random.nextLong());
          }
          for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, part); rest.hasRemaining(); ) {
            out.write(rest);
          }
          left -= part;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      List<String> segments = new ArrayList<>(below);
      segments.addAll(name);
      directory.publish(temporary, segments, true);
      if (plan.lastModified() != null) {
        directory.lastModified(segments, plan.lastModified() + files * 1000);
      }
      files++;
      bytes += size;
    }
  }
}
