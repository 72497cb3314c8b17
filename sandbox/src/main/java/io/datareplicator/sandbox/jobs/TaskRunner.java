package io.datareplicator.sandbox.jobs;

import io.datareplicator.sandbox.jobs.RunSpec.TaskSpec;

/** Does the work of a task. */
@FunctionalInterface
public interface TaskRunner {
  /**
   * Runs a task to its end.
   *
   * @param user whom the task acts for
   * @param output gets what it prints, and its failure
   * @throws InterruptedException when the thread is interrupted: nothing of the task runs any more
   */
  RunEnd run(TaskSpec task, String user, TaskOutput output) throws InterruptedException;
}
