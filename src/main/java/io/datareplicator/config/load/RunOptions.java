package io.datareplicator.config.load;

import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.CommandLineOverrides;
import io.datareplicator.config.Operation;
import io.datareplicator.config.keys.Suggestions;
import io.datareplicator.config.tree.Origin;
import io.datareplicator.config.tree.Problems;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Options that are no keys of a file.
 *
 * @param operations operations to run
 * @param replicationWait longest time to poll for shared objects
 * @param since how old a reconciliation may be to count, or null
 * @param runId run id, or null
 * @param profile profile of the default workspace, or null
 * @param allowHttp plain http for any host
 * @param environmentOption whether the environment was named by an option
 */
record RunOptions(
    Set<Operation> operations,
    Duration replicationWait,
    Instant since,
    String runId,
    String profile,
    boolean allowHttp,
    boolean environmentOption) {

  private static final String ALL = "all";
  private static final int STANDARD_WAIT = 60;
  private static final int LONGEST_WAIT = 86_400;

  /** Reads them; what is wrong goes to the problems and counts as not given. */
  static RunOptions read(CommandLineOverrides options, Problems problems) {
    return new RunOptions(
        operations(options.get(CommandLineOption.OPERATION).orElse(ALL), problems),
        wait(options.get(CommandLineOption.REPLICATION_WAIT_SECS).orElse(null), problems),
        options.get(CommandLineOption.SINCE).map(text -> since(text, problems)).orElse(null),
        options.get(CommandLineOption.RUN_ID).map(String::strip).orElse(null),
        options.get(CommandLineOption.PROFILE).map(String::strip).orElse(null),
        allowHttp(options),
        options.get(CommandLineOption.ENVIRONMENT).isPresent());
  }

  /** Whether plain http is allowed for any host. */
  static boolean allowHttp(CommandLineOverrides options) {
    return options
        .get(CommandLineOption.ALLOW_HTTP)
        .map(text -> text.strip().equalsIgnoreCase("true"))
        .orElse(false);
  }

  private static Set<Operation> operations(String text, Problems problems) {
    Origin origin = Origin.option(CommandLineOption.OPERATION.longName());
    Set<Operation> operations = EnumSet.noneOf(Operation.class);
    List<String> words = new ArrayList<>(List.of(ALL));
    for (Operation operation : Operation.values()) {
      words.add(operation.yaml());
    }
    boolean all = false;
    int given = 0;
    for (String item : text.split(",", -1)) {
      String word = item.strip().toLowerCase(Locale.ROOT);
      if (word.isEmpty()) {
        continue;
      }
      given++;
      if (word.equals(ALL)) {
        all = true;
      } else if (words.contains(word)) {
        operations.add(Operation.valueOf(word.toUpperCase(Locale.ROOT)));
      } else {
        problems.error(
            origin,
            "",
            '"' + Problems.show(word, "") + '"',
            "must be one of " + String.join(", ", words),
            Suggestions.didYouMean(word, words));
      }
    }
    if (all && given > 1) {
      problems.error(origin, "", null, "all cannot stand beside other operations", "Keep one");
    }
    return all || given == 0 ? EnumSet.allOf(Operation.class) : operations;
  }

  /** {@code last} is any time; a date begins in UTC. */
  private static Instant since(String text, Problems problems) {
    String given = text.strip();
    if (given.equalsIgnoreCase("last")) {
      return Instant.EPOCH;
    }
    try {
      return given.length() == "2026-01-31".length()
          ? LocalDate.parse(given).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(given).toInstant();
    } catch (DateTimeException e) {
      problems.error(
          Origin.option(CommandLineOption.SINCE.longName()),
          "",
          '"' + Problems.show(text, "") + '"',
          "must be last, a date such as 2026-01-31 or a time such as 2026-01-31T08:00:00Z",
          null);
      return null;
    }
  }

  private static Duration wait(String text, Problems problems) {
    if (text == null) {
      return Duration.ofSeconds(STANDARD_WAIT);
    }
    if (text.strip().matches("\\d{1,5}") && Integer.parseInt(text.strip()) <= LONGEST_WAIT) {
      return Duration.ofSeconds(Integer.parseInt(text.strip()));
    }
    problems.error(
        Origin.option(CommandLineOption.REPLICATION_WAIT_SECS.longName()),
        "",
        '"' + Problems.show(text, "") + '"',
        "must be a whole number of seconds from 0 to " + LONGEST_WAIT,
        null);
    return Duration.ofSeconds(STANDARD_WAIT);
  }
}
