package io.datareplicator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableName;
import io.datareplicator.testkit.FakeSql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryReaderTest {
  private static final Pattern TABLE =
      Pattern.compile("DESCRIBE HISTORY `c`\\.`s`\\.`t(\\d+)` LIMIT 1");
  private static final Map<String, String> TAGS = Map.of("run_id", "r1");

  private final List<String> metastores = new ArrayList<>();

  private static List<TableName> tables(int count) {
    return IntStream.range(0, count).mapToObj(i -> new TableName("c", "s", "t" + i)).toList();
  }

  private static List<Integer> asked(String sql) {
    List<Integer> numbers = new ArrayList<>();
    Matcher m = TABLE.matcher(sql);
    while (m.find()) {
      numbers.add(Integer.valueOf(m.group(1)));
    }
    return numbers;
  }

  /** Version is ten times the table's number. */
  private static StatementResult batchAnswer(String sql) {
    List<List<String>> rows = new ArrayList<>();
    List<Integer> numbers = asked(sql);
    for (int i = numbers.size() - 1; i >= 0; i--) {
      String n = String.valueOf(numbers.get(i));
      rows.add(
          Arrays.asList("CLONE", String.valueOf(i), n + "0", "1000", n, i == 0 ? "aws:x:1" : null));
    }
    return new StatementResult(
        "st", List.of("operation", "i", "version", "millis", "source_version", "metastore"), rows);
  }

  private static StatementResult plainAnswer(String sql) {
    int n = asked(sql).get(0);
    return FakeSql.rows(
        List.of("version", "timestamp", "operation", "operationParameters"),
        List.of(n + "0", "1970-01-01T00:00:01Z", "CLONE", "{\"sourceVersion\":\"" + n + "\"}"));
  }

  /** A workspace where some tables cannot be read. */
  private static FakeSql workspace(Set<Integer> bad) {
    return new FakeSql()
        .otherwise(
            sql -> {
              if (asked(sql).stream().anyMatch(bad::contains)) {
                throw FakeSql.failure("[TABLE_OR_VIEW_NOT_FOUND] gone SQLSTATE: 42P01");
              }
              return batchAnswer(sql);
            });
  }

  private Map<TableName, TableHead> read(FakeSql sql, List<TableName> tables) {
    return new HistoryReader(sql, metastores::add, TAGS).heads(tables);
  }

  private static void assertHeads(Map<TableName, TableHead> heads, int count, Set<Integer> bad) {
    assertThat(heads).hasSize(count - bad.size());
    heads.forEach(
        (table, head) -> {
          long n = Long.parseLong(table.table().substring(1));
          assertThat(head).isEqualTo(new TableHead(n * 10, Instant.ofEpochSecond(1), "CLONE", n));
          assertThat(bad).doesNotContain((int) n);
        });
  }

  @ParameterizedTest
  @CsvSource({"1,1", "99,1", "100,1", "150,1", "199,1", "200,2", "299,2", "1000,10", "1001,10"})
  void statementsPerNumberOfTables(int count, int statements) {
    FakeSql sql = workspace(Set.of());

    assertHeads(read(sql, tables(count)), count, Set.of());

    assertThat(sql.statements()).hasSize(statements);
    assertThat(sql.texts().stream().flatMap(t -> asked(t).stream()))
        .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
    assertThat(sql.statements().get(0).tags()).isEqualTo(TAGS);
  }

  @Test
  void nothingIsAskedAboutNoTables() {
    FakeSql sql = workspace(Set.of());

    assertThat(read(sql, List.of())).isEmpty();
    assertThat(sql.statements()).isEmpty();
  }

  @Property(tries = 200)
  void batchesHoldEveryTableOnceAndNeverTwoHundred(@ForAll @IntRange(max = 2500) int count) {
    List<List<TableName>> batches = HistoryReader.batches(tables(count));

    assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(tables(count));
    assertThat(batches.size()).isLessThanOrEqualTo(Math.max(1, count / 100));
    assertThat(batches).allSatisfy(b -> assertThat(b).hasSizeBetween(1, 199));
  }

  @Property(tries = 100)
  void unreadableTablesDoNotHideTheOthers(
      @ForAll @IntRange(min = 1, max = 400) int count,
      @ForAll @Size(max = 5) Set<@IntRange(max = 399) Integer> picks) {
    Set<Integer> bad = new HashSet<>();
    picks.forEach(p -> bad.add(p % count));
    FakeSql sql = workspace(bad);

    assertHeads(read(sql, tables(count)), count, bad);

    int depth = 9;
    assertThat(sql.statements())
        .hasSizeLessThanOrEqualTo(Math.max(1, count / 100) + 2 * depth * bad.size());
  }

  @Test
  void metastoreIsLearned() {
    read(workspace(Set.of()), tables(250));

    assertThat(metastores).containsExactly("aws:x:1", "aws:x:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[PARSE_SYNTAX_ERROR] Syntax error at or near 'DESCRIBE'",
        "[PARSE_SYNTAX_ERROR.X] y",
        "line 1: near DESCRIBE SQLSTATE: 42601"
      })
  void withoutTheBatchedFormEachTableIsAskedByItself(String refusal) {
    FakeSql sql =
        new FakeSql()
            .when(
                t -> t.startsWith("SELECT"),
                t -> {
                  throw FakeSql.failure(refusal);
                })
            .otherwise(HistoryReaderTest::plainAnswer);

    assertHeads(read(sql, tables(250)), 250, Set.of());

    assertThat(sql.texts().stream().filter(t -> t.startsWith("SELECT"))).hasSize(1);
    assertThat(sql.statements()).hasSize(251);
  }

  @Test
  void plainFormSurvivesUnreadableTables() {
    FakeSql sql =
        new FakeSql()
            .when(
                t -> t.startsWith("SELECT"),
                t -> {
                  throw FakeSql.failure("[PARSE_SYNTAX_ERROR] x");
                })
            .when(
                t -> t.contains("`t1`"),
                t -> {
                  throw FakeSql.failure("[TABLE_OR_VIEW_NOT_FOUND] gone");
                })
            .when(
                t -> t.contains("`t2`"),
                t ->
                    FakeSql.rows(
                        List.of("version", "timestamp", "operation", "operationParameters")))
            .when(
                t -> t.contains("`t3`"),
                t ->
                    FakeSql.rows(
                        List.of("version", "timestamp", "operation", "operationParameters"),
                        List.of("1", "1970-01-01T00:00:01Z", "CLONE", "{broken")))
            .otherwise(HistoryReaderTest::plainAnswer);

    assertHeads(read(sql, tables(5)), 5, Set.of(1, 2, 3));
  }

  @Test
  void refusedFormIsRemembered() {
    FakeSql sql =
        new FakeSql()
            .when(
                t -> t.startsWith("SELECT"),
                t -> {
                  throw FakeSql.failure("[PARSE_SYNTAX_ERROR] x");
                })
            .otherwise(HistoryReaderTest::plainAnswer);
    HistoryReader reader = new HistoryReader(sql, metastores::add, TAGS);

    reader.heads(tables(2));
    reader.heads(tables(2));

    assertThat(sql.texts().stream().filter(t -> t.startsWith("SELECT"))).hasSize(1);
  }

  @Test
  void refusalOfTheRequestItselfIsNotAnAnswerAboutTables() {
    ApiException refused = new ApiException(403, "PERMISSION_DENIED", "no", null, null, null);
    FakeSql sql =
        new FakeSql()
            .otherwise(
                t -> {
                  throw refused;
                });

    assertThatThrownBy(() -> read(sql, tables(150))).isSameAs(refused);
    assertThat(sql.statements()).hasSize(1);
  }

  @Test
  void cancelledStatementIsNotAskedAgainInHalves() {
    StatementFailure cancelled =
        new StatementFailure(StatementFailure.Kind.CANCELED, "st", null, null, "cancelled");
    FakeSql sql =
        new FakeSql()
            .otherwise(
                t -> {
                  throw cancelled;
                });

    assertThatThrownBy(() -> read(sql, tables(150))).isSameAs(cancelled);
    assertThat(sql.statements()).hasSize(1);
  }
}
