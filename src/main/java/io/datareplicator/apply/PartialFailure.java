package io.datareplicator.apply;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object failed after part of the work was done: the details tell what was. */
public final class PartialFailure extends RuntimeException {
  private final transient Map<String, Object> details;
  private final boolean again;

  /**
   * @param details for the audit row
   * @param cause decides whether another attempt may help; null = it would not
   */
  public PartialFailure(String message, Map<String, Object> details, Throwable cause) {
    this(message, details, cause != null && Failures.isTransient(cause), cause);
  }

  /**
   * @param again whether another attempt may help
   */
  public PartialFailure(
      String message, Map<String, Object> details, boolean again, Throwable cause) {
    super(message, cause);
    this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    this.again = again;
  }

  /** The same failure with other details. */
  public PartialFailure with(Map<String, Object> others) {
    return new PartialFailure(getMessage(), others, again, getCause());
  }

  public Map<String, Object> details() {
    return details;
  }

  boolean isTransient() {
    return again;
  }
}
