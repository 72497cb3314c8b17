package io.datareplicator.databricks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datareplicator.databricks.catalog.CatalogApi;
import io.datareplicator.databricks.catalog.CatalogApi.CreateCatalog;
import io.datareplicator.databricks.catalog.Catalogs;
import io.datareplicator.databricks.catalog.TablesApi;
import io.datareplicator.databricks.catalog.VolumesApi;
import io.datareplicator.databricks.http.ScriptedServer.Answer;
import io.datareplicator.databricks.http.ScriptedServer.Asked;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What typed clients put on the wire, and what they make of hostile answers. */
@QuarkusTest
class TypedClientTest {
  private static final String CATALOG = "{\"name\":\"main\",\"catalog_type\":\"MANAGED_CATALOG\"}";

  private ScriptedServer server;
  private HttpPipeline http;
  private Catalogs catalogs;

  /** One token, without a second one to be had. */
  private record Fixed(String token) implements TokenSource {
    @Override
    public boolean refused(String rejected) {
      return false;
    }

    @Override
    public String kind() {
      return "oauth-m2m";
    }
  }

  @BeforeEach
  void start() {
    server = new ScriptedServer();
    RetryPolicy quick =
        new RetryPolicy(4, Duration.ofMillis(10), Duration.ofMillis(40), Duration.ofSeconds(5));
    http =
        new HttpPipeline(
            server.host(),
            Network.DIRECT,
            new Fixed("token-1"),
            quick,
            new RetryBudget(100),
            new Random(7),
            4);
    RestClients clients =
        new RestClients(server.host(), "data-replicator/0.1.0", Network.DIRECT, Clock.systemUTC());
    catalogs =
        new Catalogs(
            clients.authenticated(CatalogApi.class, http),
            clients.authenticated(TablesApi.class, http),
            clients.authenticated(VolumesApi.class, http),
            http);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void requestCarriesTokenAndUserAgent() {
    server.then(Answer.ok(CATALOG));

    catalogs.find("main");

    Map<String, String> headers = server.asked().get(0).headers();
    assertThat(headers)
        .containsEntry("authorization", "Bearer token-1")
        .containsEntry("user-agent", "data-replicator/0.1.0 auth/oauth-m2m")
        .containsEntry("accept", "application/json");
    assertThat(http.counter().byCall()).isEqualTo(Map.of("GET catalog", 1L));
  }

  @Test
  void bodyIsSnakeCaseJsonWithoutNulls() {
    server.then(Answer.ok(CATALOG));

    catalogs.create(new CreateCatalog("main", null, null, "prov", "sh"));

    Asked asked = server.asked().get(0);
    assertThat(asked.headers().get("content-type")).startsWith("application/json");
    assertThat(asked.body())
        .isEqualTo("{\"name\":\"main\",\"provider_name\":\"prov\",\"share_name\":\"sh\"}");
  }

  @Test
  void unknownFieldsAndMissingArraysAreTolerated() {
    server.then(
        Answer.ok(
            "{\"name\":\"main\",\"catalog_type\":\"NEW_KIND\",\"effective_flag\":{\"value\":\"X\"},"
                + "\"later\":[1,2],\"created_at\":9007199254740993}"));
    server.then(Answer.ok("{}"));

    assertThat(catalogs.find("main").orElseThrow().catalogType()).isEqualTo("NEW_KIND");
    assertThat(catalogs.schemas("main")).contains(List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space",
        "a#b",
        "a?b=c",
        "100%",
        "%2F",
        "a/b",
        "ünï—码🙂",
        "back`tick",
        "a+b&c;d",
        "{name}",
        "..",
        "a\\b",
        "\"quoted\""
      })
  void hostileNamesStayOnePathSegment(String name) {
    server.otherwise(request -> Answer.ok(CATALOG));

    catalogs.find(name);

    String target = server.asked().get(0).target();
    String prefix = "/api/2.1/unity-catalog/catalogs/";
    assertThat(target).startsWith(prefix);
    String segment = target.substring(prefix.length());
    assertThat(segment).doesNotContain("/", "?", "#", " ");
    assertThat(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
        .isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a&b=c", "100%", "%41", "a+b", "a#b", "ünï码🙂", "{x}"})
  void hostileNamesSurviveInQueries(String name) {
    server.otherwise(request -> Answer.ok("{}"));

    catalogs.schemas(name);

    String query = URI.create(server.asked().get(0).target()).getRawQuery();
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      parameters.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    assertThat(parameters).isEqualTo(Map.of("catalog_name", name, "max_results", "0"));
  }

  @Test
  void loginPageIsAClearError() {
    server.otherwise(
        request ->
            new Answer(
                200,
                Map.of("Content-Type", "text/html"),
                "<html><title>Sign in</title></html>".getBytes(StandardCharsets.UTF_8)));

    ApiException e = catchThrowableOfType(ApiException.class, () -> catalogs.find("main"));

    assertThat(e)
        .hasMessageContaining("GET catalog")
        .hasMessageContaining(server.host().toString());
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void brokenJsonIsAClearError() {
    server.otherwise(request -> Answer.ok("{\"name\": \"ma"));

    ApiException e = catchThrowableOfType(ApiException.class, () -> catalogs.find("main"));

    assertThat(e).hasMessageContaining("GET catalog");
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204})
  void emptyAnswerToAReadIsAnErrorNotAMissingObject(int status) {
    server.otherwise(request -> new Answer(status, Map.of(), new byte[0]));

    ApiException e = catchThrowableOfType(ApiException.class, () -> catalogs.find("main"));

    assertThat(e).hasMessageContaining("GET catalog").hasMessageContaining("empty answer");
  }

  @Test
  void redirectIsNotFollowed() {
    server.otherwise(
        request ->
            new Answer(
                302,
                Map.of("Location", "/login.html?error=private-link-validation-error:1"),
                new byte[0]));

    ApiException e = catchThrowableOfType(ApiException.class, () -> catalogs.find("main"));

    assertThat(e).hasMessageContaining("private link");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void hugeErrorBodyIsCut() {
    String huge = "x".repeat(5_000_000);
    server.otherwise(
        request -> Answer.json(400, "{\"error_code\":\"BAD\",\"message\":\"" + huge + "\"}"));

    ApiException e = catchThrowableOfType(ApiException.class, () -> catalogs.find("main"));

    assertThat(e.getMessage()).hasSizeLessThan(3000);
    assertThat(e.errorCode()).isEqualTo("BAD");
  }
}
