package io.datareplicator.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datareplicator.sandbox.testkit.Jdbc;
import io.datareplicator.sandbox.testkit.SparkSandbox;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** databricks-jdbc, unmodified, against a cluster of the sandbox: Thrift instead of REST. */
class ClusterJdbcTest {
  private static final String SLOW =
      "SELECT count(*) FROM range(100000000) a CROSS JOIN range(100000) b"
          + " WHERE a.id % 7 = b.id % 11 ";
  @TempDir static Path data;
  private static TestSandbox box;
  private static Jdbc jdbc;

  @BeforeAll
  static void start() throws SQLException {
    box = SparkSandbox.start(data);
    jdbc = new Jdbc(box, box.source());
    try (Connection connection = jdbc.cluster("");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA main.shop");
      statement.execute(
          "CREATE TABLE main.shop.orders (id BIGINT NOT NULL, amount DECIMAL(10,2), placed DATE)");
      statement.execute(
          "INSERT INTO main.shop.orders VALUES (1, 10.50, DATE'2026-01-31'), (2, NULL, NULL)");
    }
  }

  @AfterAll
  static void stop() {
    box.close();
  }

  @Test
  void everyType() throws SQLException {
    try (Connection connection = jdbc.cluster("");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT true b, CAST(-8 AS TINYINT) t, CAST(300 AS SMALLINT) sm, 7 i,"
                    + " 9000000000 l, CAST(1.5 AS FLOAT) f, -2.25D d, CAST(10.5 AS DECIMAL(10,2)) n,"
                    + " 'äx €😀' s, X'00FF10' bin, DATE'2026-01-31' dt,"
                    + " TIMESTAMP'2026-01-31 12:30:00.25' ts, TIMESTAMP_NTZ'2026-01-31 01:02:03' ntz,"
                    + " array(1, NULL, 2) a, map('k', 1) m, named_struct('x', 1, 'y', 'z') st,"
                    + " INTERVAL '1-2' YEAR TO MONTH ym, INTERVAL '1 02:03:04' DAY TO SECOND dts,"
                    + " parse_json('{\"q\":[1]}') v, NULL nothing")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getBoolean("b")).isTrue();
      assertThat(row.getByte("t")).isEqualTo((byte) -8);
      assertThat(row.getShort("sm")).isEqualTo((short) 300);
      assertThat(row.getInt("i")).isEqualTo(7);
      assertThat(row.getLong("l")).isEqualTo(9_000_000_000L);
      assertThat(row.getFloat("f")).isEqualTo(1.5f);
      assertThat(row.getDouble("d")).isEqualTo(-2.25);
      assertThat(row.getBigDecimal("n")).isEqualTo(new BigDecimal("10.50"));
      assertThat(row.getString("s")).isEqualTo("äx €😀");
      assertThat(row.getBytes("bin")).containsExactly(0, 0xFF, 0x10);
      assertThat(row.getDate("dt")).isEqualTo(Date.valueOf("2026-01-31"));
      assertThat(row.getTimestamp("ts")).isEqualTo(Timestamp.valueOf("2026-01-31 12:30:00.25"));
      assertThat(row.getTimestamp("ntz")).isEqualTo(Timestamp.valueOf("2026-01-31 01:02:03"));
      assertThat(row.getString("a")).isEqualTo("[1,null,2]");
      assertThat(row.getString("m")).isEqualTo("{\"k\":1}");
      assertThat(row.getString("st")).isEqualTo("{\"x\":1,\"y\":\"z\"}");
      assertThat(row.getString("ym")).isEqualTo("1-2");
      assertThat(row.getString("dts")).startsWith("1 02:03:04");
      assertThat(row.getString("v")).isEqualTo("{\"q\":[1]}");
      assertThat(row.getString("nothing")).isNull();
      assertThat(row.getMetaData().getColumnType(5)).isEqualTo(Types.BIGINT);
      assertThat(row.getMetaData().getColumnType(8)).isEqualTo(Types.DECIMAL);
      assertThat(row.getMetaData().getPrecision(8)).isEqualTo(10);
      assertThat(row.getMetaData().getScale(8)).isEqualTo(2);
      assertThat(row.getMetaData().getColumnType(12)).isEqualTo(Types.TIMESTAMP);
      assertThat(row.next()).isFalse();
    }
  }

  @Test
  void nullsOfEveryColumnType() throws SQLException {
    String[] types = {
      "BOOLEAN",
      "TINYINT",
      "SMALLINT",
      "INT",
      "BIGINT",
      "FLOAT",
      "DOUBLE",
      "DECIMAL(5,1)",
      "STRING",
      "BINARY",
      "DATE",
      "TIMESTAMP",
      "TIMESTAMP_NTZ",
      "ARRAY<INT>"
    };
    StringBuilder select = new StringBuilder("SELECT id");
    for (String type : types) {
      select.append(", CAST(NULL AS ").append(type).append(')');
    }
    try (Connection connection = jdbc.cluster("");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(select + " FROM range(17) ORDER BY id")) {
      int count = 0;
      while (rows.next()) {
        assertThat(rows.getLong(1)).isEqualTo(count);
        for (int i = 0; i < types.length; i++) {
          assertThat(rows.getObject(i + 2)).as(types[i]).isNull();
          assertThat(rows.wasNull()).as(types[i]).isTrue();
        }
        count++;
      }
      assertThat(count).isEqualTo(17);
    }
  }

  @Test
  void nullsAreWhereTheyBelong() throws SQLException {
    try (Connection connection = jdbc.cluster("");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, IF(id % 3 = 0, NULL, id) n, IF(id % 5 = 0, NULL, concat('x', id)) s"
                    + " FROM range(100) ORDER BY id")) {
      while (rows.next()) {
        long id = rows.getLong(1);
        assertThat(rows.getObject("n")).isEqualTo(id % 3 == 0 ? null : id);
        assertThat(rows.getString("s")).isEqualTo(id % 5 == 0 ? null : "x" + id);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";EnableDirectResults=0", ";RowsFetchedPerBlock=777"})
  void aBigResultComesCompletelyAndInOrder(String options) throws SQLException {
    try (Connection connection = jdbc.cluster(options);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id, repeat('ü', 30) FROM range(12000) ORDER BY id")) {
      long expected = 0;
      while (rows.next()) {
        assertThat(rows.getLong(1)).isEqualTo(expected);
        expected++;
      }
      assertThat(expected).isEqualTo(12_000);
    }
  }

  @Test
  void maxRowsLimitsTheResult() throws SQLException {
    try (Connection connection = jdbc.cluster("");
        Statement statement = connection.createStatement()) {
      statement.setMaxRows(3);
      int count = 0;
      try (ResultSet rows = statement.executeQuery("SELECT id FROM range(10)")) {
        while (rows.next()) {
          count++;
        }
      }
      assertThat(count).isEqualTo(3);
    }
  }

  @Test
  void ddlDmlAndRowCounts() throws SQLException {
    try (Connection connection = jdbc.cluster("");
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("CREATE TABLE main.shop.ddl (id INT)")).isZero();
      assertThat(statement.executeUpdate("INSERT INTO main.shop.ddl VALUES (1), (2), (3)"))
          .isEqualTo(3);
      assertThat(statement.executeUpdate("DELETE FROM main.shop.ddl WHERE id > 1")).isEqualTo(2);
      try (ResultSet empty = statement.executeQuery("SELECT * FROM main.shop.ddl WHERE id = 9")) {
        assertThat(empty.next()).isFalse();
        assertThat(empty.getMetaData().getColumnName(1)).isEqualTo("id");
      }
      statement.execute("DROP TABLE main.shop.ddl");
    }
  }

  /** Without the option the driver takes a CREATE for a statement that answers no rows. */
  @Test
  void cloneAnswersItsMetrics() throws SQLException {
    try (Connection connection = jdbc.cluster(";NonRowcountQueryPrefixes=CREATE");
        Statement statement = connection.createStatement();
        ResultSet metrics =
            statement.executeQuery(
                "CREATE OR REPLACE TABLE main.shop.copy DEEP CLONE main.shop.orders")) {
      assertThat(metrics.next()).isTrue();
      assertThat(metrics.getLong("num_copied_files")).isPositive();
      assertThat(metrics.getLong("source_table_size"))
          .isEqualTo(metrics.getLong("copied_files_size"));
      assertThat(count(connection.createStatement(), "main.shop.copy")).isEqualTo(2);
    }
  }

  @Test
  void theInitialNamespaceAndUseHold() throws SQLException {
    try (Connection connection = jdbc.cluster(";ConnCatalog=main;ConnSchema=shop");
        Statement statement = connection.createStatement()) {
      assertThat(count(statement, "orders")).isEqualTo(2);
    }
    try (Connection connection = jdbc.cluster("");
        Statement statement = connection.createStatement()) {
      statement.execute("USE main.shop");
      assertThat(count(statement, "orders")).isEqualTo(2);
    }
  }

  private static long count(Statement statement, String table) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  @Test
  void timestampsAreShownInTheSessionsTimeZone() throws SQLException {
    try (Connection connection = jdbc.cluster("");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'America/Los_Angeles'");
      try (ResultSet row = statement.executeQuery("SELECT TIMESTAMP'2026-01-31 12:30:00Z' ts")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString("ts")).startsWith("2026-01-31 04:30:00");
      }
    }
  }

  @Test
  void preparedStatementsSendTheirParameters() throws SQLException {
    try (Connection connection = jdbc.cluster("");
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT amount, ? FROM main.shop.orders WHERE id = ? AND placed = ?")) {
      statement.setString(1, "it's :x ?");
      statement.setLong(2, 1);
      statement.setDate(3, Date.valueOf("2026-01-31"));
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getBigDecimal(1)).isEqualByComparingTo("10.5");
        assertThat(rows.getString(2)).isEqualTo("it's :x ?");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM main.shop.missing",
        "SELEC 1",
        "SELECT 1/0",
        "CREATE TABLE main.shop.orders (id INT)",
        "DROP SCHEMA main.nothing"
      })
  void failuresAreThoseOfTheWarehouse(String sql) throws SQLException {
    SQLException overRest;
    try (Connection connection = jdbc.warehouse("");
        Statement statement = connection.createStatement()) {
      overRest = catchThrowableOfType(SQLException.class, () -> statement.execute(sql));
    }
    SQLException overThrift;
    try (Connection connection = jdbc.cluster("");
        Statement statement = connection.createStatement()) {
      overThrift = catchThrowableOfType(SQLException.class, () -> statement.execute(sql));
    }
    Matcher message =
        Pattern.compile("\\[[A-Z_.0-9]+] .*SQLSTATE: \\w{5}", Pattern.DOTALL)
            .matcher(overRest.getMessage());
    assertThat(message.find()).as(overRest.getMessage()).isTrue();
    assertThat(overThrift.getSQLState()).isEqualTo(overRest.getSQLState());
    assertThat(overThrift.getMessage()).contains(message.group());
  }

  @Test
  void cancelEndsARunningStatement() throws Exception {
    try (Connection connection = jdbc.cluster("");
        Statement statement = connection.createStatement()) {
      CompletableFuture<SQLException> outcome = failure(statement, SLOW + "/* cancelled */");
      jdbc.await("/* cancelled */", "RUNNING");
      // The driver learns the statement's id only once the first call has returned.
      while (!outcome.isDone() && !"CANCELED".equals(jdbc.states("/* cancelled */").get(0))) {
        try {
          statement.cancel();
        } catch (SQLException e) {
          assertThat((Throwable) e).hasMessageContaining("not been executed");
        }
        Thread.sleep(100);
      }
      assertThat(outcome.get(60, TimeUnit.SECONDS).getSQLState()).isEqualTo("HY008");
      jdbc.await("/* cancelled */", "CANCELED");
    }
  }

  private static CompletableFuture<SQLException> failure(Statement statement, String sql) {
    return CompletableFuture.supplyAsync(
        () -> catchThrowableOfType(SQLException.class, () -> statement.execute(sql)));
  }

  @Test
  void aStatementTimeOutIsKept() throws Exception {
    try (Connection connection = jdbc.cluster("");
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(2);
      SQLException failure =
          catchThrowableOfType(
              SQLException.class, () -> statement.execute(SLOW + "/* timed out */"));
      assertThat((Throwable) failure).isInstanceOf(SQLTimeoutException.class);
      jdbc.await("/* timed out */", "CANCELED");
    }
  }

  @Test
  void twoSessionsDoNotShareTheirState() throws SQLException {
    try (Connection one = jdbc.cluster("");
        Connection other = jdbc.cluster("");
        Statement first = one.createStatement();
        Statement second = other.createStatement()) {
      first.execute("USE main.shop");
      assertThat(count(first, "orders")).isEqualTo(2);
      SQLException failure =
          catchThrowableOfType(
              SQLException.class, () -> second.executeQuery("SELECT * FROM orders"));
      assertThat(failure.getSQLState()).isEqualTo("42P01");
    }
  }

  @Test
  void statementsOfOneConnectionRunAtTheSameTime() throws Exception {
    try (Connection connection = jdbc.cluster("")) {
      List<CompletableFuture<Long>> sums = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int number = i;
        sums.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try (Statement statement = connection.createStatement();
                      ResultSet rows =
                          statement.executeQuery(
                              "SELECT id + " + number + " FROM range(3000) ORDER BY id")) {
                    long sum = 0;
                    while (rows.next()) {
                      sum += rows.getLong(1);
                    }
                    return sum;
                  } catch (SQLException e) {
                    throw new AssertionError(e);
                  }
                }));
      }
      for (int i = 0; i < sums.size(); i++) {
        assertThat(sums.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(2999L * 1500 + 3000L * i);
      }
    }
  }

  @Test
  void aLongTextSurvives() throws SQLException {
    String text = "ü'\\\n".repeat(50_000);
    String literal = text.replace("\\", "\\\\").replace("'", "\\'");
    try (Connection connection = jdbc.cluster("");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT '" + literal + "'")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1).getBytes(StandardCharsets.UTF_8))
          .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
