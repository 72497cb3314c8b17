package io.datareplicator.config;

/** What rows are told apart by when both sides of a table are compared. */
public enum RowDigest implements ConfigValue {
  /** Two salted 64-bit hashes: fast, safe against chance. */
  XXHASH64("xxhash64"),

  /** SHA-256 of the whole row: slower, safe against values that were made to collide. */
  SHA256("sha256");

  private final String yaml;

  RowDigest(String yaml) {
    this.yaml = yaml;
  }

  @Override
  public String yaml() {
    return yaml;
  }
}
