package io.datareplicator.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.testkit.SparkSandbox;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** databricks-jdbc, unmodified, against the sandbox on Spark. */
class JdbcContractTest {
  private static final String INLINE = ";EnableQueryResultDownload=0";
  @TempDir static Path data;
  private static TestSandbox box;

  @BeforeAll
  static void start() throws SQLException {
    box = SparkSandbox.start(data);
    try (Connection connection = connect("");
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

  private static Connection connect(String options) throws SQLException {
    URI uri = URI.create(box.url(box.source()));
    Properties login = new Properties();
    login.put("UID", "token");
    login.put("PWD", box.source().token());
    return DriverManager.getConnection(
        "jdbc:databricks://"
            + uri.getAuthority()
            + "/default;transportMode=http;ssl=0;AuthMech=3;UseThriftClient=0;EnableTelemetry=0"
            + ";httpPath=/sql/1.0/warehouses/"
            + box.source().warehouseId()
            + options,
        login);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", INLINE})
  void typesRoundTrip(String options) throws SQLException {
    try (Connection connection = connect(options);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT 7 i, 9000000000 l, 'äx' s, true b, 1.5D d, CAST(10.5 AS DECIMAL(10,2)) n,"
                    + " DATE'2026-01-31' dt, TIMESTAMP'2026-01-31 12:30:00' ts, CAST(NULL AS STRING) z,"
                    + " array(1, 2) a")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt("i")).isEqualTo(7);
      assertThat(row.getLong("l")).isEqualTo(9_000_000_000L);
      assertThat(row.getString("s")).isEqualTo("äx");
      assertThat(row.getBoolean("b")).isTrue();
      assertThat(row.getDouble("d")).isEqualTo(1.5);
      assertThat(row.getBigDecimal("n")).isEqualTo(new BigDecimal("10.50"));
      assertThat(row.getDate("dt")).isEqualTo(Date.valueOf("2026-01-31"));
      assertThat(row.getTimestamp("ts").toInstant()).hasToString("2026-01-31T12:30:00Z");
      assertThat(row.getString("z")).isNull();
      assertThat(row.wasNull()).isTrue();
      assertThat(row.getString("a").replace(" ", "")).isEqualTo("[1,2]");
      assertThat(row.getMetaData().getColumnType(2)).isEqualTo(Types.BIGINT);
      assertThat(row.getMetaData().getPrecision(6)).isEqualTo(10);
      assertThat(row.getMetaData().getScale(6)).isEqualTo(2);
      assertThat(row.next()).isFalse();
    }
  }

  @Test
  void ddlDmlAndRowCounts() throws SQLException {
    try (Connection connection = connect("");
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
      assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM main.shop.ddl"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42P01");
    }
  }

  @Test
  void syntaxErrorsHaveTheirState() throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("SELEC 1"))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42601");
    }
  }

  @Test
  void aSessionRemembersUse() throws SQLException {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("USE main.shop");
      try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM orders")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong(1)).isEqualTo(2);
      }
    }
  }

  @Test
  void preparedStatements() throws SQLException {
    try (Connection connection = connect(";supportManyParameters=1");
        PreparedStatement statement =
            connection.prepareStatement("SELECT amount FROM main.shop.orders WHERE id = ?")) {
      statement.setLong(1, 1);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getBigDecimal(1)).isEqualByComparingTo("10.5");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", INLINE})
  void aBigResultComesCompletelyAndInOrder(String options) throws SQLException {
    try (Connection connection = connect(options);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT id, repeat('x', 50) FROM range(20000) ORDER BY id")) {
      long expected = 0;
      while (rows.next()) {
        assertThat(rows.getLong(1)).isEqualTo(expected);
        expected++;
      }
      assertThat(expected).isEqualTo(20_000);
    }
    JsonNode counts = box.anonymous(box.source()).get("/sandbox/requests").json().get("counts");
    assertThat(counts.toString()).contains("/result/chunks/{chunk_index}");
  }

  @Test
  void metadata() throws SQLException {
    try (Connection connection = connect("")) {
      assertThat(column(connection.getMetaData().getCatalogs(), "TABLE_CAT"))
          .contains("main", "system");
      assertThat(column(connection.getMetaData().getSchemas("main", "%"), "TABLE_SCHEM"))
          .contains("default", "shop");
      assertThat(
              column(
                  connection.getMetaData().getTables("main", "shop", "ord%", null), "TABLE_NAME"))
          .containsExactly("orders");
      assertThat(
              column(
                  connection.getMetaData().getColumns("main", "shop", "orders", "%"),
                  "COLUMN_NAME"))
          .containsExactly("id", "amount", "placed");
    }
  }

  private static List<String> column(ResultSet rows, String name) throws SQLException {
    List<String> values = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        values.add(rows.getString(name));
      }
    }
    return values;
  }

  @Test
  void cancelEndsARunningStatement() throws Exception {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      CompletableFuture<Throwable> outcome =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  statement.execute(
                      "SELECT count(*) FROM range(100000000) a CROSS JOIN range(100000) b"
                          + " WHERE a.id % 7 = b.id % 11 /* slow */");
                  return null;
                } catch (SQLException e) {
                  return e;
                }
              });
      awaitRunning("/* slow */");
      // The driver learns the statement's id only once the first call has returned.
      awaitPoll();
      statement.cancel();
      assertThat(outcome.get(60, TimeUnit.SECONDS)).isInstanceOf(SQLException.class);
      assertThat(state("/* slow */")).isIn("CANCELED", "CLOSED");
    }
  }

  private static void awaitRunning(String marker) throws InterruptedException {
    for (int i = 0; i < 2400 && !"RUNNING".equals(state(marker)); i++) {
      Thread.sleep(25);
    }
    assertThat(state(marker)).isEqualTo("RUNNING");
  }

  private static void awaitPoll() throws InterruptedException {
    String polls = "\"GET\",\"path\":\"/api/2.0/sql/statements/{statement_id}\"";
    for (int i = 0; i < 2400; i++) {
      if (box.anonymous(box.source()).get("/sandbox/requests").body().contains(polls)) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the driver does not poll");
  }

  private static String state(String marker) {
    JsonNode log = box.anonymous(box.source()).get("/sandbox/requests").json();
    for (JsonNode statement : log.get("statements")) {
      if (statement.get("text").asText().contains(marker)) {
        return statement.get("state").asText();
      }
    }
    return null;
  }

  @Test
  void aWrongTokenIsAnSqlException() {
    Properties login = new Properties();
    login.put("UID", "token");
    login.put("PWD", "dapi-wrong");
    URI uri = URI.create(box.url(box.source()));
    assertThatThrownBy(
            () ->
                DriverManager.getConnection(
                    "jdbc:databricks://"
                        + uri.getAuthority()
                        + "/default;transportMode=http;ssl=0;AuthMech=3;UseThriftClient=0"
                        + ";EnableTelemetry=0;httpPath=/sql/1.0/warehouses/"
                        + box.source().warehouseId(),
                    login))
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining("Invalid access token");
  }
}
