package io.datareplicator.sandbox.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.Http.Answer;
import io.datareplicator.sandbox.testkit.ScriptedEngine;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SQL Statement Execution on the wire, with an engine whose statements block, fail and produce rows
 * on demand.
 */
class StatementApiTest {
  private static final String STATEMENTS = "/api/2.0/sql/statements";
  @TempDir Path data;
  private TestSandbox box;
  private Http http;
  private final List<ScriptedEngine> engines = new ArrayList<>();

  @BeforeEach
  void start() {
    start(TestSandbox.SETTINGS);
  }

  private void start(Settings settings) {
    engines.clear();
    box =
        TestSandbox.start(
            data,
            false,
            settings,
            (world, workspace) -> {
              engines.add(new ScriptedEngine());
              return engines.get(engines.size() - 1);
            });
    http = box.http(box.source());
  }

  @AfterEach
  void stop() {
    box.close();
  }

  private Answer submit(String sql, Object... more) {
    Json.Body body =
        Json.body().with("warehouse_id", box.source().warehouseId()).with("statement", sql);
    for (int i = 0; i < more.length; i += 2) {
      body.with((String) more[i], more[i + 1]);
    }
    return http.post(STATEMENTS, new String(Json.bytes(body)));
  }

  private String state(String id) {
    return http.get(STATEMENTS + "/" + id).json().at("/status/state").asText();
  }

