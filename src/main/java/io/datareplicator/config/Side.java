package io.datareplicator.config;

/** The two ends of a replication. */
public enum Side implements ConfigValue {
  /** Where objects come from. */
  SOURCE("source"),

  /** Where objects go to. */
  TARGET("target");

  private final String yaml;

  Side(String yaml) {
    this.yaml = yaml;
  }

  @Override
  public String yaml() {
    return yaml;
  }
}
