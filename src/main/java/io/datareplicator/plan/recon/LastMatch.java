package io.datareplicator.plan.recon;

import java.time.Instant;
import java.util.Objects;

/**
 * What the last successful reconciliation of a table recorded.
 *
 * @param end when it ended
 * @param settings what was compared and how, as {@link #settings} of the checks
 */
public record LastMatch(
    String runId,
    Instant end,
    String sourceTableId,
    Long sourceVersion,
    String targetTableId,
    Long targetVersion,
    String settings) {

  /** Whether nothing can have changed since: same tables, same versions, compared the same way. */
  public boolean stillHolds(
      Instant since, String sourceId, String targetId, Versions now, String settingsNow) {
    return !end.isBefore(since)
        && sourceVersion != null
        && targetVersion != null
        && sourceTableId != null
        && targetTableId != null
        && sourceTableId.equals(sourceId)
        && targetTableId.equals(targetId)
        && sourceVersion.equals(now.source())
        && targetVersion.equals(now.target())
        && Objects.equals(settings, settingsNow);
  }
}
