package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.Authenticator;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Json.Body;
import io.datareplicator.sandbox.sql.SqlEngine.ResultColumn;
import io.datareplicator.sandbox.statement.ResultSet;
import io.datareplicator.sandbox.statement.ResultSet.Chunk;
import io.datareplicator.sandbox.statement.Statement;
import io.datareplicator.sandbox.statement.Statement.Failure;
import io.datareplicator.sandbox.statement.Statement.Snapshot;
import io.datareplicator.sandbox.statement.Submission.Disposition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes statement answers: status, manifest, inline rows or pre-signed links. */
final class StatementRenderer {
  private static final String STATEMENTS = "/api/2.0/sql/statements/";

  private final Authenticator authenticator;
  private final String baseUrl;
  private final long linkMillis;

  StatementRenderer(Authenticator authenticator, String baseUrl, long linkMillis) {
    this.authenticator = authenticator;
    this.baseUrl = baseUrl;
    this.linkMillis = linkMillis;
  }

  Body statement(Statement statement, Snapshot snapshot) {
    Body body = Json.body().with("statement_id", statement.id()).with("status", status(snapshot));
    ResultSet rows = snapshot.result();
    if (rows == null) {
      return body;
    }
    boolean external = external(statement);
    boolean compressionAsked = statement.submission().compressionAsked();
    body.with(
        "manifest",
        manifest(rows, external).with("result_compression", compressionAsked ? "NONE" : null));
    return body.with("result", rows.chunks().isEmpty() ? Json.body() : chunk(statement, rows, 0));
  }

  /**
   * The answer to a submission that does not wait: PENDING, whatever has become of the statement
   * since.
   */
  Body pending(Statement statement) {
    return Json.body()
        .with("statement_id", statement.id())
        .with("status", Json.body().with("state", Statement.State.PENDING));
  }

  private static Body status(Snapshot snapshot) {
    Body status = Json.body().with("state", snapshot.state());
    Failure failure = snapshot.failure();
    if (failure != null) {
      status
          .with(
              "error",
              Json.body()
                  .with("error_code", failure.errorCode())
                  .with("message", failure.message()))
          .with("sql_state", failure.sqlState());
    }
    return status;
  }

  /** Where the server may choose, it sends rows inline, chunk by chunk. */
  private static boolean external(Statement statement) {
    return statement.submission().disposition() == Disposition.EXTERNAL_LINKS;
  }

  private static Body manifest(ResultSet rows, boolean external) {
    List<Body> columns = new ArrayList<>();
    for (ResultColumn column : rows.columns()) {
      columns.add(column(column, columns.size()));
    }
    Body schema =
        Json.body()
            .with("column_count", columns.size())
            .with("columns", columns.isEmpty() ? null : columns);
    List<Body> chunks =
        rows.chunks().stream()
            .map(
                c ->
                    Json.body()
                        .with("chunk_index", c.index())
                        .with("row_offset", c.rowOffset())
                        .with("row_count", c.rowCount())
                        .with("byte_count", external ? c.bytes() : null))
            .toList();
    boolean sized = external || chunks.isEmpty();
    return Json.body()
        .with("format", "JSON_ARRAY")
        .with("schema", schema)
        .with("total_chunk_count", chunks.size())
        .with("chunks", chunks.isEmpty() ? null : chunks)
        .with("total_row_count", rows.rowCount())
        .with("total_byte_count", sized ? rows.bytes() : null)
        .with("truncated", rows.truncated());
  }

  private static Body column(ResultColumn column, int position) {
    return Json.body()
        .with("name", column.name())
        .with("type_text", column.typeText())
        .with("type_name", column.typeName())
        .with("position", position)
        .with("type_precision", column.precision())
        .with("type_scale", column.scale())
        .with("type_interval_type", column.intervalType());
  }

  /** A ResultData with one chunk. */
  Body chunk(Statement statement, ResultSet rows, int index) {
    Chunk chunk = rows.chunks().get(index);
    boolean external = external(statement);
    Body body =
        Json.body()
            .with("chunk_index", chunk.index())
            .with("row_offset", chunk.rowOffset())
            .with("row_count", chunk.rowCount())
            .with("byte_count", external ? chunk.bytes() : null);
    if (index + 1 < rows.chunks().size()) {
      body.with("next_chunk_index", index + 1)
          .with(
              "next_chunk_internal_link",
              STATEMENTS + statement.id() + "/result/chunks/" + (index + 1));
    }
    if (!external) {
      return body.with("data_array", rows.rows(chunk));
    }
    long expires = System.currentTimeMillis() + linkMillis;
    body.with("external_link", link(statement.id(), index, expires))
        .with("expiration", Instant.ofEpochMilli(expires).toString());
    return Json.body().with("external_links", List.of(body));
  }

  private String link(String statementId, int index, long expires) {
    String path = ResultLinks.PATH + "/" + statementId + "/" + index;
    return baseUrl
        + path
        + "?expires="
        + expires
        + "&signature="
        + authenticator.sign(ResultLinks.signed(statementId, index, expires));
  }
}
