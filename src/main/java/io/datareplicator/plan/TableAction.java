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
   * @param via the table between source and target; null for a direct clone
   * @param sourceTableId id at the source when the plan was made, may be null
   * @param sourceHead latest commit of the source when the plan was made, null when it could not be
   *     read
   * @param targetHead latest commit of what is written to, null when there is none or it could not
   *     be read
   * @param targetExists whether what is written to may be there already
   * @param targetTableId id of the table that stands on the target, null when there is none
   * @param mark whether the target carries (or gets) this tool's marker property
   * @param expected what the last clone took; tables without one start first
   * @param warnings what the user should know although the clone goes on
   */
  record Clone(
      TableName target,
      TableKind kind,
      TableName origin,
      TableName source,
      Intermediate via,
      Destination destination,
      String reason,
      String sourceTableId,
      TableHead sourceHead,
      TableHead targetHead,
      boolean targetExists,
      String targetTableId,
      boolean mark,
      Expected expected,
      List<String> warnings)
      implements TableAction {}

  /**
   * Creates an external table over files that something else replicates.
   *
   * @param url directory of the table on the target
   */
  record Register(TableName target, TableKind kind, TableName origin, String url)
      implements TableAction {}

  /** Nothing to do. */
  record Skip(TableName target, TableKind kind, String reason) implements TableAction {}

  /** Cannot or must not be done. */
  record Refuse(TableName target, TableKind kind, String error) implements TableAction {}
}
