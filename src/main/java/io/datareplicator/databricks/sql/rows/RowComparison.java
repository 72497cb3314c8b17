package io.datareplicator.databricks.sql.rows;

import io.datareplicator.config.RowDigest;
import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Literal;
import io.datareplicator.model.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Statements that compare the rows of two tables as multisets (operations.md §5): first a
 * fingerprint of each side, then, only when these differ, which buckets of rows differ, how many
 * rows, and which.
 *
 * <p>Values are equal when SQL takes them for equal, but for collations: 0.0 and -0.0, NaN and NaN,
 * 1.0 and 1.00, maps with their entries in another order; 'a' and 'A' never.
 */
public final class RowComparison {
  /** Into how many buckets {@link #differingBuckets} divides the rows. */
  public static final int BUCKETS = 65536;

  public static final String SOURCE_ROWS = "source_rows";
  public static final String SOURCE_FINGERPRINT = "source_fingerprint";
  public static final String TARGET_ROWS = "target_rows";
  public static final String TARGET_FINGERPRINT = "target_fingerprint";
  public static final String FINGERPRINT = "fingerprint";
  public static final String BUCKET = "bucket";
  public static final String H1 = "h1";
  public static final String H2 = "h2";
  public static final String SURPLUS = "surplus";
  public static final String MISSING_IN_TARGET = "missing_in_target";
  public static final String MISSING_IN_SOURCE = "missing_in_source";

  private static final String BUCKET_OF_ROW = "pmod(h1, " + BUCKETS + "L)";

  private final Side source;
  private final Side target;
  private final Map<String, String> incomparable;

  /**
   * @param columns what is compared, whatever its position in the tables; without any, only the
   *     numbers of rows are
   */
  public RowComparison(Scan source, Scan target, List<ComparedColumn> columns, RowDigest digest) {
    List<Side.Column> ofSource = new ArrayList<>();
    List<Side.Column> ofTarget = new ArrayList<>();
    Map<String, String> reasons = new LinkedHashMap<>();
    for (ComparedColumn column : columns) {
      try {
        Identifier.quote(column.sourceName());
        Identifier.quote(column.targetName());
        FormPair forms = FormPair.of(column.sourceType(), column.targetType());
        ofSource.add(new Side.Column(column.sourceName(), column.sourceType(), forms.source()));
        ofTarget.add(new Side.Column(column.targetName(), column.targetType(), forms.target()));
      } catch (IllegalArgumentException e) {
        reasons.put(column.sourceName(), e.getMessage());
      }
    }
    this.source = new Side(source, List.copyOf(ofSource), digest);
    this.target = new Side(target, List.copyOf(ofTarget), digest);
    this.incomparable = Collections.unmodifiableMap(reasons);
  }

  /**
   * Columns that cannot be compared, by their names at the source, and why. The statements leave
   * them out, so that with any of them nothing may be called a match.
   */
  public Map<String, String> incomparable() {
    return incomparable;
  }

  /**
   * One statement that reads each table once; one row: SOURCE_FINGERPRINT, TARGET_FINGERPRINT. An
   * engine runs two scalar subqueries side by side, without a join of their results.
   */
  public String fingerprints() {
    return "SELECT ("
        + source.fingerprint(FINGERPRINT)
        + ") AS "
        + SOURCE_FINGERPRINT
        + ", ("
        + target.fingerprint(FINGERPRINT)
        + ") AS "
        + TARGET_FINGERPRINT;
  }

  /**
   * The source alone, for compute that does not see the target; one row: FINGERPRINT. Equal rows
   * have equal fingerprints on both sides.
   */
  public String sourceFingerprint() {
    return source.fingerprint(FINGERPRINT);
  }

  /** As {@link #sourceFingerprint}. */
  public String targetFingerprint() {
    return target.fingerprint(FINGERPRINT);
  }

  /** How many rows were read for a fingerprint: it says so first. */
  public static long rows(String fingerprint) {
    int end = fingerprint.indexOf(':');
    return Long.parseLong(end < 0 ? fingerprint : fingerprint.substring(0, end));
  }

  /** Numbers of rows only, in one statement; one row: SOURCE_ROWS, TARGET_ROWS. */
  public String counts() {
    return "SELECT s.*, t.* FROM (SELECT count(*) AS "
        + SOURCE_ROWS
        + " FROM "
        + source.scan().from()
        + ") AS s CROSS JOIN (SELECT count(*) AS "
        + TARGET_ROWS
        + " FROM "
        + target.scan().from()
        + ") AS t";
  }

  /** Numbers of the buckets whose rows differ, in order; at most BUCKETS rows: BUCKET. */
  public String differingBuckets() {
    String differs =
        Side.pieces().stream()
            .map(p -> " OR sum(n * " + p + ") <> 0")
            .collect(Collectors.joining());
    return "SELECT CAST("
        + BUCKET_OF_ROW
        + " AS INT) AS "
        + BUCKET
        + " FROM ("
        + signed(List.of())
        + ") GROUP BY "
        + BUCKET_OF_ROW
        + " HAVING sum(n) <> 0"
        + differs
        + " ORDER BY "
        + BUCKET;
  }

  /**
   * Which rows one side has more copies of; at most so many rows: H1, H2, SURPLUS, as {@link
   * Surplus} takes them, in order.
   *
   * @param buckets the only ones to look into, those of {@link #differingBuckets}
   */
  public String differingDigests(List<Integer> buckets, int limit) {
    return "SELECT "
        + String.join(", ", H1, H2, SURPLUS)
        + " FROM ("
        + surplus(buckets)
        + ") ORDER BY h1, h2 LIMIT "
        + limit;
  }

