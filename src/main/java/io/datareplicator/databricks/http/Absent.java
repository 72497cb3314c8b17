package io.datareplicator.databricks.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Empty arrays and maps are often left out of answers; records of answers make them empty again
 * (databricks-api.md §0).
 */
public final class Absent {
  private Absent() {}

  /** The entries, without null ones; none when the array was absent. */
  public static <T> List<T> list(List<T> read) {
    return read == null ? List.of() : read.stream().filter(Objects::nonNull).toList();
  }

  /** The entries in their order, without null ones; none when the map was absent. */
  public static <V> Map<String, V> map(Map<String, V> read) {
    if (read == null || read.isEmpty()) {
      return Map.of();
    }
    Map<String, V> kept = new LinkedHashMap<>(read);
    kept.values().removeIf(Objects::isNull);
    return Collections.unmodifiableMap(kept);
  }
}
