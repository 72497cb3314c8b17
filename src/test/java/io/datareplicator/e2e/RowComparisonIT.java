package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.datareplicator.databricks.sql.rows.OutputNames;
import io.datareplicator.databricks.sql.rows.ReconTables;
import io.datareplicator.databricks.sql.rows.RowComparison;
import io.datareplicator.databricks.sql.rows.RowDigest;
import io.datareplicator.databricks.sql.rows.Scan;
import io.datareplicator.model.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
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
      Map<String, String> queries, Map<String, Object> fields) {
    Map<String, List<List<String>>> answers = new HashMap<>();
    List<Map.Entry<String, String>> all = List.copyOf(queries.entrySet());
    for (int from = 0; from < all.size(); from += BATCH) {
      StringBuilder sql = new StringBuilder();
      int to = Math.min(from + BATCH, all.size());
      for (int i = from; i < to; i++) {
        sql.append(i == from ? "" : "\nUNION ALL ")
            .append("SELECT ")
            .append(i)
            .append(", q.* FROM (")
            .append(all.get(i).getValue())
            .append(") AS q");
        answers.put(all.get(i).getKey(), new ArrayList<>());
      }
      for (List<String> row : side.sql(sql.toString(), fields)) {
        answers.get(all.get(Integer.parseInt(row.get(0))).getKey()).add(row.subList(1, row.size()));
      }
    }
    return answers;
  }

  private Map<String, List<List<String>>> ask(
      Map<String, RowComparison> comparisons, Function<RowComparison, String> query) {
    return ask(texts(comparisons, query), Map.of());
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
    var ofSource = ask(comparisons, RowComparison::sourceFingerprint);
    var ofTarget = ask(comparisons, RowComparison::targetFingerprint);
    var counts = ask(comparisons, RowComparison::counts);
    var differences = ask(comparisons, c -> c.differences(List.of()));
    var buckets = ask(comparisons, RowComparison::differingBuckets);
    Map<String, String> within = new LinkedHashMap<>();
    Map<String, String> stored = new LinkedHashMap<>();
    for (RowCase one : cases) {
      List<Integer> numbers =
          buckets.get(one.name()).stream().map(b -> Integer.valueOf(b.get(0))).toList();
      if (!numbers.isEmpty()) {
        within.put(one.name(), comparisons.get(one.name()).differences(numbers));
      }
      stored.put(one.name(), rowsToStore(comparisons.get(one.name()), numbers));
    }
    var differencesWithin = ask(within, Map.of());
    var rows = ask(stored, Map.of());

    assertSoftly(
        softly -> {
          for (RowCase one : cases) {
            String name = one.name();
            List<String> both = fingerprints.get(name).get(0);
            softly.assertThat(both.get(1).equals(both.get(3))).as(name).isEqualTo(one.isEqual());
            softly.assertThat(ofSource.get(name)).as(name).containsExactly(both.subList(0, 2));
            softly.assertThat(ofTarget.get(name)).as(name).containsExactly(both.subList(2, 4));
            softly
                .assertThat(counts.get(name))
                .as(name)
                .containsExactly(List.of(both.get(0), both.get(2)));
            List<String> expected =
                List.of(
                    String.valueOf(one.missingInTarget()), String.valueOf(one.missingInSource()));
            softly.assertThat(differences.get(name)).as(name).containsExactly(expected);
            softly.assertThat(buckets.get(name).isEmpty()).as(name).isEqualTo(one.isEqual());
            if (!buckets.get(name).isEmpty()) {
              softly.assertThat(differencesWithin.get(name)).as(name).containsExactly(expected);
            }
            stored(softly, one, rows.get(name));
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

  @ParameterizedTest
  @EnumSource
  void noSettingOfASessionChangesAFingerprint(RowDigest digest) {
    // A variant that holds a timestamp prints it in the zone of the session; none of these does.
    Map<String, RowComparison> comparisons = comparisons(digest);
    Map<String, String> texts = texts(comparisons, RowComparison::fingerprints);
    var utc = ask(texts, Map.of());
    String other = side.session(Map.of("timezone", "Europe/Berlin", "ansi_mode", "false"));
    assertThat(side.sql("SELECT current_timezone()", Map.of("session_id", other)))
        .containsExactly(List.of("Europe/Berlin"));
    assertThat(ask(texts, Map.of("session_id", other))).isEqualTo(utc);
  }
}
