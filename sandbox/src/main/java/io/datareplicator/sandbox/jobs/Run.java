package io.datareplicator.sandbox.jobs;

import io.datareplicator.sandbox.jobs.RunSpec.TaskSpec;
import java.util.ArrayList;
import java.util.List;

/** One run and where it stands. Thread-safe. */
public final class Run {
  private final long id;
  private final long jobId;
  private final RunSpec spec;
  private final List<Task> tasks = new ArrayList<>();
  private final long createdAt = System.currentTimeMillis();
  private RunEnd end;
  private RunEnd asked;
  private long endedAt;
  private Thread worker;

  /** A task of a run. */
  public final class Task {
    private final long id;
    private final TaskSpec spec;
    private final TaskOutput output = new TaskOutput();
    private boolean running;
    private RunEnd end;
    private long startedAt;
    private long endedAt;

    private Task(long id, TaskSpec spec) {
      this.id = id;
      this.spec = spec;
    }

    public long id() {
      return id;
    }

    public TaskSpec spec() {
      return spec;
    }

    public TaskOutput output() {
      return output;
    }

    public Run run() {
      return Run.this;
    }

    /** Null while it has not ended. */
    public RunEnd end() {
      synchronized (Run.this) {
        return end;
      }
    }

    /** PENDING or RUNNING, or that of its end. */
    public String lifeCycleState() {
      synchronized (Run.this) {
        return end != null ? end.lifeCycleState() : running ? "RUNNING" : "PENDING";
      }
    }

    /** Epoch milliseconds, 0 = not started. */
    public long startedAt() {
      synchronized (Run.this) {
        return startedAt;
      }
    }

    /** Epoch milliseconds, 0 = not ended. */
    public long endedAt() {
      synchronized (Run.this) {
        return endedAt;
      }
    }

    void start() {
      synchronized (Run.this) {
        running = true;
        startedAt = System.currentTimeMillis();
      }
    }

    void end(RunEnd how) {
      synchronized (Run.this) {
        end = how;
        endedAt = System.currentTimeMillis();
      }
    }
  }

  /**
   * @param firstTaskId the tasks' ids follow one another
   */
  Run(long id, long jobId, long firstTaskId, RunSpec spec) {
    this.id = id;
    this.jobId = jobId;
    this.spec = spec;
    for (TaskSpec task : spec.tasks()) {
      tasks.add(new Task(firstTaskId + tasks.size(), task));
    }
  }

  public long id() {
    return id;
  }

  public long jobId() {
    return jobId;
  }

  public RunSpec spec() {
    return spec;
  }

  public List<Task> tasks() {
    return List.copyOf(tasks);
  }

  /** Epoch milliseconds. */
  public long createdAt() {
    return createdAt;
  }

  /** Epoch milliseconds, 0 = not ended. */
  public synchronized long endedAt() {
    return endedAt;
  }

  /** Null while it has not ended. */
  public synchronized RunEnd end() {
    return end;
  }

  /** PENDING, RUNNING or TERMINATING, or that of its end. */
  public synchronized String lifeCycleState() {
    if (end != null) {
      return end.lifeCycleState();
    }
    if (asked != null) {
      return "TERMINATING";
    }
    return tasks.stream().anyMatch(t -> t.running) ? "RUNNING" : "PENDING";
  }

  /**
   * The calling thread works on the run from now on, and is interrupted when it must stop.
   *
   * @throws InterruptedException when it must stop already
   */
  synchronized void begin() throws InterruptedException {
    if (asked != null) {
      throw new InterruptedException();
    }
    worker = Thread.currentThread();
  }

  /** Asks the run to end in this way; the first to ask wins. */
  synchronized void stop(RunEnd how) {
    if (end == null && asked == null) {
      asked = how;
      if (worker != null) {
        worker.interrupt();
      }
    }
  }

  /** What was asked for, or null. */
  synchronized RunEnd asked() {
    return asked;
  }

  synchronized void end(RunEnd how) {
    for (Task task : tasks) {
      if (task.end == null) {
        task.end(how);
      }
    }
    end = how;
    endedAt = System.currentTimeMillis();
    worker = null;
  }
}