  /**
   * How many rows each side has that the other has not, copies counted; one row: MISSING_IN_TARGET,
   * MISSING_IN_SOURCE.
   */
  public String differences() {
    return "SELECT coalesce(sum(CASE WHEN surplus > 0 THEN surplus ELSE 0L END), 0L) AS "
        + MISSING_IN_TARGET
        + ", coalesce(sum(CASE WHEN surplus < 0 THEN -surplus ELSE 0L END), 0L) AS "
        + MISSING_IN_SOURCE
        + " FROM ("
        + surplus(List.of())
        + ")";
  }

  /**
   * Adds known differing rows to the table made by {@link ReconTables#createMissingData}, one row
   * for each missing copy. Sent twice it adds them twice: {@link ReconTables#stored} tells whether
   * it was done.
   *
   * @param known what differs, at least one; as found by {@link #differingDigests}
   * @param limit of rows for each issue type, at least one
   */
  public String storeDifferences(
      TableName output, OutputNames names, List<Surplus> known, int limit) {
    List<String> queries = new ArrayList<>();
    List<Surplus> ofSource = Surplus.first(known, 1, limit);
    if (!ofSource.isEmpty()) {
      queries.add(missing(source, ReconTables.MISSING_IN_TARGET, ofSource, limit));
    }
    List<Surplus> ofTarget = Surplus.first(known, -1, limit);
    if (!ofTarget.isEmpty()) {
      queries.add(missing(target, ReconTables.MISSING_IN_SOURCE, ofTarget, limit));
    }
    return insert(output, names, "", String.join(" UNION ALL ", queries));
  }

  /**
   * As above, when so many rows differ that the statement has to find them itself.
   *
   * @param limit of rows for each issue type
   */
  public String storeDifferences(TableName output, OutputNames names, int limit) {
    return insert(
        output,
        names,
        "WITH surplus_of_rows AS (" + surplus(List.of()) + ") ",
        missing(source, ReconTables.MISSING_IN_TARGET, "surplus", limit)
            + " UNION ALL "
            + missing(target, ReconTables.MISSING_IN_SOURCE, "-surplus", limit));
  }

  private static String insert(TableName output, OutputNames names, String with, String rows) {
    return "INSERT INTO "
        + Identifier.quote(output)
        + " ("
        + ReconTables.dataColumns()
        + ") "
        + with
        + "SELECT "
        + ReconTables.values(names)
        + ", issue_type, data, "
        + Literal.timestamp(names.checkTime())
        + " FROM ("
        + rows
        + ")";
  }

  private static String missing(Side side, String issue, List<Surplus> known, int limit) {
    String halves = known.stream().map(k -> k.h1() + "L").collect(Collectors.joining(", "));
    String keys =
        known.stream()
            .map(k -> "(" + k.h1() + "L, " + k.h2() + "L, " + Math.abs(k.copies()) + "L)")
            .collect(Collectors.joining(", "));
    // The condition lets the scan drop rows before it builds their values for the join.
    return missing(
        side,
        issue,
        "SELECT * FROM (" + side.rows() + ") WHERE h1 IN (" + halves + ")",
        "SELECT * FROM VALUES " + keys + " AS v (h1, h2, copies)",
        limit);
  }

  private static String missing(Side side, String issue, String copies, int limit) {
    return missing(
        side,
        issue,
        side.rows(),
        "SELECT h1, h2, "
            + copies
            + " AS copies FROM surplus_of_rows WHERE "
            + copies
            + " > 0 ORDER BY h1, h2 LIMIT "
            + limit,
        limit);
  }

  /**
   * Rows of one side that it has more copies of. Their order is by digest, so that a repetition
   * finds the same; the window needs no more than so many digests.
   *
   * @param keys a query with columns h1, h2 and copies
   */
  private static String missing(Side side, String issue, String rows, String keys, int limit) {
    return "(SELECT "
        + Literal.string(issue)
        + " AS issue_type, "
        + side.display()
        + " AS data FROM (SELECT s.*, k.copies, row_number() OVER (PARTITION BY s.h1, s.h2 ORDER"
        + " BY s.h1) AS rn FROM ("
        + rows
        + ") AS s INNER JOIN ("
        + keys
        + ") AS k ON s.h1 = k.h1 AND s.h2 = k.h2) WHERE rn <= copies AND rn <= "
        + limit
        + " ORDER BY h1, h2, rn LIMIT "
        + limit
        + ")";
  }

  /**
   * Digests with how many more rows of the source (surplus > 0) or of the target (surplus < 0) have
   * them.
   */
  private String surplus(List<Integer> buckets) {
    return "SELECT h1, h2, sum(n) AS surplus FROM ("
        + signed(buckets)
        + ") GROUP BY h1, h2 HAVING sum(n) <> 0";
  }

  private String signed(List<Integer> buckets) {
    return "SELECT h1, h2, 1L AS n FROM ("
        + only(buckets, source.digests())
        + ") UNION ALL SELECT h1, h2, -1L AS n FROM ("
        + only(buckets, target.digests())
        + ")";
  }

  private static String only(List<Integer> buckets, String digests) {
    if (buckets.isEmpty()) {
      return digests;
    }
    return "SELECT * FROM ("
        + digests
        + ") WHERE "
        + BUCKET_OF_ROW
        + " IN ("
        + buckets.stream().map(b -> b + "L").collect(Collectors.joining(", "))
        + ")";
  }
}
