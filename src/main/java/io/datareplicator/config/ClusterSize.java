package io.datareplicator.config;

/** Size of a SQL warehouse that may be created. */
public enum ClusterSize implements ConfigValue {
  /** 2X-Small. */
  XX_SMALL("2X-Small"),

  /** X-Small. */
  X_SMALL("X-Small"),

  /** Small. */
  SMALL("Small"),

  /** Medium. */
  MEDIUM("Medium"),

  /** Large. */
  LARGE("Large"),

  /** X-Large. */
  X_LARGE("X-Large"),

  /** 2X-Large. */
  XX_LARGE("2X-Large"),

  /** 3X-Large. */
  XXX_LARGE("3X-Large"),

  /** 4X-Large. */
  XXXX_LARGE("4X-Large");

  private final String yaml;

  ClusterSize(String yaml) {
    this.yaml = yaml;
  }

  @Override
  public String yaml() {
    return yaml;
  }
}
