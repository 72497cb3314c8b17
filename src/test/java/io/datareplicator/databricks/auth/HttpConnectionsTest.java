package io.datareplicator.databricks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datareplicator.databricks.WorkspaceSetupException;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.RetryPolicy;
import io.datareplicator.databricks.http.ScriptedServer;
import io.datareplicator.databricks.http.ScriptedServer.Answer;
import io.datareplicator.databricks.http.ScriptedServer.Asked;
import io.datareplicator.databricks.http.TokenSource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens and secrets over the wire. */
@QuarkusTest
class HttpConnectionsTest {
  private static final String DISCOVERY = "GET /oidc/.well-known/oauth-authorization-server";
  private static final String TOKEN =
      "{\"access_token\":\"granted-token-1\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"all-apis\"}";

  private ScriptedServer server;
  private Connections connections;

  @BeforeEach
  void start() {
    server = new ScriptedServer();
    connections =
        new HttpConnections(
            "data-replicator/0.1.0",
            Network.DIRECT,
            new RetryPolicy(3, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(2)),
            new RetryBudget(),
            new Random(3),
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer discovery() {
    return Answer.ok(
        "{\"token_endpoint\":\"" + server.host() + "/oidc/v1/token\",\"issuer\":\"x\"}");
  }

  private TokenSource oauth() {
    return connections.oauth(server.host(), "client:id", "wire-client-secret");
  }

  @Test
  void tokenIsAskedForAsTheProtocolSays() {
    server.then(discovery()).then(Answer.ok(TOKEN));
    TokenSource tokens = oauth();

    assertThat(tokens.token()).isEqualTo("granted-token-1");
    assertThat(tokens.token()).isEqualTo("granted-token-1");

    assertThat(server.lines()).containsExactly(DISCOVERY, "POST /oidc/v1/token");
    Asked post = server.asked().get(1);
    assertThat(post.headers())
        .containsEntry(
            "authorization",
            "Basic "
                + Base64.getEncoder()
                    .encodeToString(
                        "client:id:wire-client-secret".getBytes(StandardCharsets.UTF_8)))
        .containsEntry("user-agent", "data-replicator/0.1.0");
    assertThat(post.headers().get("content-type")).startsWith("application/x-www-form-urlencoded");
    assertThat(post.body().split("&"))
        .containsExactlyInAnyOrder("grant_type=client_credentials", "scope=all-apis");
    assertThat(server.asked().get(0).headers()).doesNotContainKey("authorization");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3600", "\"3600\"", "null", "\"soon\"", "-1", "1e3", "3600.5"})
  void lifetimeMayBeNumberTextOrMissing(String expiresIn) {
    server
        .then(discovery())
        .then(Answer.ok("{\"access_token\":\"granted-token-2\",\"expires_in\":" + expiresIn + "}"));

    TokenSource tokens = oauth();

    assertThat(tokens.token()).isEqualTo("granted-token-2");
    assertThat(tokens.token()).isEqualTo("granted-token-2");
    assertThat(server.asked()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503, 0})
  void transientFailuresOfTheTokenServiceAreRepeated(int status) {
    Answer failure = status == 0 ? Answer.hangUp() : Answer.json(status, "{}");
    server.then(failure).then(discovery()).then(failure).then(Answer.ok(TOKEN));

    assertThat(oauth().token()).isEqualTo("granted-token-1");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401})
  void refusedSecretIsExplainedAndNotTriedAgain(int status) {
    server
        .then(discovery())
        .otherwise(
            request ->
                Answer.json(
                    status,
                    "{\"error\":\"invalid_client\",\"error_description\":\"Client authentication failed\"}"));
    TokenSource tokens = oauth();

    ApiException e = catchThrowableOfType(ApiException.class, tokens::token);

    assertThat(e)
        .hasMessageContaining("client id or client secret was refused")
        .hasMessageContaining("Client authentication failed")
        .hasMessageContaining(server.host().toString())
        .hasMessageNotContaining("wire-client-secret");
    assertThat(e.isUnauthenticated()).isTrue();
    assertThatThrownBy(tokens::token).isSameAs(e);
    assertThat(server.asked()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.test/oidc/v1/token",
        "http://evil.example.test/token",
        "https://accounts.cloud.databricks.com.evil.test/token",
        "https://accounts.cloud.databricks.com@evil.test/token",
        "http://accounts.cloud.databricks.com/token",
        "https://accounts.cloud.databricks.com:8443/token",
        "http://127.0.0.1:1/oidc/v1/token",
        "/oidc/v1/token",
        "file:///etc/passwd",
        "not a url",
        ""
      })
  void secretGoesNowhereElse(String endpoint) {
    server.otherwise(request -> Answer.ok("{\"token_endpoint\":\"" + endpoint + "\"}"));

    assertThatThrownBy(() -> oauth().token())
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("token_endpoint");

    assertThat(server.lines()).containsExactly(DISCOVERY);
  }

