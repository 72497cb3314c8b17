package io.datareplicator.config;

/** Type of a SQL warehouse that may be created. */
public enum WarehouseType implements ConfigValue {
  /** Pro (and serverless) warehouse. */
  PRO("PRO"),

  /** Classic warehouse. */
  CLASSIC("CLASSIC");

  private final String yaml;

  WarehouseType(String yaml) {
    this.yaml = yaml;
  }

  @Override
  public String yaml() {
    return yaml;
  }
}
