package io.datareplicator.databricks.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests of one workspace by call label; every attempt counts. */
public final class RequestCounter {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final LongAdder retries = new LongAdder();

  /** Records that a request, or a call that stands for several, is sent. */
  public void sent(String call) {
    counts.computeIfAbsent(call, c -> new LongAdder()).increment();
  }

  /** Records that something is sent once more. */
  public void retried() {
    retries.increment();
  }

  /** Requests sent so far, by label such as {@code GET share}. */
  public Map<String, Long> byCall() {
    Map<String, Long> sorted = new TreeMap<>();
    counts.forEach((call, n) -> sorted.put(call, n.sum()));
    return sorted;
  }

  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  public long retries() {
    return retries.sum();
  }
}
