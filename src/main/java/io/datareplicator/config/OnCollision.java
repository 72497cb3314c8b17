package io.datareplicator.config;

/** What to do with a target object that this tool did not create. */
public enum OnCollision implements ConfigValue {
  /** Report the object as failed. */
  FAIL("fail"),

  /** Go on as if the tool had created it. */
  ADOPT("adopt"),

  /** Replace it. */
  REPLACE("replace");

  private final String yaml;

  OnCollision(String yaml) {
    this.yaml = yaml;
  }

  @Override
  public String yaml() {
    return yaml;
  }
}
