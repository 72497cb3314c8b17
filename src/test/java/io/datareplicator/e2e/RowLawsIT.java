package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.RowDigest;
import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.rows.ComparedColumn;
import io.datareplicator.databricks.sql.rows.OutputNames;
import io.datareplicator.databricks.sql.rows.ReconTables;
import io.datareplicator.databricks.sql.rows.RowComparison;
import io.datareplicator.databricks.sql.rows.Scan;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.ColumnType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random small multisets of nested rows: what SQL finds is what Java finds, which compares the
 * values themselves. Values are few, so that many rows are almost equal. Each pair of multisets has
 * a number that is a part of its rows, so that hundreds are compared at once.
 */
@Tag("jvm")
@ExtendWith(SandboxExtension.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class RowLawsIT {
  private static final String CATALOG = "it-row-laws";
  private static final int PAIRS = 400;

  private static final Map<String, String> TYPES =
      Map.of(
          "pair", "INT",
          "t", "STRING",
          "d", "DOUBLE",
          "l", "ARRAY<ARRAY<STRING>>",
          "m", "MAP<STRING, INT>",
          "s", "STRUCT<x: INT, y: STRUCT<z: STRING>>");

  private static final List<String> COLUMNS = List.of("pair", "t", "d", "l", "m", "s");

  /** A value to compare in Java, and its SQL text, of which there are several for some. */
  private record Value(Object value, String sql) {}

  private final Random random = new Random();

  private <T> T pick(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private Value text() {
    String text = pick(List.of("", "a", "a ", "A", "~", "1:a", ",", "]"));
    return random.nextInt(4) == 0
        ? new Value(null, "CAST(NULL AS STRING)")
        : new Value(text, "'" + text + "'");
  }

  private Value number() {
    return random.nextInt(3) == 0
        ? new Value(null, "CAST(NULL AS INT)")
        : pick(List.of(new Value(0, "0"), new Value(1, "1"), new Value(-1, "-1")));
  }

  private Value real() {
    return pick(
        List.of(
            new Value(null, "CAST(NULL AS DOUBLE)"),
            new Value(0.0, "0D"),
            new Value(0.0, "-0D"),
            new Value(Double.NaN, "DOUBLE('NaN')"),
            new Value(0.1, "0.1D")));
  }

  private Value list(int depth) {
    String type = depth == 0 ? "ARRAY<STRING>" : "ARRAY<ARRAY<STRING>>";
    if (random.nextInt(4) == 0) {
      return new Value(null, "CAST(NULL AS " + type + ")");
    }
    List<Value> elements =
        IntStream.range(0, random.nextInt(3))
            .mapToObj(i -> depth == 0 ? text() : list(depth - 1))
            .toList();
    return new Value(
        elements.stream().map(Value::value).collect(Collectors.toCollection(ArrayList::new)),
        "CAST(array("
            + elements.stream().map(Value::sql).collect(Collectors.joining(", "))
            + ") AS "
            + type
            + ")");
  }

  private Value map() {
    if (random.nextInt(4) == 0) {
      return new Value(null, "CAST(NULL AS MAP<STRING, INT>)");
    }
    List<String> keys = new ArrayList<>(List.of("a", "b", ""));
    Collections.shuffle(keys, random);
    Map<String, Object> values = new HashMap<>();
    List<String> entries = new ArrayList<>();
    for (String key : keys.subList(0, random.nextInt(3))) {
      Value value = number();
      values.put(key, value.value());
      entries.add("'" + key + "', " + value.sql());
    }
    return new Value(values, "CAST(map(" + String.join(", ", entries) + ") AS MAP<STRING, INT>)");
  }

  private Value struct() {
    if (random.nextInt(4) == 0) {
      return new Value(null, "CAST(NULL AS " + TYPES.get("s") + ")");
    }
    Value x = number();
    Value z = text();
    boolean inner = random.nextInt(3) > 0;
    List<Object> value = new ArrayList<>();
    value.add(x.value());
    List<Object> y = new ArrayList<>();
    y.add(z.value());
    value.add(inner ? y : null);
    return new Value(
        value,
        "CAST(named_struct('x', "
            + x.sql()
            + ", 'y', "
            + (inner ? "named_struct('z', " + z.sql() + ")" : "NULL")
            + ") AS "
            + TYPES.get("s")
            + ")");
  }

  private List<Value> row(int pair) {
    // Most columns are alike in most rows: two random rows would differ in everything.
    int free = 1 + random.nextInt(5);
    return List.of(
        new Value(pair, String.valueOf(pair)),
        free == 1 ? text() : new Value("a", "'a'"),
        free == 2 ? real() : new Value(null, "CAST(NULL AS DOUBLE)"),
        free == 3 ? list(1) : new Value(null, "CAST(NULL AS ARRAY<ARRAY<STRING>>)"),
        free == 4 ? map() : new Value(null, "CAST(NULL AS MAP<STRING, INT>)"),
        free == 5 ? struct() : new Value(null, "CAST(NULL AS " + TYPES.get("s") + ")"));
  }

  private static List<Object> values(List<Value> row) {
    return row.stream().map(Value::value).collect(Collectors.toCollection(ArrayList::new));
  }

  private static String sql(List<List<Value>> rows) {
    return rows.stream()
        .map(r -> r.stream().map(Value::sql).collect(Collectors.joining(", ", "(", ")")))
        .collect(Collectors.joining(",\n"));
  }

  @ParameterizedTest
  @CsvSource({"XXHASH64, 1", "SHA256, 2"})
  void sqlFindsWhatJavaFinds(RowDigest digest, int seed, SandboxProcess sandbox) {
    random.setSeed(seed);
    SandboxSide side = sandbox.source();
    String schema = digest.yaml();
    List<List<Value>> sourceRows = new ArrayList<>();
    List<List<Value>> targetRows = new ArrayList<>();
    Map<Integer, Integer> inTarget = new HashMap<>();
    Map<Integer, Integer> inSource = new HashMap<>();
    for (int pair = 0; pair < PAIRS; pair++) {
      List<List<Value>> source = new ArrayList<>();
      List<List<Value>> target = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        List<Value> row = row(pair);
        for (int copies = random.nextInt(3); copies > 0; copies--) {
          source.add(row);
        }
        List<Value> other = random.nextInt(4) > 0 ? row : row(pair);
        for (int copies = random.nextInt(3); copies > 0; copies--) {
          target.add(other);
        }
      }
      sourceRows.addAll(source);
      targetRows.addAll(target);
      inTarget.put(pair, surplus(source, target));
      inSource.put(pair, surplus(target, source));
    }
    TableName source = new TableName(CATALOG, schema, "source");
    TableName target = new TableName(CATALOG, schema, "target");
    TableName output = new TableName(CATALOG, schema, "output");
    side.run(
        "CREATE CATALOG IF NOT EXISTS `" + CATALOG + "`",
        "CREATE SCHEMA `" + CATALOG + "`.`" + schema + "`",
        ReconTables.createMissingData(output),
        create(source, sourceRows),
        create(target, targetRows));
    List<ComparedColumn> columns =
        COLUMNS.stream()
            .map(
                c -> {
                  ColumnType type = ColumnType.parse(TYPES.get(c));
                  return new ComparedColumn(c, type, c, type);
                })
            .toList();
    RowComparison comparison =
        new RowComparison(
            new Scan(source, null, null), new Scan(target, null, null), columns, digest);

    long allInTarget = inTarget.values().stream().mapToInt(i -> i).sum();
    long allInSource = inSource.values().stream().mapToInt(i -> i).sum();
    assertThat(allInTarget).isPositive();
    assertThat(side.sql(comparison.differences()))
        .containsExactly(List.of(String.valueOf(allInTarget), String.valueOf(allInSource)));
    side.run(
        comparison.storeDifferences(
            output, new OutputNames("r", target, source, Instant.EPOCH), 100_000));
    assertThat(
            side.sql(
                "SELECT data['pair'], count_if(issue_type = 'missing_in_target'),"
                    + " count_if(issue_type = 'missing_in_source') FROM "
                    + Identifier.quote(output)
                    + " GROUP BY ALL"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, PAIRS)
                .filter(p -> inTarget.get(p) > 0 || inSource.get(p) > 0)
                .mapToObj(
                    p ->
                        List.of(
                            String.valueOf(p),
                            String.valueOf(inTarget.get(p)),
                            String.valueOf(inSource.get(p))))
                .toList());
  }

  private static String create(TableName table, List<List<Value>> rows) {
    return "CREATE TABLE "
        + Identifier.quote(table)
        + " AS SELECT * FROM VALUES\n"
        + sql(rows)
        + " AS v ("
        + String.join(", ", COLUMNS)
        + ")";
  }

  /** How many rows the one has that the other has not. */
  private static int surplus(List<List<Value>> one, List<List<Value>> other) {
    List<List<Object>> left =
        one.stream().map(RowLawsIT::values).collect(Collectors.toCollection(ArrayList::new));
    other.stream().map(RowLawsIT::values).forEach(left::remove);
    return left.size();
  }
}
