package io.datareplicator.sandbox;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * The command line.
 *
 * @param data null = a temporary directory that is removed at the end
 * @param sampleData whether a new directory is filled with sample tables
 */
record Options(
    int sourcePort, int targetPort, Path data, boolean sampleData, boolean sharedMetastore) {
  static final String USAGE =
      """
      Usage: run.sh [OPTION]...
        --source-port PORT    port of the source workspace; 0 = any free one (default 0)
        --target-port PORT    port of the target workspace; 0 = any free one (default 0)
        --data DIR            keep everything in DIR; without it nothing outlives the process
        --seed sample|empty   what a new source workspace contains (default sample)
        --shared-metastore    both workspaces use one metastore
        --help                show this text
      Each workspace is printed as <SIDE>_HOST, _TOKEN, _WAREHOUSE_ID, _CLUSTER_ID,
      _CLUSTER_HTTP_PATH (for JDBC and ODBC drivers), _CLIENT_ID and _CLIENT_SECRET; then READY.
      """;

  /** A command line that is not understood. */
  static final class UsageException extends Exception {
    UsageException(String message) {
      super(message);
    }
  }

  static Options parse(List<String> arguments) throws UsageException {
    int sourcePort = 0;
    int targetPort = 0;
    Path data = null;
    boolean sample = true;
    boolean shared = false;
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      int equals = argument.indexOf('=');
      String option = equals < 0 ? argument : argument.substring(0, equals);
      String value = equals < 0 ? null : argument.substring(equals + 1);
      switch (option) {
        case "--source-port" -> sourcePort = port(option, value(option, value, rest));
        case "--target-port" -> targetPort = port(option, value(option, value, rest));
        case "--data" -> data = Path.of(value(option, value, rest));
        case "--seed" -> sample = seed(value(option, value, rest));
        case "--shared-metastore" -> {
          if (value != null) {
            throw new UsageException("--shared-metastore takes no value");
          }
          shared = true;
        }
        default -> throw new UsageException("Unknown option: " + argument);
      }
    }
    if (sourcePort != 0 && sourcePort == targetPort) {
      throw new UsageException("--source-port and --target-port must differ");
    }
    return new Options(sourcePort, targetPort, data, sample, shared);
  }

  private static String value(String option, String inline, Iterator<String> rest)
      throws UsageException {
    if (inline == null && !rest.hasNext()) {
      throw new UsageException(option + " needs a value");
    }
    String value = inline == null ? rest.next() : inline;
    if (value.isEmpty()) {
      throw new UsageException(option + " needs a value");
    }
    return value;
  }

  private static int port(String option, String value) throws UsageException {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new UsageException(option + " must be a number from 0 to 65535, got " + value);
    }
    throw new UsageException(option + " must be a number from 0 to 65535, got " + value);
  }

  private static boolean seed(String value) throws UsageException {
    return switch (value) {
      case "sample" -> true;
      case "empty" -> false;
      default -> throw new UsageException("--seed must be sample or empty, got " + value);
    };
  }
}
