package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.RowDigest;
import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.rows.ComparedColumn;
import io.datareplicator.databricks.sql.rows.OutputNames;
import io.datareplicator.databricks.sql.rows.ReconTables;
import io.datareplicator.databricks.sql.rows.RowComparison;
import io.datareplicator.databricks.sql.rows.Scan;
import io.datareplicator.databricks.sql.rows.SchemaDifference;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.ColumnType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Comparisons of real Delta tables: versions, filters, odd names, many columns, output tables. */
@Tag("jvm")
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class RowTablesIT {
  private static final String CATALOG = "it-row-tables";
  private static final TableName MISSING = table("recon_missing_data");
  private SandboxSide side;

  @BeforeAll
  void schema(SandboxProcess sandbox) {
    side = sandbox.source();
    side.run(
        "CREATE CATALOG `" + CATALOG + "`",
        "CREATE SCHEMA `" + CATALOG + "`.`odd-sch``ema`",
        ReconTables.createMissingData(MISSING),
        ReconTables.createMissingData(MISSING));
  }

  private static TableName table(String name) {
    return new TableName(CATALOG, "odd-sch`ema", name);
  }

  private static Scan scan(String table) {
    return new Scan(table(table), null, null);
  }

  private void create(String table, String definition) {
    side.run("CREATE TABLE " + Identifier.quote(table(table)) + " " + definition);
  }

  private static ComparedColumn same(String name, String type) {
    return new ComparedColumn(name, ColumnType.parse(type), name, ColumnType.parse(type));
  }

  private static RowComparison xx(Scan source, Scan target, ComparedColumn... columns) {
    return new RowComparison(source, target, List.of(columns), RowDigest.XXHASH64);
  }

  private boolean matches(RowComparison comparison) {
    assertThat(comparison.incomparable()).isEmpty();
    List<String> row = side.sql(comparison.fingerprints()).get(0);
    return row.get(0).equals(row.get(1));
  }

  private static OutputNames names(String run, String target) {
    return new OutputNames(
        run,
        table(target),
        new TableName("where it's from", "s`", "t"),
        Instant.parse("2026-10-25T00:30:00.123456Z"));
  }

  /** Issue type and data of what a run stored. */
  private List<List<String>> store(RowComparison comparison, String run, String target, int limit) {
    OutputNames names = names(run, target);
    side.run(comparison.storeDifferences(MISSING, names, limit));
    List<List<String>> rows =
        side.sql(
            "SELECT issue_type, data FROM "
                + Identifier.quote(MISSING)
                + " WHERE run_id = '"
                + run
                + "' ORDER BY issue_type, to_json(data)");
    assertThat(side.value(ReconTables.stored(MISSING, names)))
        .isEqualTo(String.valueOf(rows.size()));
    return rows;
  }

  @Test
  void aVersionIsComparedAsItWas() {
    create("busy", "AS SELECT id FROM range(10)");
    create("copied", "AS SELECT id FROM range(10)");
    side.run(
        "INSERT INTO " + Identifier.quote(table("busy")) + " VALUES (77)",
        "DELETE FROM " + Identifier.quote(table("busy")) + " WHERE id = 3");
    ComparedColumn id = same("id", "bigint");

    assertThat(matches(xx(new Scan(table("busy"), 0L, null), scan("copied"), id))).isTrue();
    RowComparison now = xx(scan("busy"), scan("copied"), id);
    assertThat(side.sql(now.differences())).containsExactly(List.of("1", "1"));
    RowComparison filtered =
        xx(
            new Scan(table("busy"), 1L, "id < 5 OR id = 6 -- the user's words"),
            new Scan(table("copied"), null, "id IN (0, 1, 2, 3, 4, 6) /* and more" + " */"),
            id);
    assertThat(matches(filtered)).isTrue();
    assertThat(side.sql(filtered.counts())).containsExactly(List.of("6", "6"));
    assertThat(store(now, "versions", "copied", 10))
        .containsExactly(
            List.of("missing_in_source", "{\"id\":\"3\"}"),
            List.of("missing_in_target", "{\"id\":\"77\"}"));
  }

  @Test
  void columnsOfAnyNameAndOrder() {
    // Names that our own text uses, or that a careless one would read as a path.
    List<String> names =
        List.of(
            "a.b", "sp ace", "ba``ck", "größe", "客户", "select", "r", "h1", "n", "c0", "v0",
            "o\"d'd");
    String columns =
        names.stream()
            .map(n -> "`" + n + "` STRUCT<`x.y z`: INT, `h1`: STRING>")
            .collect(Collectors.joining(", "));
    String reversed =
        IntStream.range(0, names.size())
            .mapToObj(i -> names.get(names.size() - 1 - i))
            .map(n -> "`" + n + "` STRUCT<`X.Y z`: INT, `h1`: STRING>")
            .collect(Collectors.joining(", "));
    String mapping = ") TBLPROPERTIES ('delta.columnMapping.mode' = 'name')";
    create("names", "(" + columns + mapping);
    create("reversed", "(" + reversed + mapping);
    String values =
        IntStream.range(0, names.size())
            .mapToObj(i -> "named_struct('x.y z', " + i + ", 'h1', 'v')")
            .collect(Collectors.joining(", "));
    String quoted = names.stream().map(n -> "`" + n + "`").collect(Collectors.joining(", "));
    for (String table : List.of("names", "reversed")) {
      side.run(
          "INSERT INTO "
              + Identifier.quote(table(table))
              + " ("
              + quoted
              + ") VALUES ("
              + values
              + ")");
    }
    ComparedColumn[] compared =
        names.stream()
            .map(n -> n.replace("``", "`"))
            .map(
                n ->
                    new ComparedColumn(
                        n,
                        ColumnType.parse("struct<`x.y z`:int,h1:string>"),
                        n,
                        ColumnType.parse("struct<`X.Y z`:int,h1:string>")))
            .toArray(ComparedColumn[]::new);

    assertThat(matches(xx(scan("names"), scan("reversed"), compared))).isTrue();
    side.run("UPDATE " + Identifier.quote(table("reversed")) + " SET `a.b`.`X.Y z` = 42");
    RowComparison differs = xx(scan("names"), scan("reversed"), compared);
    assertThat(side.sql(differs.differences())).containsExactly(List.of("1", "1"));
    List<List<String>> stored = store(differs, "names", "reversed", 5);
    assertThat(stored).hasSize(2);
    assertThat(stored.get(0).get(1)).contains("42").contains("客户").contains("ba`ck");

    // What is not compared may differ, and with nothing left to compare only rows are counted.
    ComparedColumn[] others = Arrays.copyOfRange(compared, 1, compared.length);
    assertThat(matches(xx(scan("names"), scan("reversed"), others))).isTrue();
    assertThat(matches(xx(scan("names"), scan("reversed")))).isTrue();
    side.run("INSERT INTO " + Identifier.quote(table("reversed")) + " (`sp ace`) VALUES (NULL)");
    RowComparison counts = xx(scan("names"), scan("reversed"));
    assertThat(matches(counts)).isFalse();
    assertThat(side.sql(counts.differences())).containsExactly(List.of("0", "1"));
    assertThat(store(counts, "counts", "reversed", 5))
        .containsExactly(List.of("missing_in_source", "{}"));
  }

  @Test
  void valuesAreStoredToBeRead() {
    create(
        "kinds",
        "(c CHAR(3), v VARCHAR(9), t STRING, x BINARY, ts TIMESTAMP, n DECIMAL(38,18), a ARRAY<TIMESTAMP>, j VARIANT, z DATE)");
    create(
        "kinds_copy",
        "(c STRING, v CHAR(5), t VARCHAR(9000), x BINARY, ts TIMESTAMP, n DECIMAL(38,18), a ARRAY<TIMESTAMP>, j VARIANT, z DATE)");
    String longText = "concat(repeat('é', 5000), 'a')";
    side.run(
        "INSERT INTO "
            + Identifier.quote(table("kinds"))
            + " VALUES ('a', 'b', "
            + longText
            + ", X'00ff', TIMESTAMP'2026-10-25 00:30:00.000001Z', 1.5, array(TIMESTAMP'2026-10-25 00:30:00.000001Z', NULL), parse_json('{\"k\":1}'), NULL)",
        "INSERT INTO "
            + Identifier.quote(table("kinds_copy"))
            + " SELECT c, rpad(v, 5, ' '), t, x, ts, n, a, j, z FROM "
            + Identifier.quote(table("kinds")));
    List<ComparedColumn> columns =
        List.of(
            new ComparedColumn("c", ColumnType.parse("char(3)"), "c", ColumnType.parse("string")),
            new ComparedColumn(
                "t", ColumnType.parse("string"), "t", ColumnType.parse("varchar(9000)")),
            same("x", "binary"),
            same("ts", "timestamp"),
            same("n", "decimal(38,18)"),
            same("a", "array<timestamp>"),
            same("j", "variant"),
            same("z", "date"));
    for (RowDigest digest : RowDigest.values()) {
      assertThat(matches(new RowComparison(scan("kinds"), scan("kinds_copy"), columns, digest)))
          .isTrue();
    }
    side.run(
        "UPDATE "
            + Identifier.quote(table("kinds_copy"))
            + " SET t = concat(repeat('é', 5000), 'b')");
    RowComparison differs =
        new RowComparison(scan("kinds"), scan("kinds_copy"), columns, RowDigest.SHA256);
    List<List<String>> stored = store(differs, "kinds", "kinds_copy", 5);
    assertThat(stored).hasSize(2);
    assertThat(stored.get(0).get(1))
        .contains("é\u2026 (5001 characters, sha256 ")
        .contains("\"ts\":\"2026-10-25 00:30:00.000001Z\"")
        .contains("2026-10-25T00:30:00.000001Z")
        .contains("\"x\":\"00FF\"")
        .contains("\"n\":\"1.500000000000000000\"")
        .contains("\"z\":null");
    assertThat(stored.get(0).get(1)).isNotEqualTo(stored.get(1).get(1));

    // A CHAR is what it reads as: with the blanks that fill it.
    assertThat(
            matches(
                xx(
                    scan("kinds"),
                    scan("kinds_copy"),
                    new ComparedColumn(
                        "v", ColumnType.parse("varchar(9)"), "v", ColumnType.parse("char(5)")))))
        .isFalse();
  }

  @Test
  void fiveHundredColumns() {
    List<String> types =
        List.of(
            "INT",
            "STRING",
            "DOUBLE",
            "DECIMAL(20,4)",
            "TIMESTAMP",
            "BINARY",
            "ARRAY<INT>",
            "STRUCT<a: INT, b: ARRAY<STRING>>",
            "BOOLEAN",
            "DATE");
    List<ComparedColumn> columns = new ArrayList<>();
    StringBuilder definition = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      String type = types.get(i % types.size());
      columns.add(same("column " + i, type));
      definition.append(i == 0 ? "(" : ", ").append("`column ").append(i).append("` ").append(type);
    }
    definition.append(") TBLPROPERTIES ('delta.columnMapping.mode' = 'name')");
    for (String table : List.of("wide", "wide_copy")) {
      create(table, definition.toString());
      side.run(
          "INSERT INTO "
              + Identifier.quote(table(table))
              + " (`column 0`, `column 7`, `column 491`) VALUES (1,"
              + " named_struct('a', 1, 'b', array('x')), 'y'), (2, NULL, NULL)");
    }
    for (RowDigest digest : RowDigest.values()) {
      assertThat(matches(new RowComparison(scan("wide"), scan("wide_copy"), columns, digest)))
          .isTrue();
    }
    side.run(
        "UPDATE "
            + Identifier.quote(table("wide_copy"))
            + " SET `column 499` = DATE'2026-01-01' WHERE `column 0` = 2");
    for (RowDigest digest : RowDigest.values()) {
      assertThat(matches(new RowComparison(scan("wide"), scan("wide_copy"), columns, digest)))
          .isFalse();
    }
    RowComparison comparison =
        new RowComparison(scan("wide"), scan("wide_copy"), columns, RowDigest.XXHASH64);
    List<Integer> buckets =
        side.sql(comparison.differingBuckets()).stream()
            .map(r -> Integer.valueOf(r.get(0)))
            .toList();
    assertThat(side.sql(comparison.differingDigests(buckets, 3)))
        .extracting(r -> r.get(2))
        .containsExactlyInAnyOrder("1", "-1");
    assertThat(store(comparison, "wide", "wide_copy", 3)).hasSize(2);
  }

  @Test
  void schemaDifferencesAreStored() {
    TableName output = table("recon_schema_check");
    OutputNames names = names("schemas", "any");
    side.run(
        ReconTables.createSchemaCheck(output),
        ReconTables.insertSchemaDifferences(
            output,
            names,
            List.of(
                new SchemaDifference("it's", "int", null, true, null, "missing_in_target"),
                new SchemaDifference("b", null, "bigint", null, false, "missing_in_source"))));

    assertThat(side.sql("SELECT * FROM " + Identifier.quote(output) + " ORDER BY column_name DESC"))
        .containsExactly(
            Arrays.asList(
                "schemas",
                CATALOG,
                "odd-sch`ema",
                "any",
                "where it's from",
                "s`",
                "t",
                "it's",
                "int",
                null,
                "true",
                null,
                "missing_in_target",
                "2026-10-25T00:30:00.123456Z"),
            Arrays.asList(
                "schemas",
                CATALOG,
                "odd-sch`ema",
                "any",
                "where it's from",
                "s`",
                "t",
                "b",
                null,
                "bigint",
                null,
                "false",
                "missing_in_source",
                "2026-10-25T00:30:00.123456Z"));
    assertThat(side.value(ReconTables.stored(output, names))).isEqualTo("2");
    assertThat(side.value(ReconTables.stored(output, names("others", "any")))).isEqualTo("0");
  }
}
