package io.datareplicator.model;

import java.util.Locale;

/** One of the two workspaces of a run. */
public enum Side {
  SOURCE,
  TARGET;

  /** Lower-case form used in options, messages and configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
