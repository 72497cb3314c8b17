package io.datareplicator.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.WorkUnit;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.testkit.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final WorkUnit UNIT =
      new WorkUnit("replication", "tgt", "s", "tä\n\"b\"", "table", Configs.QUICK, trace -> null);

  @TempDir Path dir;

  private Journal open(String runId) throws IOException {
    return Journal.open(dir.resolve("state/journals"), runId, new MovableClock());
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  @Test
  void intentAndOutcomeAreOneLineEach() throws Exception {
    try (Journal journal = open("r1")) {
      journal.intent(UNIT);
      journal.outcome(Results.of("t'1", Status.FAILED, "line 1\nline 2 \uD83D\uDE80"));
      journal.audited(2);

      List<JsonNode> lines = lines(journal.file());
      assertThat(lines)
          .extracting(l -> l.get("event").asText())
          .containsExactly("intent", "outcome", "audited");
      assertThat(lines.get(0).get("unit").asText()).isEqualTo(UNIT.id());
      assertThat(lines.get(0).get("time").asText()).isEqualTo("2026-03-01T10:00:00Z");
      JsonNode outcome = lines.get(1);
      assertThat(outcome.get("object_name").asText()).isEqualTo("t'1");
      assertThat(outcome.get("status").asText()).isEqualTo("failed");
      assertThat(outcome.get("error_message").asText()).isEqualTo("line 1\nline 2 \uD83D\uDE80");
      assertThat(outcome.get("end_time").asText()).isEqualTo("2026-03-01T10:00:01.500Z");
      assertThat(lines.get(2).get("results").asInt()).isEqualTo(2);
    }
  }

  @Test
  void reopenedJournalGoesOn() throws Exception {
    try (Journal journal = open("r1")) {
      journal.outcome(Results.of("a", Status.SUCCESS, null));
    }
    try (Journal journal = open("r1")) {
      journal.outcome(Results.of("b", Status.SUCCESS, null));

      assertThat(lines(journal.file()))
          .extracting(l -> l.get("object_name").asText())
          .containsExactly("a", "b");
    }
  }

  @Test
  void lineThatACrashCutOffDoesNotSpoilTheNext() throws Exception {
    Path file;
    try (Journal journal = open("r1")) {
      journal.outcome(Results.of("a", Status.SUCCESS, null));
      file = journal.file();
    }
    Files.writeString(file, "{\"event\":\"outc", StandardOpenOption.APPEND);
    try (Journal journal = open("r1")) {
      journal.outcome(Results.of("b", Status.SUCCESS, null));
    }

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(3);
    assertThat(JSON.readTree(lines.get(2)).get("object_name").asText()).isEqualTo("b");
  }

  @Test
  void secretsStayOut() throws Exception {
    Redactor.register("pa\"ss\\word");
    try (Journal journal = open("r1")) {
      journal.outcome(
          Results.of(
              "replication",
              "t",
              Status.FAILED,
              "sent Bearer abcdefghijklmnop and pa\"ss\\word",
              Map.of(
                  "retries",
                  List.of(Map.of("cause", "first line\ndapi0123456789abcdef0123 was refused")))));

      String text = Files.readString(journal.file());
      assertThat(text).doesNotContain("abcdefghijklmnop").doesNotContain("dapi0123456789");
      JsonNode outcome = lines(journal.file()).get(0);
      assertThat(outcome.get("error_message").asText())
          .isEqualTo("sent Bearer [redacted] and [redacted]");
      assertThat(outcome.at("/details/retries/0/cause").asText())
          .isEqualTo("first line\n[redacted] was refused");
    }
  }

  @Test
  void concurrentWritersDoNotMixTheirLines() throws Exception {
    try (Journal journal = open("r1")) {
      String longText = "x".repeat(20_000);
      IntStream.range(0, 200)
          .parallel()
          .forEach(
              i -> {
                journal.intent(UNIT);
                journal.outcome(Results.of("t" + i, Status.FAILED, longText));
              });

      List<JsonNode> lines = lines(journal.file());
      assertThat(lines).hasSize(400);
      assertThat(
              lines.stream()
                  .filter(l -> l.get("event").asText().equals("outcome"))
                  .map(l -> l.get("object_name").asText())
                  .distinct())
          .hasSize(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "a/b", "..", "c:\\x", "ü \n", "r-1_2.3"})
  void fileStaysInTheStateDirectory(String runId) throws Exception {
    try (Journal journal = open(runId)) {
      assertThat(journal.file().toRealPath().getParent())
          .isEqualTo(dir.resolve("state/journals").toRealPath());
      assertThat(journal.file().getFileName().toString()).matches("[A-Za-z0-9._-]+\\.jsonl");
    }
  }

  @Test
  void directoryThatCannotBeMadeIsAnError() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "x");

    assertThatThrownBy(() -> Journal.open(file.resolve("sub"), "r1", new MovableClock()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void closedJournalSaysWhichFile() throws Exception {
    Journal journal = open("r1");
    journal.close();

    assertThatThrownBy(() -> journal.intent(UNIT))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("r1.jsonl");
  }
}
