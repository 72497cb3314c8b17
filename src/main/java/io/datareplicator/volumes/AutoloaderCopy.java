package io.datareplicator.volumes;

import io.datareplicator.config.VolumeSettings;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.jobs.JobRun;
import io.datareplicator.databricks.jobs.Jobs;
import io.datareplicator.databricks.jobs.JobsApi.Environment;
import io.datareplicator.databricks.jobs.JobsApi.EnvironmentSpec;
import io.datareplicator.databricks.jobs.JobsApi.Queue;
import io.datareplicator.databricks.jobs.JobsApi.RunOutput;
import io.datareplicator.databricks.jobs.JobsApi.SparkPythonTask;
import io.datareplicator.databricks.jobs.JobsApi.SubmitRun;
import io.datareplicator.databricks.jobs.JobsApi.SubmitTask;
import io.datareplicator.model.TableName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The autoloader engine: copies the files of a volume by a one-time job on the target workspace
 * (operations.md, "Volume files"). Blocks while the job runs. Thread-safe; one instance per
 * workspace and run.
 */
public final class AutoloaderCopy {
  private static final Logger LOG = Logger.getLogger(AutoloaderCopy.class);
  private static final String TASK = "copy";
  private static final String ENVIRONMENT = "default";

  /** Serverless environment with Python 3.12. */
  private static final String ENVIRONMENT_VERSION = "3";

  private static final int TOKEN_LONGS = 4;

  /**
   * What to copy.
   *
   * @param runId of this tool's run, for the ingestion log
   * @param sourceVolumePath {@code /Volumes/catalog/schema/volume} as the target workspace sees it
   * @param ingestionLog table that exists already
   * @param clusterId cluster that shall run the job; null = serverless compute
   * @param tags query tags of statements
   */
  public record Request(
      String runId,
      String sourceVolumePath,
      String targetVolumePath,
      VolumeSettings settings,
      TableName ingestionLog,
      String clusterId,
      Map<String, String> tags) {
    public Request {
      tags = Map.copyOf(tags);
    }

    /** Volume or folder that is written to. */
    String targetRoot() {
      String folder = settings.folderPath() == null ? "" : settings.folderPath();
      String bare = folder.replaceAll("^/+|/+$", "");
      return bare.isEmpty() ? targetVolumePath : targetVolumePath + "/" + bare;
    }
  }

  /** How a run ended that came to its end. */
  public enum State {
    /** Every file that was to be copied is in the target. */
    SUCCEEDED,
    /** The others are; each failed one is a row of the ingestion log. */
    FILES_FAILED
  }

  /**
   * The result of a run.
   *
   * @param runId of the job run
   * @param runPageUrl its page, or null
   * @param skipped files that failed in an earlier run and are not in the source any more
   * @param bytes of the copied files
   * @param message what failed and what to do; null when nothing did
   * @param confirmedBy where the numbers come from: "run output" or "ingestion log"
   */
  public record Outcome(
      long runId,
      String runPageUrl,
      State state,
      long copied,
      long failed,
      long skipped,
      long bytes,
      String message,
      String confirmedBy) {}

  /** How the time between two looks at a run passes. */
  interface Pause {
    void millis(long millis) throws InterruptedException;
  }

  private final Workspace target;
  private final Clock clock;
  private final RandomGenerator random;
  private final Pause pause;
  private final AutoloaderCopyFile file;
  private final CountDownLatch cancelled = new CountDownLatch(1);

  /**
   * @param target workspace that the job runs in
   * @param random source of idempotency tokens
   */
  public AutoloaderCopy(Workspace target, Clock clock, RandomGenerator random) {
    this(target, clock, random, null);
  }

  /**
   * @param pause null = wait, until cancelled
   */
  AutoloaderCopy(Workspace target, Clock clock, RandomGenerator random, Pause pause) {
    this.target = target;
    this.clock = clock;
    this.random = random;
    this.file = new AutoloaderCopyFile(target.workspaceFiles());
    this.pause =
        pause != null
            ? pause
            : millis -> {
              if (cancelled.await(millis, TimeUnit.MILLISECONDS)) {
                LOG.debug("cancelled while waiting for a job run");
              }
            };
  }

  /**
   * Stops the runs that are under way, and those to come: their {@link #copy} ends with a
   * CancellationException once the workspace was told. Callable from another thread; returns at
   * once.
   */
  public void cancelAll() {
    cancelled.countDown();
  }

  boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  /**
   * Runs the job and waits for its end, at most {@code streaming_timeout_seconds} from when it is
   * at work; then it is cancelled.
   *
   * @param progress gets a line for the run's page and for each change of its state
   * @throws AutoloaderCopyException when the run fails, ends without a result that can be trusted,
   *     or takes too long
   * @throws ApiException when the workspace cannot be asked, or refuses the upload
   * @throws CancellationException after {@link #cancelAll}, or when the thread is interrupted
   */
  public Outcome copy(Request request, Consumer<String> progress) {
    stopWhenCancelled();
    SubmitRun submission = submission(request);
    long id = submit(request, submission);
    progress.accept("job run " + id + " copies " + request.targetRoot());
    JobRun ended =
        new AutoloaderCopyWatch(this, target.jobs(), clock, pause, request, id, progress).await();
    return outcome(request, ended);
  }

  void stopWhenCancelled() {
    if (isCancelled()) {
      throw new CancellationException("the run was interrupted");
    }
  }

  private SubmitRun submission(Request request) {
    String arguments = AutoloaderCopyArguments.json(request);
    SparkPythonTask python = new SparkPythonTask(file.install(), List.of(arguments));
    boolean serverless = request.clusterId() == null;
    SubmitTask task =
        new SubmitTask(
            TASK, python, serverless ? ENVIRONMENT : null, serverless ? null : request.clusterId());
    // Should this process die, the workspace ends the run by itself: later than we would.
    Duration limit =
        Duration.ofSeconds(request.settings().streamingTimeoutSeconds())
            .plus(AutoloaderCopyWatch.WAIT_FOR_COMPUTE);
    return new SubmitRun(
        "data-replicator " + request.runId() + " " + request.targetVolumePath(),
        List.of(task),
        serverless
            ? List.of(new Environment(ENVIRONMENT, new EnvironmentSpec(ENVIRONMENT_VERSION)))
            : null,
        token(),
        Math.toIntExact(limit.toSeconds()),
        new Queue(true));
  }

  private String token() {
    StringBuilder token = new StringBuilder(Jobs.MAX_TOKEN);
    for (int i = 0; i < TOKEN_LONGS; i++) {
      token.append(String.format("%016x", random.nextLong()));
    }
    return token.toString();
  }

  private long submit(Request request, SubmitRun submission) {
    try {
      return target.jobs().submit(submission);
    } catch (ApiException e) {
      file.forget();
      if (e.status() != 400) {
        throw e;
      }
      String mend =
          request.clusterId() == null
              ? "where serverless jobs are not to be had, set cluster_id of the target, or use"
                  + " copy_engine: files_api"
              : "check cluster_id " + request.clusterId() + " of the target";
      throw new AutoloaderCopyException(
          "the job that copies "
              + request.targetRoot()
              + " was refused by the "
              + target.label()
              + ": "
              + e.getMessage()
              + "; "
              + mend,
          0,
          null,
          null,
          e);
    }
  }

  private Outcome outcome(Request request, JobRun run) {
    Optional<RunOutput> output = output(run);
    Optional<AutoloaderCopyCounts> printed =
        output.flatMap(o -> AutoloaderCopyCounts.printed(o.logs()));
    if (run.state() == JobRun.State.SUCCEEDED) {
      return outcome(
          request,
          run,
          printed.orElseGet(() -> AutoloaderCopyCounts.logged(target.sql(), request)));
    }
    if (run.state() == JobRun.State.FAILED && printed.filter(p -> p.failed() > 0).isPresent()) {
      return outcome(request, run, printed.get());
    }
    file.forget();
    output
        .map(RunOutput::errorTrace)
        .filter(trace -> !trace.isBlank())
        .ifPresent(trace -> LOG.debugf("job run %d: %s", run.id(), trace));
    throw new AutoloaderCopyException(
        AutoloaderCopyMessages.failed(request, run, output.map(RunOutput::error).orElse(null)),
        run.id(),
        run.pageUrl(),
        run.state(),
        null);
  }

  private static Outcome outcome(Request request, JobRun run, AutoloaderCopyCounts counts) {
    boolean failed = counts.failed() > 0;
    return new Outcome(
        run.id(),
        run.pageUrl(),
        failed ? State.FILES_FAILED : State.SUCCEEDED,
        counts.copied(),
        counts.failed(),
        counts.skipped(),
        counts.bytes(),
        failed ? AutoloaderCopyMessages.filesFailed(request, run, counts) : null,
        counts.confirmedBy());
  }

  /** What the task left behind; without it a failure is still told, only less well. */
  private Optional<RunOutput> output(JobRun run) {
    Optional<JobRun.Task> task =
        run.tasks().stream()
            .filter(t -> t.key().equals(TASK))
            .findFirst()
            .or(() -> run.tasks().stream().findFirst());
    if (task.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(target.jobs().output(task.get().id()));
    } catch (ApiException e) {
      LOG.warnf("the output of job run %d cannot be read: %s", run.id(), e.getMessage());
      return Optional.empty();
    }
  }
}
