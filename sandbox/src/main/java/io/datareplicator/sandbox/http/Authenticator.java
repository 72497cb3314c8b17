package io.datareplicator.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.metastore.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks credentials of one workspace (reference §1) and issues its OAuth tokens, which are signed
 * and outlive a restart.
 */
public final class Authenticator {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
  private final Workspace workspace;
  private final long tokenSeconds;

  /**
   * @param tokenSeconds life of an OAuth token
   */
  public Authenticator(Workspace workspace, long tokenSeconds) {
    this.workspace = workspace;
    this.tokenSeconds = tokenSeconds;
  }

  /** Who the request comes from. */
  String authenticate(Request request) {
    String header = request.header("Authorization");
    String scheme = "bearer ";
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(scheme)) {
      throw new Refused(401, "Credential was not sent or was of an unsupported type for this API.");
    }
    String token = header.substring(scheme.length()).trim();
    if (same(token, workspace.token())) {
      return workspace.user();
    }
    String subject = subject(token);
    if (subject == null) {
      throw new Refused(403, "Invalid access token.");
    }
    return subject;
  }

  public long tokenSeconds() {
    return tokenSeconds;
  }

  public boolean isClient(String clientId, String clientSecret) {
    // Both are compared in any case, so that the time taken does not tell which one was wrong.
    return same(String.valueOf(clientId), workspace.clientId())
        & same(String.valueOf(clientSecret), workspace.clientSecret());
  }

  /** A token for the workspace's service principal. */
  public String issueToken(String issuer) {
    long now = System.currentTimeMillis() / 1000;
    Json.Body claims =
        Json.body()
            .with("iss", issuer)
            .with("sub", workspace.clientId())
            .with("iat", now)
            .with("exp", now + tokenSeconds);
    String signed =
        encode(Json.bytes(Json.body().with("alg", "HS256").with("typ", "JWT")))
            + "."
            + encode(Json.bytes(claims));
    return signed + "." + sign(signed);
  }

  private String subject(String token) {
    int dot = token.lastIndexOf('.');
    if (dot < 0 || !same(token.substring(dot + 1), sign(token.substring(0, dot)))) {
      return null;
    }
    try {
      JsonNode claims =
          Json.parse(Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, dot)));
      boolean expired = claims.path("exp").asLong() * 1000 <= System.currentTimeMillis();
      return expired ? null : claims.path("sub").asText();
    } catch (IOException e) {
      throw new IllegalStateException("A token with a valid signature cannot be read", e);
    }
  }

  /** A signature that only this workspace can make. */
  public String sign(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(workspace.signingKey()), "HmacSHA256"));
      return encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is missing in this JDK", e);
    }
  }

  /** Compares in constant time. */
  public static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return BASE64URL.encodeToString(bytes);
  }

  /** A refused credential: its {@code error_code} is the status as a number. */
  static final class Refused extends RuntimeException {
    final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    Response response() {
      Response response =
          Response.json(
                  status, Json.body().with("error_code", status).with("message", getMessage()))
              .withHeader("Content-Type", "application/json; charset=utf-8")
              .withHeader("x-databricks-reason-phrase", getMessage());
      return status == 401
          ? response.withHeader("WWW-Authenticate", "Bearer realm=\"DatabricksRealm\"")
          : response;
    }
  }
}
