package io.datareplicator.databricks.sql.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.RowDigest;
import io.datareplicator.databricks.sql.SqlReader;
import io.datareplicator.databricks.sql.SqlReader.Token;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.ColumnType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the texts say; what they do is seen by RowComparisonIT. */
class RowComparisonTest {
  private static final TableName SOURCE = new TableName("shared", "s", "t");
  private static final TableName TARGET = new TableName("copy", "s", "t");
  private static final OutputNames NAMES = new OutputNames("r", TARGET, SOURCE, Instant.EPOCH);

  private static ComparedColumn column(String name, String source, String target) {
    return new ComparedColumn(name, ColumnType.parse(source), name, ColumnType.parse(target));
  }

  private static RowComparison of(RowDigest digest, ComparedColumn... columns) {
    return new RowComparison(
        new Scan(SOURCE, 7L, null), new Scan(TARGET, null, null), List.of(columns), digest);
  }

  @Test
  void oneSideOfTheFast() {
    String row =
        "((if(r.`id` IS NULL, 1L, 0L) + if(r.`d` IS NULL, 2L, 0L)) + if(r.`a b` IS NULL, 4L, 0L)),"
            + " CAST(r.`id` AS BIGINT),"
            + " CASE WHEN isnan(r.`d`) THEN CAST('NaN' AS DOUBLE)"
            + " WHEN r.`d` = 0 THEN CAST(0 AS DOUBLE) ELSE r.`d` END";
    assertThat(
            of(
                    RowDigest.XXHASH64,
                    column("id", "int", "bigint"),
                    column("d", "double", "double"),
                    column("a b", "string", "string"))
                .sourceFingerprint())
        .isEqualTo(
            "SELECT concat_ws(':', CAST(count(*) AS STRING),"
                + " CAST(sum(shiftright(h1, 36)) AS STRING),"
                + " CAST(sum(shiftright(shiftleft(h1, 36), 36)) AS STRING),"
                + " CAST(sum(shiftright(h2, 36)) AS STRING),"
                + " CAST(sum(shiftright(shiftleft(h2, 36), 36)) AS STRING)) AS fingerprint"
                + " FROM (SELECT xxhash64(1, "
                + row
                + ", r.`a b`) AS h1, xxhash64(2, hash(r.`a b`), "
                + row
                + ") AS h2 FROM `shared`.`s`.`t` VERSION AS OF 7 AS r)");
  }

  @Test
  void oneRowOfTheSecure() {
    assertThat(
            of(RowDigest.SHA256, column("a", "string", "string"), column("n", "int", "int"))
                .targetFingerprint())
        .endsWith(
            "FROM (SELECT xxhash64(1, d) AS h1, xxhash64(2, d) AS h2 FROM (SELECT"
                + " sha2(CAST(concat(coalesce(concat(octet_length(r.`a`), ':', r.`a`), '~'),"
                + " coalesce(concat(CAST(r.`n` AS STRING), ','), '~')) AS BINARY), 256) AS d"
                + " FROM `copy`.`s`.`t` AS r))");
  }

  @Test
  void bothSidesAreAskedInOneStatement() {
    RowComparison comparison = of(RowDigest.XXHASH64, column("a", "string", "string"));
    assertThat(comparison.fingerprints())
        .isEqualTo(
            "SELECT ("
                + comparison.sourceFingerprint()
                + ") AS source_fingerprint, ("
                + comparison.targetFingerprint()
                + ") AS target_fingerprint");
    assertThat(RowComparison.rows("12:-3:4:5:-6")).isEqualTo(12);
    assertThat(RowComparison.rows("0")).isZero();
  }

