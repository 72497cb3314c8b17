package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.e2e.Cli.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every endpoint that a first run and a run after a change use fails once, in each of the ways that
 * pass: the runs succeed all the same, and nothing happens twice. Which endpoints those are is
 * recorded from runs without faults, so that a new call is covered as soon as it is made.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class FaultMatrixIT {
  private static final String POST_STATEMENT = "POST " + SandboxSide.STATEMENTS;
  private static final String POLL = "GET " + SandboxSide.STATEMENTS + "/{statement_id}";
  private static final String RECIPIENT = "/recipients/tgt_recipient";

  /** Ways to fail once. */
  enum Fault {
    THROTTLED(Map.of("status", 429, "headers", Map.of("Retry-After", "1"))),
    UNAVAILABLE(Map.of("status", 503)),
    UNAVAILABLE_AFTER(Map.of("status", 503, "after_effect", true)),
    RESET_BEFORE(Map.of("reset", true)),
    RESET_AFTER(Map.of("reset", true, "after_effect", true)),
    ERROR_AFTER(Map.of("status", 500, "after_effect", true));

    private final Map<String, Object> effect;

    Fault(Map<String, Object> effect) {
      this.effect = effect;
    }
  }

  private SandboxProcess sandbox;
  private Path directory;
  private List<Set<String>> usedByFirstRun;
  private List<Set<String>> usedByChangedRun;

  @BeforeAll
  void record(SandboxProcess shared, @TempDir Path home) {
    sandbox = shared;
    directory = home;
    Scenario plain = new Scenario("plain");
    plain.seed();
    sandbox.sides().forEach(SandboxSide::clearRequests);
    plain.run("first").exits(0);
    usedByFirstRun = used();
    plain.change();
    sandbox.sides().forEach(SandboxSide::clearRequests);
    plain.run("changed").exits(0);
    usedByChangedRun = used();
    // What the first run proved is not waited for again: faults of the second one are for its new
    // calls and its statements.
    for (int side = 0; side < 2; side++) {
      usedByChangedRun.get(side).removeAll(usedByFirstRun.get(side));
    }
    assertThat(usedByFirstRun.get(0))
        .contains(
            "POST " + SandboxSide.UNITY + "/recipients",
            "POST " + SandboxSide.UNITY + "/shares",
            "PATCH " + SandboxSide.UNITY + "/shares/{name}",
            "POST /oidc/v1/token");
    assertThat(usedByFirstRun.get(1))
        .contains(
            "POST " + SandboxSide.UNITY + "/catalogs",
            "POST " + SandboxSide.UNITY + "/schemas",
            POST_STATEMENT);
  }

  private List<Set<String>> used() {
    return sandbox.sides().stream()
        .map(s -> s.requests().counts().keySet())
        .<Set<String>>map(HashSet::new)
        .toList();
  }

  /**
   * One catalog of its own, replicated with OAuth and without a configured warehouse, so that those
   * calls are made as well.
   */
  private final class Scenario {
    private final String catalog;
    private final String audit;
    private final Cli cli;
    private final String group;

    Scenario(String name) {
      catalog = "it_matrix_" + name;
      audit = catalog + "_audit";
      cli = new Cli(directory, sandbox.pick("HOST", "CLIENT_ID", "CLIENT_SECRET"));
      group = cli.configure(Cli.group(audit, "", catalog));
    }

    void seed() {
      if (sandbox.source().exists(SandboxSide.UNITY + RECIPIENT)) {
        // What earlier tests shared is of no more use; here the recipient shall be made again.
        sandbox.source().call("DELETE", SandboxSide.UNITY + RECIPIENT, null);
      }
      sandbox
          .source()
          .run(
              "CREATE CATALOG " + catalog,
              "CREATE SCHEMA " + catalog + ".s1",
              "CREATE SCHEMA " + catalog + ".s2");
      List<String> scripts = new ArrayList<>();
      for (String table : List.of("s1.changed", "s1.calm", "s2.calm")) {
        scripts.add("CREATE TABLE " + catalog + "." + table + " AS SELECT id FROM range(10)");
      }
      sandbox.source().runScripts(scripts);
    }

    void change() {
      sandbox.source().run("INSERT INTO " + catalog + ".s1.changed VALUES (10)");
    }

    Result run(String name) {
      return cli.run(group, "--run-id", catalog + "-" + name, "--output", "json");
    }

    AuditRows audit(String name) {
      return AuditRows.of(sandbox.target(), audit, catalog + "-" + name);
    }

    void assertDoneOnce(int clonesOfTheChangedTable) {
      JsonNode share =
          sandbox
              .source()
              .call(
                  "GET",
                  SandboxSide.UNITY
                      + "/shares/"
                      + catalog
                      + "_to_tgt_share?include_shared_data=true",
                  null);
      assertThat(share.path("objects"))
          .extracting(o -> o.path("name").asText())
          .containsExactlyInAnyOrder(catalog + ".default", catalog + ".s1", catalog + ".s2");
      assertThat(
              sandbox
                  .source()
                  .call("GET", SandboxSide.UNITY + "/recipients", null)
                  .path("recipients"))
          .hasSize(1);
      assertThat(sandbox.target().history(catalog + ".s1.changed"))
          .hasSize(clonesOfTheChangedTable)
          .containsOnly("CLONE");
      assertThat(sandbox.target().history(catalog + ".s1.calm")).containsExactly("CLONE");
      assertThat(sandbox.target().history(catalog + ".s2.calm")).containsExactly("CLONE");
    }

    void assertRecordedOnce(String name) {
      AuditRows rows = audit(name);
      assertThat(rows.tables()).hasSize(3);
      assertThat(rows.rows())
          .allSatisfy(r -> assertThat(r.get("status")).isIn("success", "skipped"))
          .extracting(
              r ->
                  r.get("operation_type")
                      + "/"
                      + r.get("schema_name")
                      + "/"
                      + r.get("object_type")
                      + "/"
                      + r.get("object_name"))
          .doesNotHaveDuplicates();
      Map<String, String> changed = rows.table("s1", "changed");
      boolean retried =
          !AuditRows.details(changed).path("retries").isEmpty()
              || !changed.get("attempt_number").equals("1");
      assertThat(retried).as("the retry of the clone is visible in %s", changed).isTrue();
    }
  }

  /**
   * One fault for each endpoint, and one for each kind of statement: the first statement alone
   * would say little.
   */
  private List<Map<String, Object>> rules(Set<String> used, Fault fault) {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (String call : used) {
      String[] parts = call.split(" ", 2);
      if (!call.equals(POST_STATEMENT) && !call.equals(POLL)) {
        rules.add(SandboxSide.fault(parts[0], parts[1], fault.effect));
      }
    }
    return rules;
  }

  private static List<Map<String, Object>> statementRules(Fault fault, String... texts) {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (String text : texts) {
      Map<String, Object> rule =
          new HashMap<>(SandboxSide.fault("POST", SandboxSide.STATEMENTS, fault.effect));
      rule.put("statement", text);
      rules.add(rule);
    }
    return rules;
  }

  private static void assertAllHit(SandboxSide side, List<Map<String, Object>> rules) {
    List<Long> hits = side.faultHits();
    for (int i = 0; i < rules.size(); i++) {
      assertThat(hits.get(i)).as("hits of %s", rules.get(i)).isEqualTo(1);
    }
  }

  private void runWithFaults(
      Scenario scenario,
      String name,
      Fault fault,
      List<Set<String>> used,
      String[] sourceStatements,
      String[] targetStatements) {
    List<Map<String, Object>> source = rules(used.get(0), fault);
    source.addAll(statementRules(fault, sourceStatements));
    List<Map<String, Object>> target = rules(used.get(1), fault);
    target.addAll(statementRules(fault, targetStatements));
    Map<String, Object> poll =
        new HashMap<>(SandboxSide.fault("GET", SandboxSide.STATEMENTS + "/{id}", fault.effect));
    List<Map<String, Object>> all = new ArrayList<>(target);
    all.add(poll);
    sandbox.source().faults(source);
    sandbox.target().faults(all);
    try {
      Result result = scenario.run(name).exits(0);
      assertAllHit(sandbox.source(), source);
      assertAllHit(sandbox.target(), target);
      assertThat(result.json().path("repeated_requests").asInt())
          .isGreaterThanOrEqualTo(target.size());
    } finally {
      sandbox.sides().forEach(SandboxSide::clearFaults);
    }
    scenario.assertRecordedOnce(name);
  }

  @ParameterizedTest
  @EnumSource
  void everyEndpointFailsOnce(Fault fault) {
    Scenario scenario = new Scenario(fault.name().toLowerCase(Locale.ROOT));
    scenario.seed();
    String clone = "^CREATE OR REPLACE TABLE `" + scenario.catalog + "`.`s1`.`changed`";
    String recordedClones = "row_number\\(\\)";
    String merge = "^MERGE INTO";
    String heads = "^SELECT(?!.*row_number).*DESCRIBE HISTORY";
    runWithFaults(
        scenario,
        "first",
        fault,
        usedByFirstRun,
        new String[] {heads},
        new String[] {recordedClones, "^CREATE TABLE IF NOT EXISTS", clone, merge});
    scenario.assertDoneOnce(1);
    scenario.change();
    runWithFaults(
        scenario,
        "changed",
        fault,
        usedByChangedRun,
        new String[] {heads},
        new String[] {recordedClones, clone, merge});
    scenario.assertDoneOnce(2);
    assertThat(new SameCatalog(sandbox, scenario.catalog).assertSame("s1", "s2")).isEqualTo(3);
  }
}
