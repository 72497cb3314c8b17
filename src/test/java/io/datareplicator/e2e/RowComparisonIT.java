package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.datareplicator.config.RowDigest;
import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.rows.ComparedColumn;
import io.datareplicator.databricks.sql.rows.OutputNames;
import io.datareplicator.databricks.sql.rows.ReconTables;
import io.datareplicator.databricks.sql.rows.RowComparison;
import io.datareplicator.databricks.sql.rows.Scan;
import io.datareplicator.databricks.sql.rows.Surplus;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.ColumnType;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** So many comparisons in one statement: planning costs more than running. */
  private static final int BATCH = 30;

  private static final int CHUNK = 40;

  private static final OutputNames NAMES =
      new OutputNames(
          "run'1",
          new TableName(CATALOG, "made", "target"),
          new TableName("else where", "made", "source"),
          Instant.parse("2026-10-25T00:30:00.123456Z"));

  private final List<RowCase> cases = RowCases.all();
  private final List<Chunk> chunks = new ArrayList<>();
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
    List<Integer> storable =
        IntStream.range(0, cases.size()).filter(i -> cases.get(i).isStorable()).boxed().toList();
    for (int from = 0; from < storable.size(); from += CHUNK) {
      chunks.add(new Chunk(storable.subList(from, Math.min(from + CHUNK, storable.size()))));
    }
    chunks.forEach(Chunk::create);
  }

  private static TableName view(int number, boolean ofSource) {
    return new TableName(CATALOG, "cases", (ofSource ? "s" : "t") + number);
  }

  private RowComparison comparison(int number, RowDigest digest) {
    return new RowComparison(
        new Scan(view(number, true), null, null),
        new Scan(view(number, false), null, null),
        cases.get(number).compared(),
        digest);
  }

  private Map<String, RowComparison> comparisons(RowDigest digest) {
    Map<String, RowComparison> comparisons = new LinkedHashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      RowComparison comparison = comparison(i, digest);
      assertThat(comparison.incomparable()).isEmpty();
      comparisons.put(cases.get(i).name(), comparison);
    }
    assertThat(comparisons).hasSameSizeAs(cases).hasSizeGreaterThan(60);
    return comparisons;
  }

  /** Rows of each query by its name, many queries in one statement. */
  private Map<String, List<List<String>>> ask(
      Map<String, String> queries, Map<String, Object> fields) {
    List<Map.Entry<String, String>> all = List.copyOf(queries.entrySet());
    Map<String, List<List<String>>> answers = new HashMap<>();
    all.forEach(q -> answers.put(q.getKey(), new ArrayList<>()));
    for (int from = 0; from < all.size(); from += BATCH) {
      String sql =
          IntStream.range(from, Math.min(from + BATCH, all.size()))
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
    // Buckets lead to the differences of the other digest, below.
    var differences =
        digest == RowDigest.SHA256
            ? ask(comparisons, RowComparison::differences)
            : Map.<String, List<List<String>>>of();
    // One side alone is asked where everything that a session can be set to is set otherwise.
    Map<String, Object> other =
        Map.of(
            "session_id", side.session(Map.of("timezone", "Europe/Berlin", "ansi_mode", "false")));
    assertThat(side.sql("SELECT current_timezone(), CAST('x' AS INT)", other))
        .containsExactly(Arrays.asList("Europe/Berlin", null));
    var ofSource = ask(texts(comparisons, RowComparison::sourceFingerprint), other);
    var ofTarget = ask(texts(comparisons, RowComparison::targetFingerprint), other);

    assertSoftly(
        softly -> {
          for (RowCase one : cases) {
            String name = one.name();
            List<String> both = fingerprints.get(name).get(0);
            softly.assertThat(both.get(0).equals(both.get(1))).as(name).isEqualTo(one.isEqual());
            softly.assertThat(ofSource.get(name)).as(name).containsExactly(both.subList(0, 1));
            softly.assertThat(ofTarget.get(name)).as(name).containsExactly(both.subList(1, 2));
            if (digest == RowDigest.SHA256) {
              softly.assertThat(differences.get(name)).as(name).containsExactly(expected(one));
            }
          }
        });
  }

  private static List<String> expected(RowCase one) {
    return List.of(String.valueOf(one.missingInTarget()), String.valueOf(one.missingInSource()));
  }

  /** Several cases as one pair of tables: each row says which case it is of. */
  private final class Chunk {
    private final List<Integer> numbers;
    private final TableName source;
    private final TableName target;

    Chunk(List<Integer> numbers) {
      this.numbers = numbers;
      this.source = new TableName(CATALOG, "cases", "sources" + numbers.get(0));
      this.target = new TableName(CATALOG, "cases", "targets" + numbers.get(0));
    }

    void create() {
      side.run(create(source, true), create(target, false));
    }

    private String create(TableName table, boolean ofSource) {
      return numbers.stream()
          .map(number -> select(number, ofSource))
          .collect(
              Collectors.joining(
                  " UNION ALL ", "CREATE TABLE " + Identifier.quote(table) + " AS ", ""));
    }

    private String select(int number, boolean ofSource) {
      StringBuilder sql = new StringBuilder("SELECT " + number + " AS k");
      for (int i : numbers) {
        for (ComparedColumn c : cases.get(i).compared()) {
          ColumnType type = ofSource ? c.sourceType() : c.targetType();
          sql.append(
                  i == number
                      ? ", " + Identifier.quote(c.sourceName())
                      : ", CAST(NULL AS " + type.canonical() + ")")
              .append(" AS ")
              .append(Identifier.quote(c.sourceName() + i));
        }
      }
      return sql + " FROM " + Identifier.quote(view(number, ofSource));
    }

    RowComparison comparison(RowDigest digest) {
      ColumnType number = ColumnType.parse("int");
      List<ComparedColumn> columns = new ArrayList<>();
      columns.add(new ComparedColumn("k", number, "k", number));
      for (int i : numbers) {
        for (ComparedColumn c : cases.get(i).compared()) {
          columns.add(
              new ComparedColumn(
                  c.sourceName() + i, c.sourceType(), c.targetName() + i, c.targetType()));
        }
      }
      return new RowComparison(
          new Scan(source, null, null), new Scan(target, null, null), columns, digest);
    }

    List<List<String>> expected() {
      return numbers.stream()
          .filter(i -> !cases.get(i).isEqual())
          .map(
              i ->
                  List.of(
                      String.valueOf(i),
                      String.valueOf(cases.get(i).missingInTarget()),
                      String.valueOf(cases.get(i).missingInSource())))
          .toList();
    }
  }

  private List<Integer> buckets(RowComparison comparison) {
    return side.sql(comparison.differingBuckets()).stream()
        .map(row -> Integer.valueOf(row.get(0)))
        .toList();
  }

  private List<Surplus> known(RowComparison comparison) {
    return side.sql(comparison.differingDigests(buckets(comparison), 20_000)).stream()
        .map(
            row ->
                new Surplus(
                    Long.parseLong(row.get(0)),
                    Long.parseLong(row.get(1)),
                    Long.parseLong(row.get(2))))
        .toList();
  }

  /** Above the digests both kinds have the same text, so that some cases are enough of one. */
  @ParameterizedTest
  @CsvSource({"XXHASH64, 100", "SHA256, 1"})
  void bucketsLeadToTheRows(RowDigest digest, int limit) {
    TableName output = new TableName(CATALOG, "cases", "out_" + digest.yaml());
    side.run(ReconTables.createMissingData(output));
    List<List<String>> expected = new ArrayList<>();
    for (Chunk chunk : chunks.subList(0, Math.min(limit, chunks.size()))) {
      RowComparison comparison = chunk.comparison(digest);
      List<Surplus> known = known(comparison);
      assertThat(known.stream().mapToLong(s -> Math.max(s.copies(), 0)).sum())
          .isEqualTo(sum(chunk.expected(), 1));
      assertThat(known.stream().mapToLong(s -> Math.max(-s.copies(), 0)).sum())
          .isEqualTo(sum(chunk.expected(), 2));
      assertThat(side.sql(comparison.differingDigests(buckets(comparison), 1)))
          .isEqualTo(side.sql(comparison.differingDigests(List.of(), 1)))
          .hasSize(known.isEmpty() ? 0 : 1);
      assertThat(side.sql(comparison.differences()))
          .containsExactly(List.of("" + sum(chunk.expected(), 1), "" + sum(chunk.expected(), 2)));
      side.run(comparison.storeDifferences(output, NAMES, known, 10_000));
      expected.addAll(chunk.expected());
    }
    assertThat(
            side.sql(
                "SELECT data['k'], count_if(issue_type = 'missing_in_target'),"
                    + " count_if(issue_type = 'missing_in_source') FROM "
                    + Identifier.quote(output)
                    + " GROUP BY ALL"))
        .containsExactlyInAnyOrderElementsOf(expected);
    long stored = sum(expected, 1) + sum(expected, 2);
    assertThat(side.value(ReconTables.stored(output, NAMES))).isEqualTo(String.valueOf(stored));
  }

  private static long sum(List<List<String>> rows, int column) {
    return rows.stream().mapToLong(row -> Long.parseLong(row.get(column))).sum();
  }

  /** Of views: the sandbox's tables cannot have these types. */
  @Test
  void rowsOfOtherTypesAreStoredToo() {
    TableName output = new TableName(CATALOG, "cases", "out_views");
    side.run(ReconTables.createMissingData(output));
    List<List<String>> expected = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      RowCase one = cases.get(i);
      if (one.isStorable() || one.isEqual()) {
        continue;
      }
      RowComparison comparison = comparison(i, RowDigest.XXHASH64);
      side.run(
          comparison.storeDifferences(
              output,
              new OutputNames(one.name(), NAMES.target(), NAMES.source(), NAMES.checkTime()),
              known(comparison),
              10));
      expected.add(List.of(one.name(), "missing_in_target", "" + one.missingInTarget()));
      expected.add(List.of(one.name(), "missing_in_source", "" + one.missingInSource()));
    }
    assertThat(expected).hasSizeGreaterThan(10);
    assertThat(
            side.sql(
                "SELECT run_id, issue_type, count(*) FROM "
                    + Identifier.quote(output)
                    + " GROUP BY ALL"))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noMoreRowsAreStoredThanAskedFor(boolean named) {
    TableName output = new TableName(CATALOG, "cases", "out_limited_" + named);
    side.run(ReconTables.createMissingData(output));
    int many =
        IntStream.range(0, cases.size())
            .filter(i -> cases.get(i).missingInSource() > 1000)
            .findFirst()
            .orElseThrow();
    int few =
        IntStream.range(0, cases.size())
            .filter(i -> cases.get(i).missingInTarget() == 2)
            .findFirst()
            .orElseThrow();
    for (int number : List.of(many, few)) {
      RowComparison comparison = comparison(number, RowDigest.XXHASH64);
      side.run(
          named
              ? comparison.storeDifferences(output, NAMES, known(comparison), 3)
              : comparison.storeDifferences(output, NAMES, 3));
    }
    assertThat(
            side.sql(
                "SELECT issue_type, count(*) FROM " + Identifier.quote(output) + " GROUP BY ALL"))
        .containsExactlyInAnyOrder(
            List.of("missing_in_target", "2"), List.of("missing_in_source", "5"));
  }
}
