package io.datareplicator.sandbox.jobs;

import io.datareplicator.sandbox.cluster.Cluster;
import io.datareplicator.sandbox.cluster.Clusters;
import io.datareplicator.sandbox.http.ApiException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The runs of one workspace; they do not outlive the process. Thread-safe. */
public final class Runs implements AutoCloseable {
  /** Beyond 2^53, as Databricks' are. */
  private static final long FIRST_ID = 9_100_000_000_000_000L;

  /** Room between the ids of two runs, for their tasks. */
  private static final long STEP = 10_000;

  private final Clusters clusters;
  private final TaskRunner runner;
  private final RunControl control;
  private final ExecutorService threads;
  private final ScheduledExecutorService clock;
  private final AtomicLong lastId =
      new AtomicLong(FIRST_ID + new SecureRandom().nextInt(1_000_000) * STEP);
  private final Map<Long, Run> runs = new ConcurrentHashMap<>();
  private final Map<String, Run> byToken = new HashMap<>();

  /**
   * @param startMillis how long serverless compute takes to start
   */
  public Runs(Clusters clusters, TaskRunner runner, long startMillis) {
    this.clusters = clusters;
    this.runner = runner;
    this.control = new RunControl(startMillis);
    this.threads = Executors.newCachedThreadPool(r -> new Thread(r, "job-run"));
    this.clock = Executors.newSingleThreadScheduledExecutor(r -> new Thread(r, "job-clock"));
    for (Cluster cluster : clusters.all()) {
      cluster.onTermination(() -> lose(cluster));
    }
  }

  public RunControl control() {
    return control;
  }

  /** Starts a run, or gives the one that was submitted with the same idempotency token. */
  public Run submit(RunSpec spec) {
    Run run;
    synchronized (byToken) {
      String token = spec.idempotencyToken();
      Run there = token == null ? null : byToken.get(token);
      if (there != null) {
        return there;
      }
      long id = lastId.addAndGet(STEP);
      run = new Run(id, id - STEP / 2, id + 1, spec);
      runs.put(id, run);
      if (token != null) {
        byToken.put(token, run);
      }
    }
    RunEnd forced = control.nextEnd();
    if (forced != null) {
      run.end(forced);
    } else {
      threads.execute(() -> execute(run));
    }
    return run;
  }

  /**
   * @throws ApiException 400 INVALID_PARAMETER_VALUE for an unknown id, as the Jobs API does
   */
  public Run get(long id) {
    Run run = runs.get(id);
    if (run == null) {
      throw unknown(id);
    }
    return run;
  }

  /** A task by its own run id. */
  public Run.Task task(long id) {
    Run run = runs.get(id - id % STEP);
    if (run != null && run.id() == id) {
      throw ApiException.invalid(
          "Retrieving the output of runs with multiple tasks is not supported. Please retrieve the"
              + " output of each individual task run instead.");
    }
    return (run == null ? List.<Run.Task>of() : run.tasks())
        .stream().filter(t -> t.id() == id).findFirst().orElseThrow(() -> unknown(id));
  }

  private static ApiException unknown(long id) {
    return ApiException.invalid("Run " + id + " does not exist.");
  }

  public List<Run> all() {
    return new ArrayList<>(runs.values());
  }

  /** Asks a run to stop; one that has ended stays as it is. */
  public void cancel(long id, String user) {
    get(id).stop(RunEnd.cancelled(user));
  }

  private void lose(Cluster cluster) {
    for (Run run : runs.values()) {
      boolean on =
          run.tasks().stream()
              .anyMatch(t -> cluster.id().equals(t.spec().clusterId()) && t.startedAt() > 0);
      if (on) {
        run.stop(
            RunEnd.internal(
                "CLUSTER_ERROR", "Cluster '" + cluster.id() + "' was terminated during the run."));
      }
    }
  }

  private void execute(Run run) {
    long limit = run.spec().timeoutSeconds();
    if (limit > 0) {
      clock.schedule(() -> run.stop(RunEnd.timedOut(limit)), limit, TimeUnit.SECONDS);
    }
    RunEnd end = RunEnd.success();
    try {
      run.begin();
      for (Run.Task task : run.tasks()) {
        RunEnd ended = upstreamFailed(run, task) ? RunEnd.upstreamFailed() : execute(run, task);
        task.end(ended);
        if (!ended.succeeded() && end.succeeded()) {
          end = ended;
        }
      }
    } catch (InterruptedException e) {
      end = run.asked() == null ? RunEnd.cancelled("the end of the sandbox") : run.asked();
    } catch (RuntimeException e) {
      System.getLogger(Runs.class.getName())
          .log(System.Logger.Level.ERROR, "Run " + run.id() + " broke the sandbox", e);
      end = RunEnd.internal("INTERNAL_ERROR", String.valueOf(e));
    }
    run.end(end);
  }

  private static boolean upstreamFailed(Run run, Run.Task task) {
    return run.tasks().stream()
        .filter(t -> task.spec().dependsOn().contains(t.spec().key()))
        .anyMatch(t -> !t.end().succeeded());
  }

  private RunEnd execute(Run run, Run.Task task) throws InterruptedException {
    awaitCompute(task.spec().clusterId());
    task.start();
    Thread.sleep(control.workMillis());
    long limit = task.spec().timeoutSeconds();
    if (limit > 0) {
      clock.schedule(
          () -> {
            if (task.end() == null) {
              run.stop(RunEnd.timedOut(limit));
            }
          },
          limit,
          TimeUnit.SECONDS);
    }
    return runner.run(task.spec(), run.spec().user(), task.output());
  }

  /** A terminated cluster is started for the task, as Databricks does. */
  private void awaitCompute(String clusterId) throws InterruptedException {
    if (clusterId == null) {
      Thread.sleep(control.startMillis());
      return;
    }
    Cluster cluster = clusters.get(clusterId);
    while (cluster.state() != Cluster.State.RUNNING) {
      cluster.start();
      Thread.sleep(Math.max(1, cluster.millisUntilRunning()));
    }
  }

  /** Ends what runs, and waits for that. */
  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("A job run does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
