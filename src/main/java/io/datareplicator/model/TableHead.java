package io.datareplicator.model;

import java.time.Instant;

/**
 * The latest commit of a table.
 *
 * @param cloneSourceVersion the source version that a CLONE commit copied, null for other commits
 */
public record TableHead(
    long version, Instant timestamp, String operation, Long cloneSourceVersion) {
  public boolean isClone() {
    return "CLONE".equals(operation);
  }

  /** Whether the commit cloned just that version of its source. */
  public boolean isCloneOf(long sourceVersion) {
    return isClone() && cloneSourceVersion != null && cloneSourceVersion == sourceVersion;
  }
}
