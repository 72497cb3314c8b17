package io.datareplicator.sandbox.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.files.VolumeAccess;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.jobs.RunSpec.TaskSpec;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.metastore.WorkspaceObjects;
import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Stands in for Python where there is none: does what data-replicator's task {@code
 * autoloader_copy} is documented to do with its argument, and says so. Any other file is refused.
 */
public final class CopyTask implements TaskRunner {
  private static final Pattern NAME = Pattern.compile(".*/autoloader_copy-[0-9a-f]+\\.py");
  private static final String MARK = "AUTOLOADER_COPY_RESULT ";

  private final WorkspaceObjects objects;
  private final SqlEngine engine;
  private final VolumeAccess access;

  public CopyTask(WorkspaceObjects objects, SqlEngine engine, VolumeAccess access) {
    this.objects = objects;
    this.engine = engine;
    this.access = access;
  }

  @Override
  public RunEnd run(TaskSpec task, String user, TaskOutput output) throws InterruptedException {
    if (!isKnown(task)) {
      output.fail("This machine has no python3: " + task.pythonFile() + " cannot be run", null);
      return RunEnd.failed("Workload failed, see run output for details");
    }
    output.print(
        "This machine has no python3: the sandbox itself does what "
            + task.pythonFile()
            + " would do\n");
    try {
      JsonNode arguments = Json.parse(task.parameters().get(0).getBytes(StandardCharsets.UTF_8));
      CopyLog log = new CopyLog(engine, user, arguments);
      CopyWork work = new CopyWork(access, log, arguments, line -> output.print(line + "\n"));
      work.run();
      Json.Body result = log.summary();
      output.print(MARK + new String(Json.bytes(result), StandardCharsets.UTF_8) + "\n");
      long failed = (Long) result.fields().get("failed");
      if (failed > 0) {
        throw new ApiException(400, "FAILED", failed + " files could not be copied");
      }
      return RunEnd.success();
    } catch (ApiException | UcException | UncheckedIOException e) {
      output.fail("CopyError: " + e.getMessage(), null);
    } catch (SqlFailure | IOException e) {
      output.fail(e.getMessage(), null);
    }
    return RunEnd.failed("Workload failed, see run output for details");
  }

  private boolean isKnown(TaskSpec task) {
    return NAME.matcher(task.pythonFile()).matches()
        && task.parameters().size() == 1
        && new String(objects.get(task.pythonFile()).bytes(), StandardCharsets.UTF_8)
            .contains(MARK);
  }
}
