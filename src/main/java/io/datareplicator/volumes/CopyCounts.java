package io.datareplicator.volumes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What was done to a volume so far. Thread-safe. */
final class CopyCounts {
  private static final int MAX_FAILURES = 10;

  final LongAdder listed = new LongAdder();
  final LongAdder filtered = new LongAdder();
  final LongAdder unchanged = new LongAdder();
  final LongAdder copied = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder vanished = new LongAdder();
  final LongAdder deleted = new LongAdder();
  private final List<Map<String, Object>> failures = new ArrayList<>();
  private volatile long onlyAtTarget;

  void failed(String path, String why) {
    failed.increment();
    synchronized (failures) {
      if (failures.size() < MAX_FAILURES) {
        failures.add(Map.of("path", path, "error", why));
      }
    }
  }

  /** Files that only the target has; known at the end. */
  void onlyAtTarget(long files) {
    onlyAtTarget = files;
  }

  /** The first file that failed, as a sentence. */
  String firstFailure() {
    synchronized (failures) {
      return failures.get(0).get("path") + ": " + failures.get(0).get("error");
    }
  }

  Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("files_listed", listed.sum());
    details.put("files_copied", copied.sum());
    details.put("files_unchanged", unchanged.sum());
    details.put("files_failed", failed.sum());
    details.put("files_deleted", deleted.sum());
    details.put("bytes_copied", bytes.sum());
    details.put("files_only_at_target", onlyAtTarget);
    if (filtered.sum() > 0) {
      details.put("files_filtered", filtered.sum());
    }
    if (vanished.sum() > 0) {
      details.put("files_vanished", vanished.sum());
    }
    synchronized (failures) {
      if (!failures.isEmpty()) {
        details.put("failed_files", List.copyOf(failures));
      }
    }
    return details;
  }

  /** How far it got. */
  String progress() {
    return String.format(
        Locale.ROOT,
        "%d files listed, %d copied (%.1f MiB), %d unchanged, %d failed",
        listed.sum(),
        copied.sum(),
        bytes.sum() / 1048576.0,
        unchanged.sum(),
        failed.sum());
  }
}
