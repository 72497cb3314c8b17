package io.datareplicator.sandbox.sql.grammar;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A name of one to many parts as written, without quotes; or a table given by {@code delta.`path`}.
 */
public record ObjectName(List<String> parts) {
  public ObjectName {
    parts = List.copyOf(parts);
  }

  /** Whether this names a Delta table by its directory. */
  public boolean isPath() {
    return parts.size() == 2
        && parts.get(0).equalsIgnoreCase("delta")
        && (parts.get(1).contains("/") || parts.get(1).contains(":"));
  }

  public String path() {
    return parts.get(1);
  }

  /** Lower case, dot-joined, unquoted: the way the metastore writes full names. */
  public String lower() {
    return String.join(".", parts).toLowerCase(Locale.ROOT);
  }

  /** Each part in backticks. */
  public String quoted() {
    return parts.stream()
        .map(p -> "`" + p.replace("`", "``") + "`")
        .collect(Collectors.joining("."));
  }
}
