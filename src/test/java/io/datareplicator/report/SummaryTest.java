package io.datareplicator.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.run.RunOutcome;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.testkit.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static RunOutcome outcome(
      List<OperationResult> results, String fatal, String unrecorded) {
    return new RunOutcome(
        "run-1",
        results,
        false,
        Optional.ofNullable(fatal),
        Optional.ofNullable(unrecorded),
        "audit.logs.runs",
        Duration.ofMillis(12_340),
        Map.of(
            "source",
            Map.of("GET share", 2L, "PATCH share", 1L),
            "target",
            Map.of("GET catalog", 4L)),
        5);
  }

  private static OperationResult summary(String type, Status status) {
    return new OperationResult(
        type + "_summary",
        "tgt",
        null,
        "ALL",
        "summary",
        status,
        MovableClock.START,
        MovableClock.START.plusMillis(2500),
        null,
        Map.of("total", 4, "success", 1L, "failed", 2L, "skipped", 1L),
        1,
        1);
  }

  private static OperationResult cloned(long files, long size) {
    return Results.of(
        "replication",
        "c" + files,
        Status.SUCCESS,
        null,
        Map.of(
            "metrics", Map.of("num_copied_files", files, "copied_files_size", size),
            "warnings", List.of("columns replaced: x")));
  }

  private static String text(List<OperationResult> results) {
    return SummaryText.render(outcome(results, null, null), 3);
  }

  @Test
  void oneLinePerOperationAndCatalog() {
    String text =
        text(List.of(summary("backup", Status.SUCCESS), summary("replication", Status.FAILED)));

    assertThat(text)
        .startsWith("Run run-1\n")
        .containsPattern("backup +tgt +4 +1 +2 +1 +2\\.5")
        .containsPattern("replication +tgt +4 +1 +2 +1 +2\\.5")
        .contains("Requests: 3 to the source, 4 to the target, 5 repeated\n")
        .contains("Audit table: audit.logs.runs\n")
        .contains("Exit code 3 after 12.3 s")
        .doesNotContain("NOT RECORDED", "THE RUN STOPPED", "Failed:\n");
  }

  @Test
  void numbersDoNotDependOnTheMachine() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(text(List.of(cloned(1, 1536)))).contains("1.5 KiB", "12.3 s");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static OperationResult copied(String name, long files, long bytes, long unchanged) {
    OperationResult r = Results.of(name, Status.SUCCESS, null);
    return new OperationResult(
        r.operationType(),
        r.catalog(),
        r.schema(),
        r.object(),
        "volume",
        r.status(),
        r.start(),
        r.end(),
        null,
        Map.of("files_copied", files, "bytes_copied", bytes, "files_unchanged", unchanged),
        1,
        3);
  }

  @Test
  void filesOfVolumesAreAddedUp() {
    String text = text(List.of(copied("v", 2, 1_048_576, 7), copied("w", 3, 524_288, 1)));
    assertThat(text).contains("Copied: 5 files, 1.5 MiB; 8 unchanged").doesNotContain("Cloned:");
    assertThat(text(List.of(copied("v", 2, 1, 0), cloned(2, 1)))).contains("Copied:", "Cloned:");
    assertThat(text(List.of(cloned(2, 1)))).doesNotContain("Copied:");
  }

  @Test
  void clonesAreAddedUp() {
    String text =
        text(
            List.of(
                cloned(2, 1_048_576),
                cloned(3, 1_048_576),
                Results.of("replication", "u", Status.SKIPPED, null, Map.of("reason", "unchanged")),
                Results.of("replication", "v", Status.SKIPPED, null, Map.of("reason", "a view"))));

    assertThat(text)
        .contains("Cloned: 2 tables, 5 files, 2.0 MiB copied; 1 tables unchanged")
        .contains(
            "Warning: tgt.s.c2: columns replaced: x\n", "Warning: tgt.s.c3: columns replaced: x\n");
  }

  @Test
  void smallSizesAreBytes() {
    assertThat(text(List.of(cloned(1, 1023)))).contains("1023 B copied");
    assertThat(text(List.of(cloned(1, 0)))).contains("0 B copied");
    assertThat(text(List.of(cloned(1, Long.MAX_VALUE)))).contains("8192.0 PiB copied");
  }

  @Test
  void failuresAreListedWithTheirAttempts() {
    OperationResult twice =
        new OperationResult(
            "replication",
            "tgt",
            "s",
            "t%d",
            "table",
            Status.FAILED,
            MovableClock.START,
            MovableClock.START,
            "100% broken",
            Map.of(),
            2,
            3);

    assertThat(text(List.of(twice, summary("replication", Status.FAILED))))
        .contains("Failed:\n  replication table tgt.s.t%d (2 attempts): 100% broken\n")
        .doesNotContain("summary ALL");
  }

  @Test
  void fiftyFailuresAreShown() {
    List<OperationResult> many = new ArrayList<>();
    for (int i = 0; i < 53; i++) {
      many.add(Results.of("t" + i, Status.FAILED, "x"));
    }

    assertThat(text(many))
        .contains("tgt.s.t49: x", "  and 3 more, see the audit table")
        .doesNotContain("tgt.s.t50:");
    assertThat(text(many.subList(0, 50))).contains("tgt.s.t49: x").doesNotContain("more, see");
  }

  @Test
  void whatWentWrongWithTheRunItselfIsLoud() {
    String text = SummaryText.render(outcome(List.of(), "no token", "3 of 4 results"), 1);

    assertThat(text)
        .contains("NOT RECORDED: 3 of 4 results\n", "THE RUN STOPPED: no token\n", "Exit code 1");
  }

  @Test
  void runThatNeverReachedAWorkspace() {
    RunOutcome early =
        new RunOutcome(
            "r",
            List.of(),
            true,
            Optional.of("x"),
            Optional.empty(),
            "a.b.c",
            Duration.ZERO,
            Map.of(),
            0);

    assertThat(SummaryText.render(early, 1))
        .contains("Requests: 0 to the source, 0 to the target", "Interrupted after 0.0 s")
        .doesNotContain("Exit code");
  }

  @Test
  void documentHoldsEverything() throws Exception {
    OperationResult failed = Results.of("tä\"b", Status.FAILED, "line 1\nline 2");
    JsonNode json =
        new ObjectMapper()
            .readTree(SummaryJson.render(outcome(List.of(failed, cloned(2, 10)), null, "lost"), 3));

    assertThat(json.get("run_id").asText()).isEqualTo("run-1");
    assertThat(json.get("exit_code").asInt()).isEqualTo(3);
    assertThat(json.get("duration_seconds").asDouble()).isEqualTo(12.34);
    assertThat(json.get("interrupted").asBoolean()).isFalse();
    assertThat(json.get("stopped").isNull()).isTrue();
    assertThat(json.get("unrecorded").asText()).isEqualTo("lost");
    assertThat(json.at("/requests/source/GET share").asInt()).isEqualTo(2);
    assertThat(json.get("repeated_requests").asInt()).isEqualTo(5);
    assertThat(json.get("audit_table").asText()).isEqualTo("audit.logs.runs");
    JsonNode first = json.at("/results/0");
    assertThat(first.get("object_name").asText()).isEqualTo("tä\"b");
    assertThat(first.get("status").asText()).isEqualTo("failed");
    assertThat(first.get("error_message").asText()).isEqualTo("line 1\nline 2");
    assertThat(first.get("start_time").asText()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(first.get("duration_seconds").asDouble()).isEqualTo(1.5);
    assertThat(json.at("/results/1/details/metrics/num_copied_files").asInt()).isEqualTo(2);
    assertThat(json.get("results")).hasSize(2);
  }

  @Test
  void namesOfResults() {
    OperationResult catalog =
        new OperationResult(
            "backup",
            "c",
            null,
            "c",
            "catalog",
            Status.SUCCESS,
            MovableClock.START,
            MovableClock.START,
            null,
            Map.of(),
            1,
            1);

    assertThat(catalog.fullName()).isEqualTo("c");
    assertThat(
            new OperationResult(
                    "backup",
                    "c",
                    null,
                    "share1",
                    "share",
                    Status.SUCCESS,
                    MovableClock.START,
                    MovableClock.START,
                    null,
                    Map.of(),
                    1,
                    1)
                .fullName())
        .isEqualTo("c.share1");
    assertThat(
            new OperationResult(
                    "backup",
                    "c",
                    "s",
                    "s",
                    "schema",
                    Status.SUCCESS,
                    MovableClock.START,
                    MovableClock.START,
                    null,
                    Map.of(),
                    1,
                    1)
                .fullName())
        .isEqualTo("c.s");
    assertThat(
            new OperationResult(
                    "backup",
                    "c",
                    "s",
                    "s",
                    "table",
                    Status.SUCCESS,
                    MovableClock.START,
                    MovableClock.START,
                    null,
                    Map.of(),
                    1,
                    1)
                .fullName())
        .isEqualTo("c.s.s");
  }

  private static OperationResult compared(String name, Status status, Map<String, Object> details) {
    return Results.of(
        "reconciliation", name, status, status == Status.FAILED ? name + " it is" : null, details);
  }

  private static final List<OperationResult> COMPARISONS =
      List.of(
          compared("same", Status.SUCCESS, Map.of("outcome", "match")),
          compared("other", Status.FAILED, Map.of("outcome", "mismatch")),
          compared("broken", Status.FAILED, Map.of()),
          compared("old", Status.SKIPPED, Map.of("reason", "unchanged")),
          compared("undrawn", Status.SKIPPED, Map.of("reason", "not among", "outcome", "match")),
          compared("made", Status.SUCCESS, Map.of("action", "created")));

  @Test
  void differencesAreNotErrors() {
    assertThat(text(COMPARISONS))
        .contains(
            "Compared: 1 equal, 1 different, 1 could not be compared; 1 unchanged, 1 left out\n")
        .containsPattern("Different:\n  reconciliation \\S+ \\S+other: other it is\n")
        .containsPattern("Failed:\n  reconciliation \\S+ \\S+broken: broken it is\n")
        .doesNotContain("Cloned:");
  }

  @Test
  void differencesAreCountedInTheDocument() throws JsonProcessingException {
    String document = SummaryJson.render(outcome(COMPARISONS, null, null), 3);
    assertThat(new ObjectMapper().readTree(document).get("reconciliation").toString())
        .isEqualTo("{\"match\":1,\"mismatch\":1,\"error\":1,\"unchanged\":1,\"skipped\":1}");
  }
}
