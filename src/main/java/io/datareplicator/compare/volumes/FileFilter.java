package io.datareplicator.compare.volumes;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code autoloader_options} leave out, as far as it has a meaning without Auto Loader: {@code
 * modifiedAfter}, {@code modifiedBefore} (both exclusive) and {@code pathGlobFilter}, which looks
 * at the name of a file alone.
 *
 * @param after milliseconds; null = from the beginning
 * @param before milliseconds; null = without end
 * @param glob null = every name
 * @param unknown options that have no effect here
 */
public record FileFilter(Long after, Long before, GlobPattern glob, List<String> unknown) {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})(?:[ Tt](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?))?\\s*(\\S*)");

  public FileFilter {
    unknown = List.copyOf(unknown);
  }

  /**
   * Reads the options; names are compared without case, as Spark does.
   *
   * @throws IllegalArgumentException when a value cannot be read
   */
  public static FileFilter of(Map<String, String> options) {
    Long after = null;
    Long before = null;
    GlobPattern glob = null;
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, String> option : options.entrySet()) {
      switch (option.getKey().toLowerCase(Locale.ROOT)) {
        case "modifiedafter" -> after = millis(option);
        case "modifiedbefore" -> before = millis(option);
        case "pathglobfilter" -> glob = new GlobPattern(option.getValue());
        default -> unknown.add(option.getKey());
      }
    }
    return new FileFilter(after, before, glob, unknown);
  }

  /** A time without a zone is UTC. */
  private static long millis(Map.Entry<String, String> option) {
    Matcher m = TIME.matcher(option.getValue().strip());
    try {
      if (m.matches()) {
        LocalTime time = m.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(m.group(2));
        ZoneId zone = m.group(3).isEmpty() ? ZoneOffset.UTC : ZoneId.of(m.group(3));
        Instant at = LocalDate.parse(m.group(1)).atTime(time).atZone(zone).toInstant();
        return at.toEpochMilli();
      }
    } catch (DateTimeException notATime) {
      throw bad(option, notATime);
    }
    throw bad(option, null);
  }

  private static IllegalArgumentException bad(Map.Entry<String, String> option, Exception cause) {
    return new IllegalArgumentException(
        "autoloader_options: "
            + option.getKey()
            + " is '"
            + option.getValue()
            + "', which is no time; write it like 2026-01-31 12:00:00.000000 UTC+0",
        cause);
  }

  public boolean takes(String name, long modifiedMillis) {
    return (after == null || modifiedMillis > after)
        && (before == null || modifiedMillis < before)
        && (glob == null || glob.matches(name));
  }
}
