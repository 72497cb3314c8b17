package io.datareplicator.reconcile;

import io.datareplicator.plan.recon.RowVerdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Counts files of two volumes as they are compared, with some names of each kind. Thread-safe. */
final class FilesVerdict {
  private static final int EXAMPLES = 20;

  /** How a file differs. */
  enum Difference {
    MISSING_IN_TARGET("of the source are not on the target"),
    MISSING_IN_SOURCE("of the target are not at the source"),
    SIZE_DIFFERS("have another size on the target"),
    CONTENT_DIFFERS("have another content on the target");

    private final String words;

    Difference(String words) {
      this.words = words;
    }

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Difference, Long> counts = new EnumMap<>(Difference.class);
  private final Map<Difference, TreeSet<String>> examples = new EnumMap<>(Difference.class);
  private long files;
  private long bytes;
  private long filtered;
  private long targetFiles;

  /** A file of the source that is compared. */
  synchronized void source(long size) {
    files++;
    bytes += size;
  }

  /** A file of the target that is compared. */
  synchronized void target() {
    targetFiles++;
  }

  /** A file of either side that the settings leave out. */
  synchronized void filtered() {
    filtered++;
  }

  /**
   * @param path relative to what is compared
   */
  synchronized void differs(Difference how, String path) {
    counts.merge(how, 1L, Long::sum);
    example(how, path);
  }

  /** How many files only the target has; their names are told by {@link #example}. */
  synchronized void onlyAtTarget(long count) {
    if (count > 0) {
      counts.put(Difference.MISSING_IN_SOURCE, count);
    }
  }

  /**
   * Keeps the first names in their order, whatever the order in which they come.
   *
   * @return whether more names would be taken without dropping others
   */
  synchronized boolean example(Difference how, String path) {
    TreeSet<String> some = examples.computeIfAbsent(how, d -> new TreeSet<>());
    some.add(path);
    if (some.size() > EXAMPLES) {
      some.pollLast();
    }
    return some.size() < EXAMPLES;
  }

  /** Whether so many files agree that the rest may differ. */
  synchronized boolean matches(double threshold) {
    long changed =
        count(Difference.MISSING_IN_TARGET)
            + count(Difference.SIZE_DIFFERS)
            + count(Difference.CONTENT_DIFFERS);
    return new RowVerdict(
            files, targetFiles, changed, count(Difference.MISSING_IN_SOURCE), threshold)
        .rowsMatch();
  }

  private long count(Difference how) {
    return counts.getOrDefault(how, 0L);
  }

  /** What differs, in words. */
  synchronized List<String> describe() {
    List<String> said = new ArrayList<>();
    counts.forEach(
        (how, count) ->
            said.add(
                count
                    + (count == 1 ? " file " : " files ")
                    + (count == 1
                        ? how.words.replace(" are not ", " is not ").replaceFirst("^have ", "has ")
                        : how.words)
                    + " ("
                    + String.join(", ", first(how))
                    + ")"));
    return said;
  }

  private List<String> first(Difference how) {
    List<String> all = new ArrayList<>(examples.getOrDefault(how, new TreeSet<>()));
    List<String> some = new ArrayList<>(all.subList(0, Math.min(3, all.size())));
    if (count(how) > some.size()) {
      some.add("…");
    }
    return some;
  }

  synchronized long countFiltered() {
    return filtered;
  }

  /** Counts and examples, for the audit row. */
  synchronized Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("files", files);
    details.put("bytes", bytes);
    details.put("target_files", targetFiles);
    if (filtered > 0) {
      details.put("filtered", filtered);
    }
    if (!counts.isEmpty()) {
      Map<String, Object> names = new LinkedHashMap<>();
      for (Difference how : Difference.values()) {
        details.put(how.key(), count(how));
        if (examples.containsKey(how)) {
          names.put(how.key(), List.copyOf(examples.get(how)));
        }
      }
      details.put("examples", names);
    }
    return details;
  }
}
