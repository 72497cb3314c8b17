package io.datareplicator.config.tree;

/** Where a value can come from, highest first (configuration, section 1). */
public enum Layer {
  /** Option of the command line. */
  COMMAND_LINE(500, "command line"),
  /** Variable {@code DATA_REPLICATOR_…}. */
  ENVIRONMENT_VARIABLE(400, "environment variable"),
  /** Chosen environment of environments.yaml. */
  ENVIRONMENT(300, "environment"),
  /** Replication-group file. */
  GROUP(200, "file"),
  /** Name that the tool builds from other settings. */
  DERIVED(150, "derived"),
  /** Built-in default. */
  DEFAULT(100, "default");

  private final int ordinal;
  private final String label;

  Layer(int ordinal, String label) {
    this.ordinal = ordinal;
    this.label = label;
  }

  /** Ordinal of the layer's configuration source; the highest wins. */
  public int configOrdinal() {
    return ordinal;
  }

  /** Short name for people. */
  public String label() {
    return label;
  }
}
