package io.datareplicator.databricks.sql;

import io.datareplicator.model.SchemaName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A statement to run, with what must be known about it when things go wrong.
 *
 * @param expectedShort waits for the result in the first request instead of polling
 * @param timeout longest running time, not counting the wait for compute; then the statement is
 *     cancelled
 * @param tags query tags (at most 20)
 * @param effect looks whether an earlier, unanswered attempt has had its effect, and what its
 *     result was; null when the statement may simply be sent again
 * @param schema completes names in the text that lack a catalog or schema; null when none does
 */
public record Statement(
    String text,
    boolean expectedShort,
    Duration timeout,
    Map<String, String> tags,
    Supplier<Optional<StatementResult>> effect,
    SchemaName schema) {
  private static final Duration SHORT = Duration.ofMinutes(10);

  /**
   * A statement that only reads, or whose repetition changes nothing, and that should take seconds.
   */
  public static Statement query(String text, Map<String, String> tags) {
    return new Statement(text, true, SHORT, tags, null, null);
  }

  /** A statement that may take long and must not be sent again before its effect was looked for. */
  public static Statement longRunning(
      String text,
      Duration timeout,
      Map<String, String> tags,
      Supplier<Optional<StatementResult>> effect) {
    return new Statement(text, false, timeout, tags, effect, null);
  }

  /**
   * A change that should take seconds.
   *
   * @param effect as above
   */
  public static Statement change(
      String text,
      Duration timeout,
      Map<String, String> tags,
      Supplier<Optional<StatementResult>> effect) {
    return new Statement(text, true, timeout, tags, effect, null);
  }

  /** The same with names completed by a schema. */
  public Statement in(SchemaName completing) {
    return new Statement(text, expectedShort, timeout, tags, effect, completing);
  }
}