  @Test
  void recordedAnswersAreUnderstood() throws IOException {
    server
        .then(discovery())
        .then(Answer.ok(fixture("oauth_token_ok")))
        .then(Answer.ok(fixture("secret_get")));

    TokenSource tokens = oauth();

    assertThat(tokens.token()).isEqualTo("eyJhbGciOiJSUzI1NiJ9.fake.fake");
    assertThat(connections.secrets(server.host(), tokens).read("repl", "token"))
        .isEqualTo("s3cr3t");
  }

  @Test
  void discoveryOfAnotherWorkspaceIsRefused() throws IOException {
    server.then(Answer.ok(fixture("oidc_discovery")));

    assertThatThrownBy(() -> oauth().token())
        .hasMessageContaining("https://dbc-00000000-0000.cloud.databricks.com")
        .hasMessageContaining("was not sent");
  }

  private static String fixture(String name) throws IOException {
    try (InputStream in =
        HttpConnectionsTest.class.getResourceAsStream("/wire/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void hostWithoutDiscoveryIsExplained() {
    assertThatThrownBy(() -> oauth().token())
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("OAuth discovery document could not be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"access_token\":\"\"}", "{\"access_token\":null}"})
  void answerWithoutTokenIsAnError(String body) {
    server.then(discovery()).then(Answer.ok(body));

    assertThatThrownBy(() -> oauth().token()).hasMessageContaining("no access_token");
  }

  @Test
  void secretIsReadAndDecoded() {
    server.then(Answer.ok("{\"key\":\"token\",\"value\":\"czNjcjN0LXZhbHVlCg==\"}"));

    String value =
        connections.secrets(server.host(), new StaticToken("reader-token")).read("sc ope", "k&y");

    assertThat(value).isEqualTo("s3cr3t-value");
    assertThat(server.lines()).containsExactly("GET /api/2.0/secrets/get?scope=sc+ope&key=k%26y");
    assertThat(server.asked().get(0).headers())
        .containsEntry("authorization", "Bearer reader-token");
    assertThat(Redactor.redact("s3cr3t-value czNjcjN0LXZhbHVlCg=="))
        .isEqualTo("[redacted] [redacted]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "404 {\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"Secret does not exist\"}",
        "403 {\"error_code\":\"PERMISSION_DENIED\",\"message\":\"no READ\"}",
        "403 {\"error_code\":403,\"message\":\"Invalid access token.\"}",
        "200 {\"key\":\"k\"}",
        "200 {\"key\":\"k\",\"value\":\"\"}",
        "200 {\"key\":\"k\",\"value\":\"not*base64-value\"}"
      })
  void secretThatCannotBeReadIsNamedWithoutItsValue(String answer) {
    server.then(Answer.json(Integer.parseInt(answer.substring(0, 3)), answer.substring(4)));

    assertThatThrownBy(
            () ->
                connections
                    .secrets(server.host(), new StaticToken("reader-token"))
                    .read("scope1", "key1"))
        .isInstanceOf(WorkspaceSetupException.class)
        .hasMessageContaining("secret 'key1' of scope 'scope1'")
        .hasMessageNotContaining("not*base64-value");
  }

  @Test
  void workspaceThatIsDownIsNoConfigurationError() {
    server.otherwise(request -> Answer.json(503, "{}"));

    assertThatThrownBy(
            () ->
                connections
                    .secrets(server.host(), new StaticToken("reader-token"))
                    .read("scope1", "key1"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("secret 'key1' of scope 'scope1'");
    assertThat(server.asked()).hasSize(3);
  }
}
