package io.datareplicator.plan;

import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import java.util.List;

/** Decides whether a backing table of the legacy kind has to be copied (operations.md §2). */
public final class BackupPlanner {
  private BackupPlanner() {}

  /**
   * The action for one streaming table: a clone of its backing table into the backup catalog, or
   * nothing when the last copy is still what both tables hold.
   *
   * @param exists whether the copy stands there
   * @param head latest commit of the backing table, null when it could not be read
   * @param copyHead latest commit of the copy, null when there is none or it could not be read
   * @param last what the last copy recorded, null without one
   */
  public static TableAction copy(
      TableName origin,
      TableName backing,
      TableName copy,
      boolean exists,
      TableHead head,
      TableHead copyHead,
      LastClone last) {
    boolean unchanged =
        exists
            && head != null
            && copyHead != null
            && last != null
            && last.version() == head.version()
            && last.timestamp().equals(head.timestamp())
            && copyHead.isCloneOf(head.version());
    if (unchanged) {
      return new TableAction.Skip(copy, TableKind.STREAMING_TABLE, "unchanged");
    }
    String reason =
        !exists
            ? "new"
            : head != null && last != null && last.version() != head.version()
                ? "changed: version " + last.version() + " to " + head.version()
                : "the copy is not known to be up to date";
    return new TableAction.Clone(
        copy,
        TableKind.STREAMING_TABLE,
        origin,
        backing,
        null,
        new Destination.Managed(copy),
        reason,
        null,
        head,
        copyHead,
        exists,
        null,
        false,
        Expected.of(last),
        List.of());
  }
}
