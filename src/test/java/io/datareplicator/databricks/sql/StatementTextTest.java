package io.datareplicator.databricks.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datareplicator.databricks.sql.SqlReader.Token;
import io.datareplicator.model.DeltaTable;
import io.datareplicator.model.TableHead;
import io.datareplicator.model.TableName;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTextTest {
  private static final TableName TARGET = new TableName("tgt", "s`1", "Ta'ble");
  private static final TableName SHARED = new TableName("shared cat", "s`1", "Ta'ble");

  @Test
  void cloneWithMarker() {
    assertThat(
            CloneStatement.text(
                new DeltaTable.Named(TARGET),
                SHARED,
                Map.of(CloneStatement.MARKER, "o'rigin.s\\1.t")))
        .isEqualTo(
            "CREATE OR REPLACE TABLE `tgt`.`s``1`.`ta'ble` DEEP CLONE `shared cat`.`s``1`.`ta'ble`"
                + " TBLPROPERTIES ('data_replicator.source' = 'o\\'rigin.s\\\\1.t')");
  }

  @Test
  void cloneOfATableThatIsNotOursCarriesNoMarker() {
    assertThat(CloneStatement.text(new DeltaTable.Named(TARGET), SHARED, Map.of()))
        .isEqualTo(
            "CREATE OR REPLACE TABLE `tgt`.`s``1`.`ta'ble` DEEP CLONE `shared"
                + " cat`.`s``1`.`ta'ble`");
  }

  @Test
  void metricsAreFoundByNameInAnyOrder() {
    StatementResult result =
        new StatementResult(
            "id",
            List.of("copied_files_size", "extra", "num_copied_files", "source_table_size"),
            List.of(Arrays.asList("99", "x", "3", null)));

    assertThat(CloneStatement.metrics(result))
        .isEqualTo(Map.of("copied_files_size", 99L, "num_copied_files", 3L));
  }

  @Test
  void metricsOfAnAnswerWithoutRowsAreEmpty() {
    assertThat(CloneStatement.metrics(new StatementResult("id", List.of(), List.of()))).isEmpty();
  }

  @Test
  void effectIsLookedForInTheLatestCommit() {
    List<Token> tokens = SqlReader.tokens(CloneStatement.effectQuery(new DeltaTable.Named(TARGET)));

    assertThat(tokens.get(tokens.size() - 1).value()).isEqualTo(" LIMIT 1)");
    assertThat(CloneStatement.effectQuery(new DeltaTable.Named(TARGET)))
        .startsWith(
            "SELECT version, operation, operationParameters['sourceVersion'] AS source_version,"
                + " operationMetrics['sourceTableSize'] AS source_table_size")
        .endsWith("FROM (DESCRIBE HISTORY `tgt`.`s``1`.`ta'ble` LIMIT 1)");
  }

  @Test
  void historyOfManyTablesIsOneStatement() {
    assertThat(HistoryStatement.batch(List.of(TARGET, SHARED)))
        .isEqualTo(
            "SELECT 0 AS i, version, unix_millis(timestamp) AS millis, operation,"
                + " operationParameters['sourceVersion'] AS source_version,"
                + " current_metastore() AS metastore"
                + " FROM (DESCRIBE HISTORY `tgt`.`s``1`.`ta'ble` LIMIT 1)"
                + " UNION ALL "
                + "SELECT 1 AS i, version, unix_millis(timestamp) AS millis, operation,"
                + " operationParameters['sourceVersion'] AS source_version,"
                + " CAST(NULL AS STRING) AS metastore"
                + " FROM (DESCRIBE HISTORY `shared cat`.`s``1`.`ta'ble` LIMIT 1)");
  }

  @Test
  void plainHistory() {
    assertThat(HistoryStatement.plain(TARGET, 1))
        .isEqualTo("DESCRIBE HISTORY `tgt`.`s``1`.`ta'ble` LIMIT 1");
  }

  private static StatementResult history(String operation, String parameters) {
    return new StatementResult(
        "st-1",
        List.of("version", "timestamp", "userId", "operation", "operationParameters"),
        List.of(Arrays.asList("12", "2026-03-01T10:00:00.500Z", null, operation, parameters)));
  }

  @Test
  void plainHistoryOfAClone() {
    assertThat(
            HistoryStatement.parsePlain(
                history(
                    "CLONE", "{\"source\":\"x\",\"sourceVersion\":\"7\",\"isShallow\":\"false\"}"),
                0))
        .isEqualTo(new TableHead(12, Instant.parse("2026-03-01T10:00:00.500Z"), "CLONE", 7L));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "[]",
        "{\"sourceVersion\":null}",
        "{\"mode\":\"Append\"}",
        "\"text\""
      })
  void plainHistoryWithoutSourceVersion(String parameters) {
    TableHead head = HistoryStatement.parsePlain(history("WRITE", parameters), 0);

    assertThat(head.cloneSourceVersion()).isNull();
    assertThat(head.isClone()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"sourceVersion\":",
        "{\"sourceVersion\":\"seven\"}",
        "{\"sourceVersion\":\"99999999999999999999\"}",
        "not json"
      })
  void malformedParametersAreAFailureNotAGuess(String parameters) {
    StatementFailure failure =
        catchThrowableOfType(
            StatementFailure.class,
            () -> HistoryStatement.parsePlain(history("CLONE", parameters), 0));

    assertThat(failure.kind()).isEqualTo(StatementFailure.Kind.FAILED);
    assertThat(failure.statementId()).contains("st-1");
    assertThat(failure).hasMessageContaining(parameters);
    assertThat(failure.isTransient()).isFalse();
  }

  @Test
  void missingColumnIsNamed() {
    StatementResult result = new StatementResult("st-1", List.of("a"), List.of(List.of("1")));

    assertThat(result.value(0, "a")).isEqualTo("1");
    assertThatThrownBy(() -> result.value(0, "version"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("version")
        .hasMessageContaining("st-1");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        // error code | SQLSTATE of the status | message | class | state | not found | transient
        "BAD_REQUEST|-|[TABLE_OR_VIEW_NOT_FOUND] x. SQLSTATE:"
            + " 42P01|TABLE_OR_VIEW_NOT_FOUND|42P01|true|false",
        "BAD_REQUEST|42P01|no class at all|''|42P01|true|false",
        "BAD_REQUEST|''|[SCHEMA_NOT_FOUND] x. SQLSTATE: 42704|SCHEMA_NOT_FOUND|42704|true|false",
        "BAD_REQUEST|-|[NO_SUCH_CATALOG_EXCEPTION] x|NO_SUCH_CATALOG_EXCEPTION|''|true|false",
        "BAD_REQUEST|42601|[PARSE_SYNTAX_ERROR] Syntax error|PARSE_SYNTAX_ERROR|42601|false|false",
        "BAD_REQUEST|-|\t [DELTA_CONCURRENT_APPEND.WHOLE_TABLE_READ]"
            + " x|DELTA_CONCURRENT_APPEND.WHOLE_TABLE_READ|''|false|true",
        "BAD_REQUEST|-|[DELTA_METADATA_CHANGED] x|DELTA_METADATA_CHANGED|''|false|true",
        "BAD_REQUEST|-|[CONCURRENT_STREAM_LOG_UPDATE] x|CONCURRENT_STREAM_LOG_UPDATE|''|false|true",
        "BAD_REQUEST|2D521|[ANY] x|ANY|2D521|false|true",
        "BAD_REQUEST|-|said [TABLE_OR_VIEW_NOT_FOUND] in passing|''|''|false|false",
        "BAD_REQUEST|-|[INSUFFICIENT_PERMISSIONS] x SQLSTATE:"
            + " 42501|INSUFFICIENT_PERMISSIONS|42501|false|false",
        "TEMPORARILY_UNAVAILABLE|-|try later|''|''|false|true",
        "INTERNAL_ERROR|-|oops|''|''|false|true",
        "-|-|nothing known|''|''|false|false",
        "NOT_FOUND|-|[lowercase] x|''|''|false|false"
      })
  void failuresAreClassified(
      String code,
      String state,
      String message,
      String errorClass,
      String sqlState,
      boolean notFound,
      boolean again) {
    StatementFailure failure =
        new StatementFailure(StatementFailure.Kind.FAILED, "id", code, state, message);

    assertThat(failure.errorClass()).isEqualTo(errorClass);
    assertThat(failure.sqlState()).isEqualTo(sqlState);
    assertThat(failure.isNotFound()).isEqualTo(notFound);
    assertThat(failure.isTransient()).isEqualTo(again);
  }

  @ParameterizedTest
  @CsvSource({"FAILED,true", "UNKNOWN,false", "CANCELED,false", "TIMED_OUT,false"})
  void kindDecidesBeforeTheCode(StatementFailure.Kind kind, boolean again) {
    assertThat(new StatementFailure(kind, null, "INTERNAL_ERROR", null, "m").isTransient())
        .isEqualTo(again);
  }
}
