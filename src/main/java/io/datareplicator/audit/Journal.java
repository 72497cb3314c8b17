package io.datareplicator.audit;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.WorkUnit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Append-only JSON lines of one run: what was going to be done, and what became of it. Outcomes are
 * forced to disk before they count, so that nothing that happened is lost with the process.
 */
public final class Journal implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final Clock clock;

  private Journal(Path file, FileChannel channel, Clock clock) {
    this.file = file;
    this.channel = channel;
    this.clock = clock;
  }

  /**
   * Opens the journal of a run in the state directory.
   *
   * @param runId used as file name; other characters than letters, digits, dot, dash and underscore
   *     become underscores
   */
  public static Journal open(Path stateDir, String runId, Clock clock) throws IOException {
    Files.createDirectories(stateDir);
    Path file = stateDir.resolve(runId.replaceAll("[^A-Za-z0-9._-]", "_") + ".jsonl");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    Journal journal = new Journal(file, channel, clock);
    journal.endCutLine();
    return journal;
  }

  /**
   * A process that died while writing leaves half a line; what comes next must not become part of
   * it.
   */
  private void endCutLine() throws IOException {
    long size = channel.size();
    if (size == 0) {
      return;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    try (FileChannel reading = FileChannel.open(file, StandardOpenOption.READ)) {
      reading.read(last, size - 1);
    }
    if (last.get(0) != '\n') {
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }
  }

  public Path file() {
    return file;
  }

  /** Records that a unit is about to be attempted. */
  public void intent(WorkUnit unit) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", "intent");
    line.put("time", clock.instant().toString());
    line.put("unit", unit.id());
    append(line, false);
  }

  /** Records an outcome; on disk when this returns. */
  public void outcome(OperationResult result) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", "outcome");
    line.put("time", clock.instant().toString());
    line.put("operation_type", result.operationType());
    line.put("catalog_name", result.catalog());
    line.put("schema_name", result.schema());
    line.put("object_name", result.object());
    line.put("object_type", result.objectType());
    line.put("status", result.status().label());
    line.put("start_time", result.start().toString());
    line.put("end_time", result.end().toString());
    line.put("error_message", result.error());
    line.put("details", result.details());
    line.put("attempt_number", result.attempt());
    line.put("max_attempts", result.maxAttempts());
    append(line, true);
  }

  /** Records that the results so far are in the audit table. */
  public void audited(int results) {
    append(
        Map.of("event", "audited", "time", clock.instant().toString(), "results", results), true);
  }

  private synchronized void append(Map<String, Object> line, boolean force) {
    byte[] bytes = (Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      if (force) {
        channel.force(false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal " + file + " cannot be written", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
