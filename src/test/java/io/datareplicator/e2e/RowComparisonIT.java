package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.datareplicator.config.RowDigest;
import io.datareplicator.databricks.sql.rows.OutputNames;
import io.datareplicator.databricks.sql.rows.ReconTables;
import io.datareplicator.databricks.sql.rows.RowComparison;
import io.datareplicator.databricks.sql.rows.Scan;
import io.datareplicator.model.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Pairs of tables that differ in one subtle way, or are equal where it does not look so, through
 * every statement of a comparison, with both digests.
 */
@Tag("jvm")
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class RowComparisonIT {
  private static final String CATALOG = "it-rows";
  private static final int LIMIT = 5;

  /** So many comparisons in one statement: planning costs more than running. */
  private static final int BATCH = 30;

  /** Each join holds many megabytes until the garbage is collected. */
  private static final int JOINS = 4;

  private static final OutputNames NAMES =
      new OutputNames(
          "run'1",
          new TableName(CATALOG, "made", "target"),
          new TableName("else where", "made", "source"),
          Instant.parse("2026-10-25T00:30:00.123456Z"));

  private final List<RowCase> cases = RowCases.all();
  private SandboxSide side;

  @BeforeAll
  void views(SandboxProcess sandbox) {
    side = sandbox.source();
    side.run("CREATE CATALOG `" + CATALOG + "`", "CREATE SCHEMA `" + CATALOG + "`.cases");
    List<String> scripts = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      scripts.add(
          cases.get(i).view(view(i, true), true)
              + ";\n"
              + cases.get(i).view(view(i, false), false));
    }
    side.runScripts(scripts);
  }

  private static TableName view(int number, boolean ofSource) {
    return new TableName(CATALOG, "cases", (ofSource ? "s" : "t") + number);
  }

  private Map<String, RowComparison> comparisons(RowDigest digest) {
    Map<String, RowComparison> comparisons = new LinkedHashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      RowComparison comparison =
          new RowComparison(
              new Scan(view(i, true), null, null),
              new Scan(view(i, false), null, null),
              cases.get(i).compared(),
              digest);
      assertThat(comparison.incomparable()).isEmpty();
      comparisons.put(cases.get(i).name(), comparison);
    }
    assertThat(comparisons).hasSameSizeAs(cases).hasSizeGreaterThan(60);
    return comparisons;
  }

  /** Rows of each query by its name, many queries in one statement. */
  private Map<String, List<List<String>>> ask(
      Map<String, String> queries, int together, Map<String, Object> fields) {
    List<Map.Entry<String, String>> all = List.copyOf(queries.entrySet());
    Map<String, List<List<String>>> answers = new HashMap<>();
    all.forEach(q -> answers.put(q.getKey(), new ArrayList<>()));
    for (int from = 0; from < all.size(); from += together) {
      String sql =
          IntStream.range(from, Math.min(from + together, all.size()))
              .mapToObj(i -> "SELECT " + i + ", q.* FROM (" + all.get(i).getValue() + ") q")
              .collect(Collectors.joining("\nUNION ALL "));
      for (List<String> row : side.sql(sql, fields)) {
        String name = all.get(Integer.parseInt(row.get(0))).getKey();
        answers.get(name).add(row.subList(1, row.size()));
      }
    }
    return answers;
  }

  private Map<String, List<List<String>>> ask(
      Map<String, RowComparison> comparisons, Function<RowComparison, String> query) {
    return ask(texts(comparisons, query), BATCH, Map.of());
  }

  private static Map<String, String> texts(
      Map<String, RowComparison> comparisons, Function<RowComparison, String> query) {
    Map<String, String> texts = new LinkedHashMap<>();
    comparisons.forEach((name, comparison) -> texts.put(name, query.apply(comparison)));
    return texts;
  }

  @ParameterizedTest
  @EnumSource
  void everyDifferenceIsFoundAndNoOther(RowDigest digest) {
    Map<String, RowComparison> comparisons = comparisons(digest);
    var fingerprints = ask(comparisons, RowComparison::fingerprints);
    var differences = ask(comparisons, c -> c.differences(List.of()));
    // One side alone is asked where everything that a session can be set to is set otherwise.
    Map<String, Object> other =
        Map.of(
            "session_id", side.session(Map.of("timezone", "Europe/Berlin", "ansi_mode", "false")));
    assertThat(side.sql("SELECT current_timezone(), CAST('x' AS INT)", other))
        .containsExactly(Arrays.asList("Europe/Berlin", null));
    var ofSource = ask(texts(comparisons, RowComparison::sourceFingerprint), BATCH, other);
    var ofTarget = ask(texts(comparisons, RowComparison::targetFingerprint), BATCH, other);

    assertSoftly(
        softly -> {
          for (RowCase one : cases) {
            String name = one.name();
            List<String> both = fingerprints.get(name).get(0);
            softly.assertThat(both.get(1).equals(both.get(3))).as(name).isEqualTo(one.isEqual());
            softly.assertThat(ofSource.get(name)).as(name).containsExactly(both.subList(0, 2));
            softly.assertThat(ofTarget.get(name)).as(name).containsExactly(both.subList(2, 4));
            softly.assertThat(differences.get(name)).as(name).containsExactly(expected(one));
          }
        });
  }

  private static List<String> expected(RowCase one) {
    return List.of(String.valueOf(one.missingInTarget()), String.valueOf(one.missingInSource()));
  }

  /** Below the digests both kinds have the same text, so that a part is enough of the slower. */
  @ParameterizedTest
  @CsvSource({"XXHASH64, 1", "SHA256, 5"})
  void bucketsLeadToTheRows(RowDigest digest, int every) {
    Map<String, RowComparison> comparisons = comparisons(digest);
    List<RowCase> some =
        IntStream.range(0, cases.size()).filter(i -> i % every == 0).mapToObj(cases::get).toList();
    comparisons.keySet().retainAll(some.stream().map(RowCase::name).toList());
    var buckets = ask(comparisons, RowComparison::differingBuckets);
    Map<String, String> within = new LinkedHashMap<>();
    Map<String, String> toStore = new LinkedHashMap<>();
    comparisons.forEach(
        (name, comparison) -> {
          List<Integer> numbers =
              buckets.get(name).stream().map(b -> Integer.valueOf(b.get(0))).toList();
          if (!numbers.isEmpty()) {
            within.put(name, comparison.differences(numbers));
            toStore.put(name, rowsToStore(comparison, numbers));
          }
        });
    var differences = ask(within, BATCH, Map.of());
    var rows = ask(toStore, JOINS, Map.of());

    assertSoftly(
        softly -> {
          for (RowCase one : some) {
            softly
                .assertThat(buckets.get(one.name()).isEmpty())
                .as(one.name())
                .isEqualTo(one.isEqual());
            if (!one.isEqual()) {
              softly
                  .assertThat(differences.get(one.name()))
                  .as(one.name())
                  .containsExactly(expected(one));
              stored(softly, one, rows.get(one.name()));
            }
          }
        });
  }

  private static void stored(SoftAssertions softly, RowCase one, List<List<String>> rows) {
    softly
        .assertThat(rows.stream().filter(r -> r.get(7).equals(ReconTables.MISSING_IN_TARGET)))
        .as(one.name())
        .hasSize((int) Math.min(LIMIT, one.missingInTarget()));
    softly
        .assertThat(rows.stream().filter(r -> r.get(7).equals(ReconTables.MISSING_IN_SOURCE)))
        .as(one.name())
        .hasSize((int) Math.min(LIMIT, one.missingInSource()));
  }

  /** The query of the INSERT. */
  private static String rowsToStore(RowComparison comparison, List<Integer> buckets) {
    String insert =
        comparison.storeDifferences(new TableName(CATALOG, "cases", "out"), NAMES, buckets, LIMIT);
    return insert.substring(insert.indexOf(" WITH "));
  }
}
