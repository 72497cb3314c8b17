package io.datareplicator.config;

/** Form of log lines. */
public enum LogFormat implements ConfigValue {
  /** One JSON object per line. */
  JSON("json"),

  /** Readable text. */
  TEXT("text");

  private final String yaml;

  LogFormat(String yaml) {
    this.yaml = yaml;
  }

  @Override
  public String yaml() {
    return yaml;
  }
}
