package io.datareplicator.databricks.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.apply.Failures;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.CallKind;
import io.datareplicator.databricks.http.RetryRules;
import io.datareplicator.databricks.http.RetryRules.Verdict;
import io.datareplicator.databricks.sql.StatementFailure;
import java.net.SocketException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentences are those of databricks-jdbc 3.4.5. */
class DriverFailuresTest {
  private static final String ID = "01f0aaaa-0000-1111-2222-333344445555";

  private static ApiException request(Throwable failure) {
    return DriverFailures.ofRequest(failure, "JDBC statement", "cluster c of https://h");
  }

  private static Verdict verdict(Throwable failure) {
    return RetryRules.judge(CallKind.CREATE, request(failure));
  }

  @Test
  void aRestFailureIsTakenOutOfItsFrame() {
    StatementFailure failure =
        DriverFailures.ofStatement(
            new SQLException(
                "Statement execution failed "
                    + ID
                    + " -> SELECT ', Error code: X' -- \nFAILED. Error Message: y\nFAILED. Error"
                    + " Message: [TABLE_OR_VIEW_NOT_FOUND] The table\nis gone, Error code: z."
                    + " SQLSTATE: 42P01, Error code: BAD_REQUEST",
                "42P01"),
            ID);
    assertThat(failure.errorCode()).isEqualTo("BAD_REQUEST");
    assertThat(failure.sqlState()).isEqualTo("42P01");
    assertThat(failure.statementId()).contains(ID);
    assertThat(failure.getMessage()).endsWith("Error code: z. SQLSTATE: 42P01");
  }

  @Test
  void aThriftFailureIsTakenOutOfItsFrame() {
    StatementFailure failure =
        DriverFailures.ofStatement(
            new SQLException(
                "Operation failed with error: [no error details from server] for statement ["
                    + ID
                    + "], with response [TGetOperationStatusResp(status:TStatus(statusCode:"
                    + "SUCCESS_STATUS), operationState:ERROR_STATE, sqlState:42P01, errorCode:0,"
                    + " errorMessage:org.apache.hive.service.cli.HiveSQLException: Error running"
                    + " query: [TABLE_OR_VIEW_NOT_FOUND] The table, or view, SQLSTATE: 42P01,"
                    + " operationStarted:1, operationCompleted:2)]",
                "42P01"),
            ID);
    assertThat(failure.errorClass()).isEqualTo("TABLE_OR_VIEW_NOT_FOUND");
    assertThat(failure.isNotFound()).isTrue();
    assertThat(failure.getMessage())
        .isEqualTo("[TABLE_OR_VIEW_NOT_FOUND] The table, or view, SQLSTATE: 42P01");
  }

  @Test
  void aThriftSubmissionIsRefusedInTheServersWords() {
    StatementFailure failure =
        DriverFailures.ofStatement(
            new SQLException("[PARSE_SYNTAX_ERROR] Syntax error at 'SELEC'", "42601"), null);
    assertThat(failure.errorClass()).isEqualTo("PARSE_SYNTAX_ERROR");
    assertThat(failure.sqlState()).isEqualTo("42601");
  }

  @Test
  void aStateOfTheDriversOwnIsNoSqlState() {
    StatementFailure failure =
        DriverFailures.ofStatement(
            new SQLException(
                "Statement execution failed x -> y\nFAILED. Error Message: m, Error code: ABORTED",
                "EXECUTE_STATEMENT_FAILED"),
            ID);
    assertThat(failure.sqlState()).isEmpty();
    assertThat(failure.isTransient()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"400,FAIL", "401,FAIL", "403,FAIL", "429,RETRY", "500,VERIFY", "503,VERIFY"})
  void theStatusSaysWhatToDo(int status, Verdict expected) {
    SQLException thrift =
        new SQLException(
            "Error while receiving response from Thrift server. Request {..}, Error {HTTP request"
                + " failed by code: "
                + status
                + ", status line: HTTP/1.1 "
                + status
                + ". Error message: said}",
            "08000");
    assertThat(DriverFailures.ofStatement(thrift, null)).isNull();
    assertThat(request(thrift).status()).isEqualTo(status);
    assertThat(verdict(thrift)).isEqualTo(expected);
  }

  @Test
  void aRefusedTokenIsTold() {
    ApiException refused =
        request(
            new SQLException(
                "Connection failure while using the OSS Databricks JDBC driver",
                "08000",
                new SQLException("Invalid access token. (HTTP 403)")));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(Failures.stopsRun(refused)).isTrue();
  }

  @Test
  void whatWasNeverSentMayBeSentAgain() {
    assertThat(
            verdict(
                new SQLException(
                    "Caught error while executing http request: [POST http://h/x]. Error Message:"
                        + " [com.databricks.internal.apache.http.conn.HttpHostConnectException:"
                        + " Connect to h:1 failed: Connection refused]",
                    "08000")))
        .isEqualTo(Verdict.RETRY);
    assertThat(
            verdict(
                new SQLException(
                    "Caught error while executing http request: [POST http://h/x]. Error Message:"
                        + " [java.net.UnknownHostException: h]",
                    "08000")))
        .isEqualTo(Verdict.RETRY);
  }

  @Test
  void whatMayHaveArrivedIsVerified() {
    assertThat(verdict(new SQLException("x", "08000", new SocketException("Connection reset"))))
        .isEqualTo(Verdict.VERIFY);
    assertThat(verdict(new SQLException("something nobody knows"))).isEqualTo(Verdict.VERIFY);
  }

  @Test
  void aCancelledStatementIsRecognized() {
    assertThat(
            DriverFailures.isCancelled(
                new SQLException("Statement [" + ID + "] was cancelled"), null))
        .isTrue();
    assertThat(DriverFailures.isCancelled(new SQLException("x"), "HY008")).isTrue();
    assertThat(DriverFailures.isCancelled(new SQLException("the order was cancelled"), "42000"))
        .isFalse();
  }

  @Test
  void messagesShowNoToken() {
    assertThat(request(new SQLException("Bearer dapi0123456789abcdef failed")).getMessage())
        .doesNotContain("dapi0123456789abcdef");
  }
}
