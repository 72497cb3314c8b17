package io.datareplicator.config;

/** How a workspace side authenticates. */
public enum AuthType implements ConfigValue {
  /** Personal access token. */
  PAT("pat"),

  /** OAuth machine-to-machine with client id and client secret. */
  OAUTH("oauth");

  private final String yaml;

  AuthType(String yaml) {
    this.yaml = yaml;
  }

  @Override
  public String yaml() {
    return yaml;
  }
}
