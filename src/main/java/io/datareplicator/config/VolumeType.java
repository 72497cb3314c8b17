package io.datareplicator.config;

/** Kinds of volumes that can be selected; {@code all} in a file stands for both. */
public enum VolumeType implements ConfigValue {
  /** Managed volume. */
  MANAGED("managed"),

  /** External volume. */
  EXTERNAL("external");

  private final String yaml;

  VolumeType(String yaml) {
    this.yaml = yaml;
  }

  @Override
  public String yaml() {
    return yaml;
  }
}
