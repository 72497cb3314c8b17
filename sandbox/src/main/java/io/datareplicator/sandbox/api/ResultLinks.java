package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.Authenticator;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.statement.ResultSet;
import io.datareplicator.sandbox.statement.Statement;
import io.datareplicator.sandbox.statement.StatementService;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The object store behind EXTERNAL_LINKS: serves a chunk to whoever holds the signed URL, and to
 * nobody who also logs in.
 */
final class ResultLinks {
  static final String PATH = "/external-results";

  private final StatementService service;
  private final Authenticator authenticator;

  ResultLinks(StatementService service, Authenticator authenticator) {
    this.service = service;
    this.authenticator = authenticator;
  }

  void register(Router router) {
    router.open("GET", PATH + "/{statement_id}/{chunk_index}", this::get);
  }

  static String signed(String statementId, int index, long expires) {
    return statementId + "/" + index + "?" + expires;
  }

  private Response get(Request request) {
    if (request.header("Authorization") != null) {
      return refused(
          400,
          "InvalidArgument",
          "Only one auth mechanism allowed: the signature in the query or the Authorization header");
    }
    String id = request.path("statement_id");
    int index;
    long expires;
    try {
      index = Integer.parseInt(request.path("chunk_index"));
      expires = Long.parseLong(String.valueOf(request.query("expires")));
    } catch (NumberFormatException e) {
      return refused(403, "AccessDenied", "Access denied");
    }
    String signature = authenticator.sign(signed(id, index, expires));
    if (!Authenticator.same(signature, String.valueOf(request.query("signature")))) {
      return refused(403, "SignatureDoesNotMatch", "The signature does not match");
    }
    if (expires < System.currentTimeMillis()) {
      return refused(403, "AccessDenied", "Request has expired");
    }
    Statement statement = service.find(id);
    ResultSet rows = statement == null ? null : statement.snapshot().result();
    if (rows == null || index >= rows.chunks().size()) {
      return refused(404, "NoSuchKey", "The result is gone");
    }
    return Response.ok(rows.rows(rows.chunks().get(index)));
  }

  private static Response refused(int status, String code, String message) {
    String xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
            + code
            + "</Code><Message>"
            + message
            + "</Message></Error>";
    return new Response(
        status, xml.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/xml"));
  }
}
