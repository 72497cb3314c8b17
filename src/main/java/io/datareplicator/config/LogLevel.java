package io.datareplicator.config;

/** Lowest level that is logged. */
public enum LogLevel implements ConfigValue {
  /** Everything, with each SQL statement. */
  DEBUG("DEBUG"),

  /** Progress. */
  INFO("INFO"),

  /** What may need attention. */
  WARNING("WARNING"),

  /** Failures. */
  ERROR("ERROR"),

  /** Failures that end the run. */
  CRITICAL("CRITICAL");

  private final String yaml;

  LogLevel(String yaml) {
    this.yaml = yaml;
  }

  @Override
  public String yaml() {
    return yaml;
  }
}
