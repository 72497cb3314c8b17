package io.datareplicator.plan;

import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import java.util.List;

/** What to do with one table, and why. */
public sealed interface TableAction {
  /** The object on the target. */
  TableName target();

  TableKind kind();

  /**
   * Deep clone.
   *
   * @param sourceTableId id at the source when the plan was made, may be null
   * @param sourceHead latest commit of the source when the plan was made, null when it could not be
   *     read
   * @param targetHead latest commit of the target, null when there is no table or it could not be
   *     read
   * @param targetExists whether a table stands there
   * @param mark whether the target carries (or gets) this tool's marker property
   * @param expectedSeconds duration of the last clone; a table without one counts as long
   * @param warnings what the user should know although the clone goes on
   */
  record Clone(
      TableName target,
      TableKind kind,
      TableName origin,
      TableName source,
      String reason,
      String sourceTableId,
      TableHead sourceHead,
      TableHead targetHead,
      boolean targetExists,
      boolean mark,
      double expectedSeconds,
      List<String> warnings)
      implements TableAction {}

  /** Nothing to do. */
  record Skip(TableName target, TableKind kind, String reason) implements TableAction {}

  /** Cannot or must not be done. */
  record Refuse(TableName target, TableKind kind, String error) implements TableAction {}
}
