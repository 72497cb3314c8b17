package io.datareplicator.sandbox.jobs;

/**
 * How a run or task ended, in both languages of the Jobs API.
 *
 * @param resultState null when the life cycle state says it all
 * @param code termination code of the newer form
 * @param type termination type of the newer form
 */
public record RunEnd(
    String lifeCycleState, String resultState, String code, String type, String message) {

  static RunEnd success() {
    return new RunEnd("TERMINATED", "SUCCESS", "SUCCESS", "SUCCESS", "");
  }

  static RunEnd failed(String message) {
    return new RunEnd("TERMINATED", "FAILED", "RUN_EXECUTION_ERROR", "CLIENT_ERROR", message);
  }

  static RunEnd upstreamFailed() {
    return new RunEnd(
        "TERMINATED",
        "UPSTREAM_FAILED",
        "RUN_EXECUTION_ERROR",
        "CLIENT_ERROR",
        "An upstream task failed.");
  }

  static RunEnd cancelled(String user) {
    return new RunEnd(
        "TERMINATED", "CANCELED", "USER_CANCELED", "SUCCESS", "Run cancelled by " + user + ".");
  }

  static RunEnd timedOut(long seconds) {
    return new RunEnd(
        "TERMINATED",
        "TIMEDOUT",
        "CANCELED",
        "CLIENT_ERROR",
        "Run timed out after " + seconds + " seconds.");
  }

  static RunEnd internal(String code, String message) {
    return new RunEnd("INTERNAL_ERROR", "FAILED", code, "INTERNAL_ERROR", message);
  }

  static RunEnd skipped(String message) {
    return new RunEnd("SKIPPED", null, "SKIPPED", "CLIENT_ERROR", message);
  }

  boolean succeeded() {
    return "SUCCESS".equals(resultState);
  }

  /** Whether somebody, or the clock, ended it. */
  public boolean cancelledOrTimedOut() {
    return "CANCELED".equals(resultState) || "TIMEDOUT".equals(resultState);
  }
}
