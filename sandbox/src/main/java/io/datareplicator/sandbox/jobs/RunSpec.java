package io.datareplicator.sandbox.jobs;

import java.util.List;

/**
 * A run as submitted, already validated; tasks come after those that they depend on.
 *
 * @param timeoutSeconds 0 = none
 * @param idempotencyToken null = none
 */
public record RunSpec(
    String user, String name, List<TaskSpec> tasks, long timeoutSeconds, String idempotencyToken) {
  public RunSpec {
    tasks = List.copyOf(tasks);
  }

  /**
   * A task that runs a Python file.
   *
   * @param clusterId null = serverless
   * @param timeoutSeconds 0 = none
   */
  public record TaskSpec(
      String key,
      List<String> dependsOn,
      String pythonFile,
      List<String> parameters,
      String clusterId,
      long timeoutSeconds) {
    public TaskSpec {
      dependsOn = List.copyOf(dependsOn);
      parameters = List.copyOf(parameters);
    }
  }
}
