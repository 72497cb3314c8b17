package io.datareplicator.databricks.sql.rows;

import io.datareplicator.config.RowDigest;
import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Literal;
import io.datareplicator.model.uc.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The rows of one table and their digests H1 and H2. */
record Side(Scan scan, List<Column> columns, RowDigest digest) {
  /** Bits of a NULL bitmap that are used: the sum of all stays far from an overflow. */
  private static final int BITS = 60;

  /** A column, and how its values are hashed. */
  record Column(String name, ColumnType type, Form form) {
    String path() {
      return Scan.ALIAS + "." + Identifier.quote(name);
    }
  }

  /** A query with columns h1 and h2. */
  String digests() {
    return digests("");
  }

  /** A query with columns h1, h2 and c, a struct of the values c0, c1, … */
  String rows() {
    if (columns.isEmpty()) {
      return digests(", NULL AS c");
    }
    return digests(
        IntStream.range(0, columns.size())
            .mapToObj(i -> "'c" + i + "', " + columns.get(i).path())
            .collect(Collectors.joining(", ", ", named_struct(", ") AS c")));
  }

  /**
   * No column gets another name beside an expression that uses it: from the two Spark infers every
   * mixture of old and new names, twice as many with each column.
   */
  private String digests(String values) {
    if (digest == RowDigest.XXHASH64) {
      return "SELECT " + plain() + values + " FROM " + scan.from();
    }
    String pieces =
        columns.stream().map(c -> c.form().piece(c.path(), 0)).collect(Collectors.joining(", "));
    return "SELECT xxhash64(1, d) AS h1, xxhash64(2, d) AS h2"
        + (values.isEmpty() ? "" : ", c")
        + " FROM (SELECT sha2(CAST(concat("
        + pieces
        + ") AS BINARY), 256) AS d"
        + values
        + " FROM "
        + scan.from()
        + ")";
  }

  /**
   * xxhash64 skips NULL, so where NULLs are is hashed first. Of long values it makes the same of
   * some pairs whatever the seed: into the second half they go by another hash. By chance two rows
   * that differ have the same digest with a probability of 2^-96; of such a pair, 2^-32.
   */
  private String plain() {
    List<String> nulls = new ArrayList<>();
    for (int from = 0; from < columns.size(); from += BITS) {
      nulls.add(bitmap(columns.subList(from, Math.min(from + BITS, columns.size()))));
    }
    List<String> first = new ArrayList<>(nulls);
    List<String> second = new ArrayList<>(nulls);
    List<String> longs = new ArrayList<>();
    for (Column column : columns) {
      if (!(column.form() instanceof Form.Void)) {
        String value = column.form().value(column.path());
        first.add(value);
        (column.form().isLong() ? longs : second).add(value);
      }
    }
    if (!longs.isEmpty()) {
      second.add(0, "hash(" + String.join(", ", longs) + ")");
    }
    return hash(1, first) + " AS h1, " + hash(2, second) + " AS h2";
  }

  private static String hash(int seed, List<String> values) {
    return values.stream()
        .map(v -> ", " + v)
        .collect(Collectors.joining("", "xxhash64(" + seed, ")"));
  }

  private static String bitmap(List<Column> columns) {
    return sum(
        IntStream.range(0, columns.size())
            .mapToObj(i -> "if(" + columns.get(i).path() + " IS NULL, " + (1L << i) + "L, 0L)")
            .toList());
  }

  /** Nested as flatly as can be: a parser's depth is limited. */
  private static String sum(List<String> terms) {
    if (terms.size() == 1) {
      return terms.get(0);
    }
    int half = (terms.size() + 1) / 2;
    return "(" + sum(terms.subList(0, half)) + " + " + sum(terms.subList(half, terms.size())) + ")";
  }

  /** A query of one text: how many rows there are, and the sums of the pieces of their digests. */
  String fingerprint(String name) {
    String sums =
        pieces().stream()
            .map(p -> "CAST(sum(" + p + ") AS STRING)")
            .collect(Collectors.joining(", "));
    return "SELECT concat_ws(':', CAST(count(*) AS STRING), "
        + sums
        + ") AS "
        + name
        + " FROM ("
        + digests()
        + ")";
  }

  /**
   * Of each half the first and the last 28 bits, as numbers with a sign: their sums as BIGINT
   * cannot overflow below 2^36 equal rows. ANSI mode fails on overflow, and sums of decimals are
   * slow.
   */
  static List<String> pieces() {
    List<String> pieces = new ArrayList<>();
    for (String half : List.of("h1", "h2")) {
      pieces.add("shiftright(" + half + ", 36)");
      pieces.add("shiftright(shiftleft(" + half + ", 36), 36)");
    }
    return pieces;
  }

  /** A map of the values in c as text. */
  String display() {
    if (columns.isEmpty()) {
      return "CAST(map() AS MAP<STRING, STRING>)";
    }
    String entries =
        IntStream.range(0, columns.size())
            .mapToObj(
                i ->
                    Literal.string(columns.get(i).name())
                        + ", "
                        + DisplayText.of(columns.get(i).type(), "c.c" + i))
            .collect(Collectors.joining(", "));
    return DisplayText.cut("map(" + entries + ")");
  }
}
