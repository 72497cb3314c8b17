package io.datareplicator.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.Http.Answer;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control API: request log and fault rules. */
class FaultsTest {
  private static final String CATALOGS = "/api/2.1/unity-catalog/catalogs";
  private static final String STATEMENTS = "/api/2.0/sql/statements";
  @TempDir Path data;
  private TestSandbox box;
  private Http http;
  private Http control;

  @BeforeEach
  void start() {
    box = TestSandbox.scripted(data, TestSandbox.SETTINGS);
    http = box.http(box.source());
    control = box.anonymous(box.source());
  }

  @AfterEach
  void stop() {
    box.close();
  }

  private void fault(String rules) {
    Answer answer = control.post("/sandbox/faults", rules);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().get("ids")).isNotEmpty();
  }

  private Answer execute(String sql) {
    return http.post(
        STATEMENTS,
        "{\"warehouse_id\":\"" + box.source().warehouseId() + "\",\"statement\":\"" + sql + "\"}");
  }

  @Test
  void nthAndTimesChooseTheRequests() {
    fault(
        "{\"method\":\"get\",\"path\":\"/catalogs$\",\"nth\":2,\"times\":2,\"status\":429,"
            + "\"headers\":{\"Retry-After\":\"3\"}}");
    assertThat(http.get(CATALOGS).status()).isEqualTo(200);
    Answer second = http.get(CATALOGS);
    assertThat(second.status()).isEqualTo(429);
    assertThat(second.header("Retry-After")).isEqualTo("3");
    assertThat(second.errorCode()).isEqualTo("REQUEST_LIMIT_EXCEEDED");
    assertThat(http.get(CATALOGS + "/main").status()).isEqualTo(200);
    assertThat(http.get(CATALOGS).status()).isEqualTo(429);
    assertThat(http.get(CATALOGS).status()).isEqualTo(200);
    JsonNode rule = control.get("/sandbox/faults").json().at("/faults/0");
    assertThat(rule.get("matched").asInt()).isEqualTo(4);
    assertThat(rule.get("hits").asInt()).isEqualTo(2);
    assertThat(rule.get("path").asText()).isEqualTo("/catalogs$");
  }

  @Test
  void withoutAfterEffectNothingHappens() {
    fault(
        "{\"method\":\"POST\",\"path\":\"/catalogs\",\"status\":503,\"body\":{\"error_code\":\"X\"}}");
    Answer answer = http.post(CATALOGS, "{\"name\":\"c\"}");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.errorCode()).isEqualTo("X");
    assertThat(http.get(CATALOGS + "/c").status()).isEqualTo(404);
  }

  @Test
  void afterEffectAppliesTheCallFirst() {
    fault("{\"method\":\"POST\",\"path\":\"/catalogs\",\"status\":500,\"after_effect\":true}");
    assertThat(http.post(CATALOGS, "{\"name\":\"c\"}").status()).isEqualTo(500);
    assertThat(http.get(CATALOGS + "/c").status()).isEqualTo(200);
  }

  @Test
  void resetClosesTheConnectionWithOrWithoutTheEffect() {
    fault(
        "[{\"method\":\"POST\",\"path\":\"/catalogs\",\"reset\":true},"
            + "{\"method\":\"POST\",\"path\":\"/catalogs\",\"nth\":1,\"reset\":true,"
            + "\"after_effect\":true}]");
    assertThatThrownBy(() -> http.sendOrFail("POST", CATALOGS, "{\"name\":\"c\"}"))
        .isInstanceOf(IOException.class);
    assertThat(http.get(CATALOGS + "/c").status()).isEqualTo(404);
    assertThatThrownBy(() -> http.sendOrFail("POST", CATALOGS, "{\"name\":\"c\"}"))
        .isInstanceOf(IOException.class);
    assertThat(http.get(CATALOGS + "/c").status()).isEqualTo(200);
  }

  @Test
  void delayAloneOnlySlowsDown() {
    fault("{\"path\":\"/catalogs\",\"delay_ms\":400}");
    long start = System.nanoTime();
    assertThat(http.get(CATALOGS).status()).isEqualTo(200);
    assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThanOrEqualTo(400);
  }

  @Test
  void deletingTheRulesEndsTheirDelays() throws Exception {
    fault("{\"path\":\"/catalogs\",\"delay_ms\":600000}");
    CompletableFuture<Answer> held = CompletableFuture.supplyAsync(() -> http.get(CATALOGS));
    while (control.get("/sandbox/faults").json().at("/faults/0/hits").asLong() == 0) {
      Thread.sleep(10);
    }
    assertThat(held).isNotDone();
    assertThat(control.delete("/sandbox/faults").status()).isEqualTo(200);
    assertThat(held.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
  }

  @Test
  void aStatementWithABodyFailsInside200() {
    fault(
        "{\"statement\":\"rows\\\\s+1\",\"body\":{\"message\":\"[X] no. SQLSTATE: 42501\","
            + "\"sql_state\":\"42501\"}}");
    assertThat(execute("DDL").json().at("/status/state").asText()).isEqualTo("SUCCEEDED");
    Answer failed = execute("ROWS 1");
    assertThat(failed.status()).isEqualTo(200);
    assertThat(failed.json().get("status").toString())
        .isEqualTo(
            "{\"state\":\"FAILED\",\"error\":{\"error_code\":\"BAD_REQUEST\",\"message\":\"[X] no."
                + " SQLSTATE: 42501\"},\"sql_state\":\"42501\"}");
    assertThat(execute("ROWS 1").json().at("/status/state").asText()).isEqualTo("SUCCEEDED");
  }

  @Test
  void aStatementRuleWithAStatusHitsSubmissionsOnly() {
    String id = execute("ROWS 1").json().get("statement_id").asText();
    fault("{\"statement\":\"^ROWS\",\"status\":503,\"after_effect\":true}");
    assertThat(http.get(STATEMENTS + "/" + id).status()).isEqualTo(200);
    assertThat(execute("ROWS 1").status()).isEqualTo(503);
    JsonNode log = control.get("/sandbox/requests").json();
    assertThat(log.get("statements")).hasSize(2);
  }

  @Test
  void aStatementRuleWithAMethodAlsoHitsPolls() {
    String id = execute("ROWS 1").json().get("statement_id").asText();
    fault("{\"method\":\"GET\",\"statement\":\"^ROWS\",\"status\":500}");
    assertThat(http.get(STATEMENTS + "/" + id).status()).isEqualTo(500);
    assertThat(http.get(STATEMENTS + "/" + id).status()).isEqualTo(200);
  }

  @Test
  void rulesCanBeDeletedAndAreOfOneWorkspace() {
    fault("{\"path\":\"/catalogs\",\"status\":503,\"times\":100}");
    assertThat(box.http(box.target()).get(CATALOGS).status()).isEqualTo(200);
    control.delete("/sandbox/faults");
    assertThat(http.get(CATALOGS).status()).isEqualTo(200);
    assertThat(control.get("/sandbox/faults").json().get("faults")).isEmpty();
  }

  @Test
  void aFaultComesBeforeTheCredentialIsLookedAt() {
    fault("{\"path\":\"/oidc/v1/token\",\"status\":503}");
    assertThat(control.post("/oidc/v1/token", "x").status()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "nonsense",
        "1",
        "{\"path\":\"(\",\"status\":500}",
        "{\"path\":\"x\",\"status\":99}",
        "{\"path\":\"x\",\"status\":500,\"nth\":0}",
        "{\"path\":\"x\",\"status\":500,\"times\":-1}",
        "{\"path\":\"x\",\"status\":500,\"reset\":true}",
        "{\"path\":\"x\",\"delay_ms\":-1}",
        "{\"path\":\"x\",\"satus\":500}",
        "{\"path\":\"x\",\"body\":{}}",
        "[{\"path\":\"x\",\"status\":500},{}]"
      })
  void invalidRulesAreRefusedAsAWhole(String rules) {
    assertThat(control.post("/sandbox/faults", rules).status()).isEqualTo(400);
    assertThat(control.get("/sandbox/faults").json().get("faults")).isEmpty();
  }

  @Test
  void requestsAreCountedByTemplate() {
    http.get(CATALOGS + "/main");
    http.get(CATALOGS + "/nothing");
    http.get("/api/nothing");
    execute("ROWS 1");
    JsonNode log = control.get("/sandbox/requests").json();
    assertThat(log.get("counts").toString())
        .isEqualTo(
            "[{\"method\":\"POST\",\"path\":\"/api/2.0/sql/statements\",\"count\":1},"
                + "{\"method\":\"GET\",\"path\":\"/api/2.1/unity-catalog/catalogs/{name}\",\"count\":2},"
                + "{\"method\":\"GET\",\"path\":\"{unknown}\",\"count\":1}]");
    JsonNode statement = log.at("/statements/0");
    assertThat(statement.get("text").asText()).isEqualTo("ROWS 1");
    assertThat(statement.get("state").asText()).isEqualTo("SUCCEEDED");
    assertThat(statement.get("ended").asLong())
        .isGreaterThanOrEqualTo(statement.get("started").asLong());
    control.delete("/sandbox/requests");
    assertThat(control.get("/sandbox/requests").body())
        .isEqualTo("{\"counts\":[],\"changes\":[],\"statements\":[]}");
  }

  @Test
  void health() {
    assertThat(control.get("/sandbox/health").json().get("status").asText()).isEqualTo("UP");
  }
}
