package io.datareplicator.config;

/** What a run does, in the order in which it does it (operations, section 0). */
public enum Operation implements ConfigValue {
  /** Prepare the source: shares, recipients, backing tables. */
  BACKUP("backup"),

  /** Bring data or metadata to the target. */
  REPLICATION("replication"),

  /** Compare source and target. */
  RECONCILIATION("reconciliation");

  private final String yaml;

  Operation(String yaml) {
    this.yaml = yaml;
  }

  @Override
  public String yaml() {
    return yaml;
  }
}
