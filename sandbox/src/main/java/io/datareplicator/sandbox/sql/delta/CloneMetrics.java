package io.datareplicator.sandbox.sql.delta;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a clone moved, in files and bytes; the names are those of its history entry. */
public final class CloneMetrics {
  private final Map<String, Long> values = new LinkedHashMap<>();

  CloneMetrics() {
    for (String name :
        new String[] {
          "sourceTableSize",
          "sourceNumOfFiles",
          "numRemovedFiles",
          "numCopiedFiles",
          "removedFilesSize",
          "copiedFilesSize"
        }) {
      values.put(name, 0L);
    }
  }

  void add(String name, long amount) {
    values.merge(name, amount, Long::sum);
  }

  /** History names to values, in the order of the statement's result. */
  public Map<String, Long> values() {
    return Map.copyOf(values);
  }

  /** Result columns of CLONE (snake case) to values, in order. */
  public Map<String, Long> columns() {
    Map<String, Long> columns = new LinkedHashMap<>();
    values.forEach(
        (name, value) ->
            columns.put(
                name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT), value));
    return columns;
  }
}
