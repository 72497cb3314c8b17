package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.cluster.Clusters;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.jobs.RunSpec;
import io.datareplicator.sandbox.jobs.RunSpec.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The body of a submission, validated (reference §7). */
final class RunRequest {
  private static final int MAX_TOKEN = 64;
  private static final int MAX_PARAMETERS = 10_000;
  private static final int MAX_TASKS = 1_000;
  private static final Pattern KEY = Pattern.compile("[\\w-]{1,100}");
  private static final List<String> OTHER_TASKS =
      List.of(
          "notebook_task",
          "sql_task",
          "spark_jar_task",
          "spark_submit_task",
          "python_wheel_task",
          "pipeline_task",
          "dbt_task",
          "run_job_task",
          "condition_task",
          "for_each_task");

  private final Clusters clusters;

  RunRequest(Clusters clusters) {
    this.clusters = clusters;
  }

  RunSpec read(Input in, String user) {
    String token = in.text("idempotency_token", null);
    if (token != null && token.length() > MAX_TOKEN) {
      throw ApiException.invalid(
          "idempotency_token must have at most " + MAX_TOKEN + " characters");
    }
    for (String field : List.of("run_as", "git_source", "webhook_notifications")) {
      if (in.has(field)) {
        throw unsupported(field);
      }
    }
    if (in.has("queue")) {
      in.object("queue").flag("enabled");
    }
    Set<String> environments = environments(in);
    List<TaskSpec> tasks = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (Input task : in.objects("tasks")) {
      TaskSpec spec = task(task, environments);
      if (!keys.add(spec.key())) {
        throw ApiException.invalid("Duplicate task key: " + spec.key());
      }
      tasks.add(spec);
    }
    if (tasks.isEmpty()) {
      throw ApiException.invalid("A run must have at least one task");
    }
    if (tasks.size() > MAX_TASKS) {
      throw ApiException.invalid("A run must not have more than " + MAX_TASKS + " tasks");
    }
    return new RunSpec(
        user, in.text("run_name", "Untitled"), inOrder(tasks, keys), timeout(in), token);
  }

  private static ApiException unsupported(String what) {
    return new ApiException(501, "NOT_IMPLEMENTED", "The sandbox does not run jobs with " + what);
  }

  private static long timeout(Input in) {
    long seconds = in.number("timeout_seconds", 0);
    if (seconds < 0) {
      throw ApiException.invalid("timeout_seconds must not be negative");
    }
    return seconds;
  }

  private static Set<String> environments(Input in) {
    Set<String> keys = new HashSet<>();
    for (Input environment : in.objects("environments")) {
      if (!keys.add(environment.required("environment_key"))) {
        throw ApiException.invalid(
            "Duplicate environment key: " + environment.text("environment_key"));
      }
      Input spec = environment.object("spec");
      String version = spec.text("environment_version", spec.text("client", null));
      if (version == null && spec.text("base_environment", null) == null) {
        throw ApiException.invalid("Missing required field: environment_version");
      }
      if (!spec.texts("dependencies").isEmpty()) {
        throw unsupported("dependencies in an environment");
      }
    }
    return keys;
  }

  private TaskSpec task(Input in, Set<String> environments) {
    String key = in.required("task_key");
    if (!KEY.matcher(key).matches()) {
      throw ApiException.invalid(
          "task_key must be 1 to 100 letters, digits, dashes or underscores, got " + key);
    }
    for (String other : OTHER_TASKS) {
      if (in.has(other)) {
        throw unsupported(other);
      }
    }
    if (!in.has("spark_python_task")) {
      throw ApiException.invalid("Task " + key + " must define what it runs");
    }
    Input python = in.object("spark_python_task");
    List<String> parameters = python.texts("parameters");
    checkParameters(parameters);
    String file = python.required("python_file");
    if (!file.startsWith("/")) {
      throw ApiException.invalid(
          "Invalid python file reference: " + file + ". It must begin with '/'.");
    }
    List<String> dependsOn =
        in.objects("depends_on").stream().map(d -> d.required("task_key")).toList();
    return new TaskSpec(
        key, dependsOn, file, parameters, cluster(in, key, environments), timeout(in));
  }

  private static void checkParameters(List<String> parameters) {
    if (!parameters.stream().allMatch(p -> StandardCharsets.US_ASCII.newEncoder().canEncode(p))) {
      throw ApiException.invalid("Parameters must hold ASCII characters only");
    }
    if (Json.bytes(parameters).length > MAX_PARAMETERS) {
      throw ApiException.invalid(
          "The JSON of the parameters must not be longer than " + MAX_PARAMETERS + " bytes");
    }
  }

  /** The cluster of a task; null = serverless, which needs an environment. */
  private String cluster(Input in, String key, Set<String> environments) {
    for (String field : List.of("new_cluster", "job_cluster_key", "libraries")) {
      if (in.has(field)) {
        throw unsupported(field);
      }
    }
    String environment = in.text("environment_key", null);
    String cluster = in.text("existing_cluster_id", null);
    if (cluster != null) {
      if (environment != null) {
        throw ApiException.invalid(
            "Task " + key + " has both existing_cluster_id and environment_key");
      }
      return clusters.get(cluster).id();
    }
    if (environment == null) {
      throw ApiException.invalid(
          "Task " + key + ": an environment is required for a serverless Python task");
    }
    if (!environments.contains(environment)) {
      throw ApiException.invalid(
          "Task " + key + " refers to the unknown environment " + environment);
    }
    return null;
  }

  /** Each task after those that it depends on. */
  private static List<TaskSpec> inOrder(List<TaskSpec> tasks, Set<String> keys) {
    List<TaskSpec> rest = new ArrayList<>(tasks);
    List<TaskSpec> ordered = new ArrayList<>();
    Set<String> done = new HashSet<>();
    while (!rest.isEmpty()) {
      TaskSpec next = null;
      for (TaskSpec task : rest) {
        if (!keys.containsAll(task.dependsOn())) {
          throw ApiException.invalid("Task " + task.key() + " depends on an unknown task");
        }
        if (next == null && done.containsAll(task.dependsOn())) {
          next = task;
        }
      }
      if (next == null) {
        throw ApiException.invalid("The tasks depend on one another in a circle");
      }
      rest.remove(next);
      ordered.add(next);
      done.add(next.key());
    }
    return ordered;
  }
}
