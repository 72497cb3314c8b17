package io.datareplicator.databricks.jobs;

import io.datareplicator.databricks.jobs.JobsApi.RunInfo;
import io.datareplicator.databricks.jobs.JobsApi.RunState;
import io.datareplicator.databricks.jobs.JobsApi.RunStatus;
import io.datareplicator.databricks.jobs.JobsApi.TaskInfo;
import io.datareplicator.databricks.jobs.JobsApi.TerminationDetails;
import java.util.List;

/**
 * Where a run stands, read from both forms in which the service tells it.
 *
 * @param id of the run
 * @param pageUrl its page in the workspace, or null
 * @param stateText the service's own words for the state, for people
 * @param code termination code such as DRIVER_ERROR, empty when there is none
 * @param type termination type such as CLIENT_ERROR or CLOUD_FAILURE, empty when there is none
 * @param message the service's explanation, empty when there is none
 */
public record JobRun(
    long id,
    String pageUrl,
    State state,
    String stateText,
    String code,
    String type,
    String message,
    List<Task> tasks) {

  /** What a caller has to tell apart. */
  public enum State {
    /** Not started: queued, blocked, or its compute is being prepared. */
    WAITING(false),
    /** At work; also the end of it, while compute is being released. */
    RUNNING(false),
    /** In a state that this tool does not know and that is no end. */
    UNKNOWN(false),
    SUCCEEDED(true),
    FAILED(true),
    CANCELED(true),
    TIMED_OUT(true),
    SKIPPED(true),
    /** The service failed, not the task. */
    INTERNAL_ERROR(true),
    /** Ended with a result that this tool does not know: not a success. */
    UNKNOWN_END(true);

    private final boolean terminal;

    State(boolean terminal) {
      this.terminal = terminal;
    }

    public boolean terminal() {
      return terminal;
    }
  }

  /** A task of the run; {@code id} is what its output is asked for by. */
  public record Task(long id, String key, State state) {}

  static JobRun of(long id, RunInfo info, List<TaskInfo> tasks) {
    boolean ended = info.endTime() != null && info.endTime() > 0;
    TerminationDetails details = details(info.status());
    String result = text(info.state() == null ? null : info.state().resultState());
    return new JobRun(
        id,
        info.runPageUrl(),
        state(info.state(), info.status(), ended),
        stateText(info.state(), info.status()),
        details == null ? result : text(details.code()),
        details == null ? "" : text(details.type()),
        message(info.state(), details),
        tasks.stream()
            .filter(t -> t.runId() != null)
            .map(t -> new Task(t.runId(), text(t.taskKey()), state(t.state(), t.status(), false)))
            .toList());
  }

  private static State state(RunState old, RunStatus now, boolean ended) {
    String lifeCycle = text(old == null ? null : old.lifeCycleState());
    String state = text(now == null ? null : now.state());
    switch (lifeCycle) {
      case "SKIPPED":
        return State.SKIPPED;
      case "INTERNAL_ERROR":
        return State.INTERNAL_ERROR;
      default:
        break;
    }
    if (lifeCycle.equals("TERMINATED") || state.equals("TERMINATED")) {
      return result(old, details(now));
    }
    State going = going(state.isEmpty() ? lifeCycle : state);
    return going == State.UNKNOWN && ended ? State.UNKNOWN_END : going;
  }

  private static State going(String state) {
    return switch (state) {
      case "PENDING", "QUEUED", "BLOCKED", "WAITING", "WAITING_FOR_RETRY" -> State.WAITING;
      case "RUNNING", "TERMINATING" -> State.RUNNING;
      default -> State.UNKNOWN;
    };
  }

  private static State result(RunState old, TerminationDetails details) {
    String result = text(old == null ? null : old.resultState());
    switch (result) {
      case "SUCCESS":
        return State.SUCCEEDED;
      case "FAILED", "UPSTREAM_FAILED", "SUCCESS_WITH_FAILURES":
        return State.FAILED;
      case "TIMEDOUT":
        return State.TIMED_OUT;
      case "CANCELED", "UPSTREAM_CANCELED":
        return State.CANCELED;
      case "EXCLUDED", "DISABLED":
        return State.SKIPPED;
      case "":
        break;
      default:
        return State.UNKNOWN_END;
    }
    String code = text(details == null ? null : details.code());
    return switch (code) {
      case "SUCCESS" -> State.SUCCEEDED;
      case "USER_CANCELED", "CANCELED" -> State.CANCELED;
      case "TIMED_OUT", "TIMEDOUT" -> State.TIMED_OUT;
      case "SKIPPED" -> State.SKIPPED;
      case "INTERNAL_ERROR" -> State.INTERNAL_ERROR;
      case "" -> State.UNKNOWN_END;
      default -> State.FAILED;
    };
  }

  private static TerminationDetails details(RunStatus status) {
    return status == null ? null : status.terminationDetails();
  }

  private static String stateText(RunState old, RunStatus now) {
    String state = text(now == null ? null : now.state());
    if (state.isEmpty()) {
      state = text(old == null ? null : old.lifeCycleState());
    }
    String result = text(old == null ? null : old.resultState());
    if (result.isEmpty()) {
      TerminationDetails details = details(now);
      result = text(details == null ? null : details.code());
    }
    String both = result.isEmpty() || result.equals(state) ? state : state + " " + result;
    return both.isBlank() ? "no state" : both;
  }

  private static String message(RunState old, TerminationDetails details) {
    String told = text(details == null ? null : details.message());
    return told.isEmpty() ? text(old == null ? null : old.stateMessage()) : told;
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
