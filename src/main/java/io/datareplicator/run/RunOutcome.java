package io.datareplicator.run;

import io.datareplicator.apply.OperationResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param results every result, in the order of their ends
 * @param interrupted whether the process was told to stop
 * @param fatal why the run could not be done or went no further
 * @param unrecorded set when results are missing from the audit table
 * @param requests requests sent, by side and call
 */
public record RunOutcome(
    String runId,
    List<OperationResult> results,
    boolean interrupted,
    Optional<String> fatal,
    Optional<String> unrecorded,
    String auditTable,
    Duration duration,
    Map<String, Map<String, Long>> requests,
    long retries) {
  /** Whether something failed other than by a difference that reconciliation found. */
  public boolean anyFailed() {
    return results.stream().anyMatch(r -> r.failed() && !r.differs());
  }

  /** Whether reconciliation found differences. */
  public boolean anyDiffers() {
    return results.stream().anyMatch(OperationResult::differs);
  }
}
