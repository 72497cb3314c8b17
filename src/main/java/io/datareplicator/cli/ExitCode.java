package io.datareplicator.cli;

import io.datareplicator.run.RunOutcome;

/** Exit codes (operations.md §7). */
public final class ExitCode {
  public static final int OK = 0;
  public static final int RUN_FAILED = 1;
  public static final int USAGE = 2;
  public static final int SOME_FAILED = 3;
  public static final int DIFFERENCES = 4;
  public static final int INTERRUPTED = 130;

  private ExitCode() {}

  /**
   * The code of a run; a result that could not be recorded is a failure of the run.
   *
   * @param interrupted what an interrupted run ends with
   */
  public static int of(RunOutcome outcome, int interrupted) {
    if (outcome.interrupted()) {
      return interrupted;
    }
    if (outcome.fatal().isPresent() || outcome.unrecorded().isPresent()) {
      return RUN_FAILED;
    }
    if (outcome.anyFailed()) {
      return SOME_FAILED;
    }
    return outcome.anyDiffers() ? DIFFERENCES : OK;
  }
}