  private JsonNode await(String id) throws InterruptedException {
    for (int i = 0; i < 3000; i++) {
      JsonNode json = http.get(STATEMENTS + "/" + id).json();
      String state = json.at("/status/state").asText();
      if (!state.equals("PENDING") && !state.equals("RUNNING")) {
        return json;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("statement " + id + " does not end");
  }

  @Test
  void rowsComeInlineAsStrings() {
    JsonNode json = submit("ROWS 2").json();
    assertThat(json.get("manifest").toString())
        .isEqualTo(
            "{\"format\":\"JSON_ARRAY\",\"schema\":{\"column_count\":2,\"columns\":[{\"name\":\"id\","
                + "\"type_text\":\"BIGINT\",\"type_name\":\"LONG\",\"position\":0},{\"name\":\"text\","
                + "\"type_text\":\"STRING\",\"type_name\":\"STRING\",\"position\":1}]},"
                + "\"total_chunk_count\":1,\"chunks\":[{\"chunk_index\":0,\"row_offset\":0,"
                + "\"row_count\":2}],\"total_row_count\":2,\"truncated\":false}");
    assertThat(json.get("result").toString())
        .isEqualTo(
            "{\"chunk_index\":0,\"row_offset\":0,\"row_count\":2,\"data_array\":[[\"0\",\"x\"],"
                + "[\"1\",\"x\"]]}");
  }

  @Test
  void ddlHasAnEmptyResult() {
    JsonNode json = submit("DDL").json();
    assertThat(json.get("status").toString()).isEqualTo("{\"state\":\"SUCCEEDED\"}");
    assertThat(json.get("manifest").toString())
        .isEqualTo(
            "{\"format\":\"JSON_ARRAY\",\"schema\":{\"column_count\":0},\"total_chunk_count\":0,"
                + "\"total_row_count\":0,\"total_byte_count\":0,\"truncated\":false}");
    assertThat(json.get("result").toString()).isEqualTo("{}");
  }

  @Test
  void noRowsLeaveOutDataArrayButKeepTheColumns() {
    JsonNode json = submit("ROWS 0").json();
    assertThat(json.at("/manifest/schema/column_count").asInt()).isEqualTo(2);
    assertThat(json.get("manifest").has("chunks")).isFalse();
    assertThat(json.get("result").toString()).isEqualTo("{}");
  }

  @Test
  void failureIsInsideHttp200() {
    Answer answer = submit("FAIL");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("status").toString())
        .isEqualTo(
            "{\"state\":\"FAILED\",\"error\":{\"error_code\":\"BAD_REQUEST\",\"message\":"
                + "\"[TABLE_OR_VIEW_NOT_FOUND] The table or view `t` cannot be found. SQLSTATE:"
                + " 42P01\"},\"sql_state\":\"42P01\"}");
    assertThat(answer.json().has("manifest")).isFalse();
    assertThat(answer.json().has("result")).isFalse();
  }

  @Test
  void aBrokenEngineIsAFailedStatement() {
    JsonNode status = submit("BREAK").json().get("status");
    assertThat(status.at("/error/error_code").asText()).isEqualTo("INTERNAL_ERROR");
  }

  @Test
  void withoutWaitingTheAnswerIsAlwaysPending() throws InterruptedException {
    JsonNode json = submit("ROWS 1", "wait_timeout", "0s").json();
    assertThat(json.size()).isEqualTo(2);
    assertThat(json.at("/status/state").asText()).isEqualTo("PENDING");
    assertThat(await(json.get("statement_id").asText()).at("/status/state").asText())
        .isEqualTo("SUCCEEDED");
  }

  @Test
  void statementsBeyondTheSlotsArePending() throws InterruptedException {
    String first = submit("BLOCK", "wait_timeout", "0s").json().get("statement_id").asText();
    String second = submit("BLOCK", "wait_timeout", "0s").json().get("statement_id").asText();
    String third = submit("BLOCK", "wait_timeout", "0s").json().get("statement_id").asText();
    awaitState(second, "RUNNING");
    assertThat(state(first)).isEqualTo("RUNNING");
    assertThat(state(third)).isEqualTo("PENDING");
    engines.get(0).release();
    awaitState(third, "RUNNING");
    engines.get(0).release();
    engines.get(0).release();
    assertThat(await(third).at("/status/state").asText()).isEqualTo("SUCCEEDED");
  }

  private void awaitState(String id, String wanted) throws InterruptedException {
    for (int i = 0; i < 3000 && !state(id).equals(wanted); i++) {
      Thread.sleep(20);
    }
    assertThat(state(id)).isEqualTo(wanted);
  }

  @Test
  void cancelEndsARunningAndAPendingStatement() throws InterruptedException {
    String running = submit("BLOCK", "wait_timeout", "0s").json().get("statement_id").asText();
    String other = submit("BLOCK", "wait_timeout", "0s").json().get("statement_id").asText();
    awaitState(other, "RUNNING");
    String pending = submit("BLOCK", "wait_timeout", "0s").json().get("statement_id").asText();
    assertThat(http.post(STATEMENTS + "/" + pending + "/cancel", "{}").body()).isEqualTo("{}");
    assertThat(state(pending)).isEqualTo("CANCELED");
    http.post(STATEMENTS + "/" + running + "/cancel", "");
    JsonNode canceled = await(running);
    assertThat(canceled.get("status").toString()).isEqualTo("{\"state\":\"CANCELED\"}");
    assertThat(canceled.size()).isEqualTo(2);
    http.post(STATEMENTS + "/" + other + "/cancel", "{}");
    assertThat(await(other).at("/status/state").asText()).isEqualTo("CANCELED");
  }

  @Test
  void onWaitTimeoutCancelCancels() {
    JsonNode json = submit("BLOCK", "wait_timeout", "5s", "on_wait_timeout", "CANCEL").json();
    assertThat(json.at("/status/state").asText()).isEqualTo("CANCELED");
  }

  @Test
  void aLargeResultComesInChunks() {
    JsonNode json = submit("ROWS 500 20").json();
    String id = json.get("statement_id").asText();
    int chunks = json.at("/manifest/total_chunk_count").asInt();
    assertThat(chunks).isGreaterThan(2);
    List<String> ids = new ArrayList<>();
    JsonNode chunk = json.get("result");
    while (true) {
      chunk.get("data_array").forEach(row -> ids.add(row.get(0).asText()));
      if (!chunk.has("next_chunk_internal_link")) {
        break;
      }
      String link = chunk.get("next_chunk_internal_link").asText();
      assertThat(link)
          .isEqualTo(
              STATEMENTS + "/" + id + "/result/chunks/" + chunk.get("next_chunk_index").asInt());
      chunk = http.get(link).json();
    }
    assertThat(ids).hasSize(500).doesNotHaveDuplicates().startsWith("0", "1").endsWith("499");
    assertThat(http.get(STATEMENTS + "/" + id + "/result/chunks/" + chunks).status())
        .isEqualTo(400);
    assertThat(http.get(STATEMENTS + "/" + id + "/result/chunks/x").status()).isEqualTo(400);
  }

  @Test
  void moreThan25MebibytesInlineFails() {
    JsonNode status = submit("ROWS 27 1000000").json().get("status");
    assertThat(status.get("state").asText()).isEqualTo("FAILED");
    assertThat(status.at("/error/message").asText()).startsWith("Inline byte limit exceeded");
  }

  @Test
  void limitsTruncate() {
    JsonNode byRows = submit("ROWS 10", "row_limit", 3).json();
    assertThat(byRows.at("/manifest/truncated").asBoolean()).isTrue();
    assertThat(byRows.at("/manifest/total_row_count").asInt()).isEqualTo(3);
    JsonNode byBytes = submit("ROWS 27 1000000", "byte_limit", "3000000").json();
    assertThat(byBytes.at("/manifest/truncated").asBoolean()).isTrue();
    assertThat(byBytes.at("/manifest/total_row_count").asInt()).isEqualTo(2);
  }

  @Test
  void externalLinksAreFetchedWithoutLoggingIn() {
    JsonNode json = submit("ROWS 500 20", "disposition", "EXTERNAL_LINKS").json();
    JsonNode link = json.at("/result/external_links/0");
    assertThat(json.get("result").has("next_chunk_index")).isFalse();
    assertThat(link.get("next_chunk_index").asInt()).isEqualTo(1);
    assertThat(json.at("/manifest/chunks/0/byte_count").asLong()).isPositive();
    String url = link.get("external_link").asText();
    Http anonymous = box.anonymous(box.source());
    Answer rows = anonymous.get(url);
    assertThat(rows.json().get(0).toString()).isEqualTo("[\"0\",\"" + "x".repeat(20) + "\"]");
    assertThat(http.get(url).status()).isEqualTo(400);
    assertThat(anonymous.get(url + "x").status()).isEqualTo(403);
    assertThat(anonymous.get(url.replace("/0?", "/1?")).status()).isEqualTo(403);
    assertThat(anonymous.get(url.substring(0, url.indexOf('?'))).status()).isEqualTo(403);
    JsonNode next = http.get(link.get("next_chunk_internal_link").asText()).json();
    assertThat(next.at("/external_links/0/chunk_index").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"wait_timeout\":\"4s\"",
        "\"wait_timeout\":\"51s\"",
        "\"wait_timeout\":\"10\"",
        "\"wait_timeout\":\"-5s\"",
        "\"wait_timeout\":\"99999999999s\"",
        "\"wait_timeout\":\"0s\",\"on_wait_timeout\":\"CANCEL\"",
        "\"on_wait_timeout\":\"WAIT\"",
        "\"disposition\":\"ATTACHED\"",
        "\"format\":\"XML\"",
        "\"format\":\"ARROW_STREAM\"",
        "\"format\":\"ARROW_STREAM\",\"disposition\":\"EXTERNAL_LINKS\"",
        "\"format\":\"CSV\",\"disposition\":\"EXTERNAL_LINKS\"",
        "\"row_limit\":-1",
        "\"byte_limit\":-1",
        "\"parameters\":[{\"value\":\"1\"}]",
        "\"parameters\":[{\"name\":\"a\"},{\"name\":\"a\"}]",
        "\"query_tags\":[{\"value\":\"1\"}]"
      })
  void badRequestsAreRefused(String fields) {
    Answer answer =
        http.post(
            STATEMENTS,
            "{\"warehouse_id\":\""
                + box.source().warehouseId()
                + "\",\"statement\":\"DDL\","
                + fields
                + "}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
  }

  @Test
  void atMost20QueryTags() {
    List<Map<String, String>> tags = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tags.add(Map.of("key", "k" + i, "value", "v"));
    }
    assertThat(submit("DDL", "query_tags", tags).status()).isEqualTo(200);
    tags.add(Map.of("key", "k20"));
    assertThat(submit("DDL", "query_tags", tags).status()).isEqualTo(400);
  }

  @Test
  void aStatementHasAtMost16Mebibytes() {
    assertThat(submit("DDL" + " ".repeat(16 << 20)).status()).isEqualTo(400);
    assertThat(submit("DDL" + " ".repeat((16 << 20) - 3)).status()).isEqualTo(200);
  }

  @Test
  void parametersReachTheEngine() {
    JsonNode json =
        http.post(
                STATEMENTS + "/",
                "{\"warehouse_id\":\""
                    + box.source().warehouseId()
                    + "\",\"statement\":\"ECHO\",\"parameters\":[{\"name\":\"a\",\"value\":\"1\","
                    + "\"type\":\"INT\"},{\"name\":\"b\"}]}")
            .json();
    assertThat(json.at("/result/data_array").toString())
        .isEqualTo("[[\"a:INT\",\"1\"],[\"b:null\",null]]");
  }

  @Test
  void warehousesAreTheWorkspacesOwn() {
    assertThat(foreign("nonsense").status()).isEqualTo(400);
    assertThat(foreign(box.target().warehouseId()).status()).isEqualTo(404);
  }

  private Answer foreign(String warehouse) {
    return http.post(STATEMENTS, "{\"warehouse_id\":\"" + warehouse + "\",\"statement\":\"DDL\"}");
  }

  @Test
  void aStoppedWarehouseStartsByItself() throws InterruptedException {
    String path = "/api/2.0/sql/warehouses/" + box.source().warehouseId();
    http.post(path + "/stop", "{}");
    assertThat(http.get(path).json().get("state").asText()).isEqualTo("STOPPED");
    String id = submit("DDL", "wait_timeout", "0s").json().get("statement_id").asText();
    assertThat(http.get(path).json().get("state").asText()).isEqualTo("STARTING");
    assertThat(state(id)).isEqualTo("PENDING");
    assertThat(await(id).at("/status/state").asText()).isEqualTo("SUCCEEDED");
    assertThat(http.get(path).json().get("state").asText()).isEqualTo("RUNNING");
  }

  @Test
  void closingGivesUpTheResult() {
    String id = submit("ROWS 1").json().get("statement_id").asText();
    assertThat(http.delete(STATEMENTS + "/" + id).status()).isEqualTo(200);
    assertThat(http.get(STATEMENTS + "/" + id).json().get("status").toString())
        .isEqualTo("{\"state\":\"CLOSED\"}");
    assertThat(http.get(STATEMENTS + "/" + id + "/result/chunks/0").status()).isEqualTo(400);
  }

  @Test
  void unknownAndExpiredStatementsAre404() throws InterruptedException {
    box.close();
    start(new Settings(2, 1, 200, 4_000, 64L << 20, 60_000, 3_600, 100, false, false));
    String id = submit("ROWS 1").json().get("statement_id").asText();
    Answer answer = http.get(STATEMENTS + "/" + id);
    while (answer.status() == 200) {
      Thread.sleep(20);
      answer = http.get(STATEMENTS + "/" + id);
    }
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.errorCode()).isEqualTo("NOT_FOUND");
    assertThat(http.get(STATEMENTS + "/nothing").status()).isEqualTo(404);
    assertThat(http.post(STATEMENTS + "/nothing/cancel", "{}").status()).isEqualTo(404);
  }

