package io.datareplicator.apply;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * What became of one object (operations.md, introduction and §6).
 *
 * @param operationType audit vocabulary: backup, replication, uc_replication, reconciliation
 * @param schema null for objects above schemas
 * @param error null unless failed
 * @param details what else is worth knowing, written as JSON
 * @param attempt attempts used, the first is 1
 */
public record OperationResult(
    String operationType,
    String catalog,
    String schema,
    String object,
    String objectType,
    Status status,
    Instant start,
    Instant end,
    String error,
    Map<String, Object> details,
    int attempt,
    int maxAttempts) {
  /** Detail that tells what a comparison found; absent when there was none, or an error. */
  public static final String OUTCOME = "outcome";

  /** Both sides were compared and are equal. */
  public static final String MATCH = "match";

  /** Both sides were compared and differ. */
  public static final String MISMATCH = "mismatch";

  /** How it ended. */
  public enum Status {
    SUCCESS,
    FAILED,
    SKIPPED;

    /** Value of the audit column. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public double seconds() {
    return Duration.between(start, end).toMillis() / 1000.0;
  }

  public boolean failed() {
    return status == Status.FAILED;
  }

  /** Whether it failed because a comparison found differences, not because of an error. */
  public boolean differs() {
    return failed() && MISMATCH.equals(details.get(OUTCOME));
  }

  /** {@code catalog.schema.object}, as far as there are such parts. */
  public String fullName() {
    if (schema == null) {
      return object.equals(catalog) ? catalog : catalog + "." + object;
    }
    return schema.equals(object) && objectType.equals("schema")
        ? catalog + "." + schema
        : catalog + "." + schema + "." + object;
  }
}
