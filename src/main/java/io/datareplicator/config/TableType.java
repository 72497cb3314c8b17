package io.datareplicator.config;

/** Kinds of tables that can be selected; {@code all} in a file stands for every one of them. */
public enum TableType implements ConfigValue {
  /** Managed Delta table. */
  MANAGED("managed"),

  /** External Delta table. */
  EXTERNAL("external"),

  /** Streaming table of a pipeline. */
  STREAMING_TABLE("streaming_table"),

  /** Materialized view; never cloned, reconciled only. */
  MATERIALIZED_VIEW("materialized_view");

  private final String yaml;

  TableType(String yaml) {
    this.yaml = yaml;
  }

  @Override
  public String yaml() {
    return yaml;
  }
}