  @Test
  void aFilterKeepsToItsLines() {
    assertThat(new Scan(SOURCE, null, "a > 1 -- or more").from())
        .isEqualTo("(SELECT * FROM `shared`.`s`.`t` WHERE (\na > 1 -- or more\n)) AS r");
    assertThat(new Scan(SOURCE, null, "  ").from()).isEqualTo("`shared`.`s`.`t` AS r");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "geometry(4326)",
        "geography(4326)",
        "array<geometry(any)>",
        "map<string,geography(4326)>",
        "struct<a:int,g:geometry(4326)>",
        "object",
        "money"
      })
  void typesWithoutASoundComparisonAreTold(String type) {
    for (String other : List.of(type, "string")) {
      RowComparison comparison =
          of(RowDigest.SHA256, column("x", "int", "int"), column("g", type, other));
      assertThat(comparison.incomparable()).containsOnlyKeys("g");
      assertThat(comparison.incomparable().get("g")).contains("cannot be compared");
    }
  }

  @Test
  void userDefinedTypesAndImpossibleNamesAreTold() {
    ColumnType udt = new ColumnType.UserDefined("org.Point");
    RowComparison comparison =
        of(
            RowDigest.XXHASH64,
            new ComparedColumn("u", udt, "u", ColumnType.parse("int")),
            column("line\nbreak", "int", "int"),
            new ComparedColumn(
                "f",
                new ColumnType.StructOf(
                    List.of(new ColumnType.Field("a\0", ColumnType.parse("int"), true, null))),
                "f",
                ColumnType.parse("int")));
    assertThat(comparison.incomparable()).containsOnlyKeys("u", "line\nbreak", "f");
    assertThat(comparison.incomparable().get("u")).contains("org.Point");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tinyint | bigint | CAST(p AS BIGINT) | p",
        "int | decimal(12,2) | CAST(p AS DECIMAL(12,2)) | p",
        "bigint | decimal(10,4) | CAST(p AS DECIMAL(23,4)) | CAST(p AS DECIMAL(23,4))",
        "decimal(10,1) | decimal(10,2) | CAST(p AS DECIMAL(11,2)) | CAST(p AS DECIMAL(11,2))",
        "string | varchar(9) | p | CAST(p AS STRING)",
        "string collate UTF8_LCASE | string | (p COLLATE UTF8_BINARY) | p",
        "date | date | p | p",
        "decimal(38,38) | decimal(38,38) | p | p",
      })
  void valuesOfOneFamilyAreBroughtToOneType(
      String source, String target, String ofSource, String ofTarget) {
    FormPair pair = FormPair.of(ColumnType.parse(source), ColumnType.parse(target));
    assertThat(pair.source().value("p")).isEqualTo(ofSource);
    assertThat(pair.target().value("p")).isEqualTo(ofTarget);
  }

  @ParameterizedTest
  @CsvSource({
    "int,string",
    "timestamp,timestamp_ntz",
    "date,timestamp",
    "int,double",
    "binary,string"
  })
  void valuesOfOtherFamiliesAreMarked(String source, String target) {
    FormPair pair = FormPair.of(ColumnType.parse(source), ColumnType.parse(target));
    assertThat(pair.source().value("p"))
        .startsWith("CASE WHEN p IS NULL THEN '~' ELSE concat('<', ");
    assertThat(pair.target().value("p"))
        .startsWith("CASE WHEN p IS NULL THEN '~' ELSE concat('>', ");
  }

  @Test
  void bucketsAreNamedInTheConditionOfBothSides() {
    RowComparison comparison = of(RowDigest.XXHASH64, column("a", "int", "int"));
    assertThat(comparison.differingDigests(List.of(3, 65535), 9).split("IN \\(3L, 65535L\\)", -1))
        .hasSize(3);
    assertThat(comparison.differingDigests(List.of(), 9)).doesNotContain(" IN (");
  }

  @Test
  void onlyAsManyDigestsAreNamedAsGiveTheRowsThatAreStored() {
    List<Surplus> known =
        List.of(
            new Surplus(Long.MIN_VALUE, 1, 2),
            new Surplus(-5, Long.MAX_VALUE, 2),
            new Surplus(6, 7, 1),
            new Surplus(8, 9, Long.MAX_VALUE));
    RowComparison comparison = of(RowDigest.XXHASH64, column("a", "int", "int"));
    assertThat(comparison.storeDifferences(TARGET, NAMES, known, 3))
        .contains("WHERE h1 IN (-9223372036854775808L, -5L)")
        .contains("VALUES (-9223372036854775808L, 1L, 2L), (-5L, 9223372036854775807L, 2L) AS v")
        .contains("'missing_in_target'")
        .doesNotContain("'missing_in_source'")
        .doesNotContain("UNION ALL");
    assertThat(comparison.storeDifferences(TARGET, NAMES, List.of(new Surplus(1, 2, -4)), 3))
        .contains("VALUES (1L, 2L, 4L) AS v")
        .contains("'missing_in_source'")
        .doesNotContain("'missing_in_target'");
    assertThat(Surplus.first(known, 1, 1000)).isEqualTo(known);
  }

  @Test
  void manyColumnsHaveSeveralBitmaps() {
    ComparedColumn[] columns =
        IntStream.range(0, 121)
            .mapToObj(i -> column("c" + i, "int", "int"))
            .toArray(ComparedColumn[]::new);
    assertThat(of(RowDigest.XXHASH64, columns).sourceFingerprint())
        .contains("r.`c59` IS NULL, " + (1L << 59) + "L, 0L)")
        .contains("r.`c60` IS NULL, 1L, 0L)")
        .contains(", if(r.`c120` IS NULL, 1L, 0L), r.`c0`, ")
        .doesNotContain(String.valueOf(1L << 60));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars("ab`'\\.$ {}<>:,;-/*\"ü\uD83D\uDE80".toCharArray())
        .ofMinLength(1)
        .ofMaxLength(8)
        .filter(n -> n.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF));
  }

  @Provide
  Arbitrary<ColumnType> types() {
    Arbitrary<ColumnType> simple =
        Arbitraries.of(
                "int",
                "bigint",
                "decimal(38,18)",
                "double",
                "string",
                "char(3)",
                "binary",
                "timestamp",
                "timestamp_ntz",
                "date",
                "boolean",
                "variant",
                "void",
                "string collate UNICODE_CI",
                "interval day to second")
            .map(ColumnType::parse);
    return Arbitraries.lazyOf(
        () -> simple,
        () -> simple,
        () -> simple,
        () -> types().map(t -> new ColumnType.ArrayOf(t, true)),
        () -> Combinators.combine(types(), types()).as((k, v) -> new ColumnType.MapOf(k, v, true)),
        () ->
            Combinators.combine(names(), types())
                .as((n, t) -> new ColumnType.Field(n, t, true, null))
                .list()
                .ofMaxSize(3)
                .map(ColumnType.StructOf::new));
  }

  @Property(tries = 300)
  void anyNameStaysAName(
      @ForAll("names") String name, @ForAll("types") ColumnType type, @ForAll RowDigest digest) {
    RowComparison comparison = of(digest, new ComparedColumn(name, type, name, type));
    assertThat(comparison.incomparable()).isEmpty();
    String store = comparison.storeDifferences(TARGET, NAMES, 3);
    for (String sql :
        List.of(
            comparison.fingerprints(),
            comparison.differingDigests(List.of(1), 2),
            comparison.storeDifferences(TARGET, NAMES, List.of(new Surplus(1, -2, 3)), 3),
            store)) {
      List<Token> tokens = SqlReader.tokens(sql);
      if (!type.canonical().equals("void")) {
        assertThat(tokens).contains(new Token("name", name));
      }
      int open = 0;
      for (Token token : tokens) {
        if (token.kind().equals("text")) {
          assertThat(token.value()).doesNotContain("--").doesNotContain("/*").doesNotContain(";");
          for (char c : token.value().toCharArray()) {
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            assertThat(open).isNotNegative();
          }
        }
      }
      assertThat(open).isZero();
    }
    assertThat(SqlReader.tokens(store)).contains(new Token("string", name));
  }

  @Property(tries = 300)
  void equalTypesAreHashedAlikeAndWithoutMarks(@ForAll("types") ColumnType type) {
    FormPair pair = FormPair.of(type, type);
    assertThat(pair.source().value("p")).isEqualTo(pair.target().value("p"));
    assertThat(pair.source().piece("p", 0))
        .isEqualTo(pair.target().piece("p", 0))
        .doesNotContain("'<'");
  }

  @Property(tries = 300)
  void sidesMayChangePlaces(@ForAll("types") ColumnType one, @ForAll("types") ColumnType other) {
    FormPair there = FormPair.of(one, other);
    FormPair back = FormPair.of(other, one);
    assertThat(unmarked(back.source())).isEqualTo(unmarked(there.target()));
    assertThat(unmarked(back.target())).isEqualTo(unmarked(there.source()));
  }

  private static String unmarked(Form form) {
    return form.piece("p", 0).replace("'<'", "'?'").replace("'>'", "'?'");
  }

  @Test
  void noTextDependsOnTheSession() {
    // Casts of a point in time to text, and of decimals with many digits behind the point, do.
    List<String> pieces = new ArrayList<>();
    for (String type : List.of("timestamp", "array<timestamp>", "struct<a:decimal(38,18)>")) {
      pieces.add(
          FormPair.of(ColumnType.parse(type), ColumnType.parse(type)).source().piece("p", 0));
    }
    assertThat(pieces.get(0)).contains("unix_micros(p)").doesNotContain("CAST");
    assertThat(pieces.get(1)).contains("unix_micros(x0)").doesNotContain("CAST");
    assertThat(pieces.get(2)).contains("substring_index(CAST(abs(p.`a`) AS STRING), 'E', 1)");
  }

  @Test
  void outputTables() {
    assertThat(ReconTables.createMissingData(TARGET))
        .isEqualTo(
            "CREATE TABLE IF NOT EXISTS `copy`.`s`.`t` (run_id STRING, target_catalog STRING,"
                + " target_schema STRING, target_table STRING, source_catalog STRING, source_schema"
                + " STRING, source_table STRING, issue_type STRING, data MAP<STRING, STRING>,"
                + " check_timestamp TIMESTAMP) COMMENT 'Differences of rows that data-replicator"
                + " found'");
    assertThat(ReconTables.stored(TARGET, new OutputNames("r'1", TARGET, SOURCE, Instant.EPOCH)))
        .startsWith(
            "SELECT count(*) AS stored_rows FROM `copy`.`s`.`t` WHERE run_id = 'r\\'1' AND");
  }
}
