package io.datareplicator.config;

/** Who copies volume files. */
public enum CopyEngine implements ConfigValue {
  /** This process, through the Files API. */
  FILES_API("files_api"),

  /** A job on the target workspace that runs Auto Loader. */
  AUTOLOADER("autoloader");

  private final String yaml;

  CopyEngine(String yaml) {
    this.yaml = yaml;
  }

  @Override
  public String yaml() {
    return yaml;
  }
}
