package io.datareplicator.sandbox;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * The command line.
 *
 * @param data null = a temporary directory that is removed at the end
 * @param sampleData whether a new directory is filled with sample tables
 * @param extraData whether cloud storage and pipelines are added to them
 */
record Options(
    int sourcePort,
    int targetPort,
    Path data,
    boolean sampleData,
    boolean extraData,
    boolean sharedMetastore) {
  static final String USAGE =
      """
      Usage: run.sh [OPTION]...
        --source-port PORT    port of the source workspace; 0 = any free one (default 0)
        --target-port PORT    port of the target workspace; 0 = any free one (default 0)
        --data DIR            keep everything in DIR; without it nothing outlives the process
        --seed WHAT           what new workspaces contain (default sample):
                              empty; sample: tables at the source; all: also external tables on
                              cloud storage, streaming tables, and their counterparts at the target
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
    String seed = "sample";
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
        case "--seed" -> seed = seed(value(option, value, rest));
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
    return new Options(
        sourcePort, targetPort, data, !seed.equals("empty"), seed.equals("all"), shared);
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

  private static String seed(String value) throws UsageException {
    if (List.of("sample", "all", "empty").contains(value)) {
      return value;
    }
    throw new UsageException("--seed must be sample, all or empty, got " + value);
  }
}
