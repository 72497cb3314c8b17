package io.datareplicator.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.http.Authenticator;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** URLs of the object store that say what may be done, and until when, and cannot be forged. */
final class SignedUrls {
  static final String ROOT = "/external-storage";

  /** A header that is part of the signature: it must come with the request. */
  static final String HEADER = "x-amz-server-side-encryption";

  private static final String HEADER_VALUE = "AES256";

  private final Authenticator authenticator;
  private final String baseUrl;

  SignedUrls(Authenticator authenticator, String baseUrl) {
    this.authenticator = authenticator;
    this.baseUrl = baseUrl;
  }

  /** The object store's refusal, in its own format. */
  static final class Refused extends RuntimeException {
    private final int status;
    private final String code;

    Refused(int status, String code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }

    Response response() {
      String xml =
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
              + code
              + "</Code><Message>"
              + getMessage()
              + "</Message></Error>";
      return new Response(
          status, xml.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/xml"));
    }
  }

  /**
   * What goes into an answer: the URL, and headers that must be sent with it.
   *
   * @param kind readable part of the path, for fault rules
   * @param what what the URL allows
   * @param expires epoch milliseconds
   */
  Json.Body answer(String kind, Json.Body what, long expires) {
    String claims =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Json.bytes(what.with("expires", expires)));
    String signed = kind + "/" + claims;
    String url = baseUrl + ROOT + "/" + signed + "/" + authenticator.sign(signed);
    Json.Body header = Json.body().with("name", HEADER).with("value", HEADER_VALUE);
    return Json.body().with("url", url).with("headers", List.of(header));
  }

  /** What a URL allows, if it was made here for this kind and still holds. */
  JsonNode check(Request request, String kind) {
    if (request.header("Authorization") != null) {
      throw new Refused(
          400,
          "InvalidArgument",
          "Only one auth mechanism allowed: the signature in the URL or the Authorization header");
    }
    String[] parts = String.valueOf(request.path(Router.REST)).split("/", -1);
    boolean genuine =
        parts.length == 3
            && parts[0].equals(kind)
            && Authenticator.same(parts[2], authenticator.sign(parts[0] + "/" + parts[1]))
            && HEADER_VALUE.equals(request.header(HEADER));
    if (!genuine) {
      throw new Refused(
          403,
          "SignatureDoesNotMatch",
          "The request signature we calculated does not match the signature you provided.");
    }
    JsonNode claims;
    try {
      claims = Json.parse(Base64.getUrlDecoder().decode(parts[1]));
    } catch (IOException e) {
      throw new IllegalStateException("Signed text cannot be read", e);
    }
    if (claims.path("expires").asLong() < System.currentTimeMillis()) {
      throw new Refused(403, "AccessDenied", "Request has expired");
    }
    return claims;
  }

  /** The first segment of a URL of this store. */
  static String kind(Request request) {
    String rest = String.valueOf(request.path(Router.REST));
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }
}
