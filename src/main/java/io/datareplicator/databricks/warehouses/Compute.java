package io.datareplicator.databricks.warehouses;

/**
 * What runs SQL on a side.
 *
 * @param id of the warehouse or cluster
 * @param chosenBecause where the choice comes from, for people
 */
public record Compute(Kind kind, String id, String chosenBecause) {
  /** Kinds of compute. */
  public enum Kind {
    /** SQL warehouse, through the Statement Execution API. */
    WAREHOUSE,
    /** All-purpose cluster, through JDBC. */
    CLUSTER
  }

  public static Compute warehouse(String id, String chosenBecause) {
    return new Compute(Kind.WAREHOUSE, id, chosenBecause);
  }

  public static Compute cluster(String id, String chosenBecause) {
    return new Compute(Kind.CLUSTER, id, chosenBecause);
  }
}