  @Test
  void oldResultsMakeRoomAndTheirStatementsAreClosed() {
    box.close();
    start(new Settings(2, 1, 60_000, 4_000, 3_000_000, 60_000, 3_600, 100, false, false));
    String first = submit("ROWS 2 1000000").json().get("statement_id").asText();
    String second = submit("ROWS 2 1000000").json().get("statement_id").asText();
    assertThat(state(first)).isEqualTo("CLOSED");
    assertThat(state(second)).isEqualTo("SUCCEEDED");
  }

  @Test
  void sessionsBelongToAWarehouse() {
    String warehouse = box.source().warehouseId();
    String id =
        http.post("/api/2.0/sql/sessions/", "{\"warehouse_id\":\"" + warehouse + "\"}")
            .json()
            .get("session_id")
            .asText();
    assertThat(submit("DDL", "session_id", id).status()).isEqualTo(200);
    assertThat(submit("DDL", "session_id", "nothing").status()).isEqualTo(404);
    assertThat(http.delete("/api/2.0/sql/sessions/" + id).status()).isEqualTo(400);
    assertThat(http.delete("/api/2.0/sql/sessions/" + id + "?warehouse_id=" + warehouse).status())
        .isEqualTo(200);
    assertThat(submit("DDL", "session_id", id).status()).isEqualTo(404);
  }

  @Test
  void theSecondPathFamilyWorksToo() {
    String sessions = "/api/2.0/sql/warehouses/" + box.source().warehouseId() + "/sessions";
    String session = http.post(sessions, "{}").json().get("session_id").asText();
    String statements = sessions + "/" + session + "/statements";
    JsonNode json = http.post(statements, "{\"statement\":\"ROWS 1\"}").json();
    String id = json.get("statement_id").asText();
    assertThat(http.get(statements + "/" + id).json().at("/status/state").asText())
        .isEqualTo("SUCCEEDED");
    assertThat(http.delete(sessions + "/" + session).status()).isEqualTo(200);
  }
}
