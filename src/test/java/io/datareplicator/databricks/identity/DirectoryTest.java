package io.datareplicator.databricks.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.ScriptedServer;
import io.datareplicator.databricks.http.ScriptedServer.Answer;
import io.datareplicator.databricks.http.ScriptedServer.Asked;
import io.datareplicator.testkit.FilesClients;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Look-ups of principals: few requests, no guesses. */
@QuarkusTest
class DirectoryTest {
  private static final String ID = "5f0e0000-0000-4000-8000-00000000000";

  private ScriptedServer server;
  private Directory directory;

  @BeforeEach
  void start() {
    server = new ScriptedServer();
    HttpPipeline http = FilesClients.pipeline(server.host());
    directory =
        new Directory(
            FilesClients.clients(server.host()).authenticated(DirectoryApi.class, http), http);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Answer fixture(String name) throws IOException {
    try (InputStream in = DirectoryTest.class.getResourceAsStream("/wire/" + name + ".json")) {
      return new Answer(200, Map.of("Content-Type", "application/scim+json"), in.readAllBytes());
    }
  }

  private static String principal(int id, String name) {
    return String.format(
        "{\"id\":\"%d\",\"applicationId\":\"%s%d\",\"displayName\":\"%s\",\"roles\":[{}]}",
        id, ID, id, name);
  }

  private static Answer page(int total, String... resources) {
    return Answer.ok(
        "{\"totalResults\":"
            + total
            + (resources.length == 0 ? "" : ",\"Resources\":[" + String.join(",", resources) + "]")
            + "}");
  }

  private List<String> queries() {
    List<String> queries = new ArrayList<>();
    for (Asked asked : server.asked()) {
      URI target = URI.create(asked.target());
      queries.add(
          target.getPath().replace("/api/2.0/preview/scim/v2/", "")
              + "?"
              + target.getQuery().replace("+", " "));
    }
    return queries;
  }

  @Test
  void oneServicePrincipalIsAskedForByFilterAndRemembered() throws IOException {
    server.then(fixture("scim_service_principals"));

    for (int i = 0; i < 3; i++) {
      assertThat(directory.servicePrincipal(ID + "1").orElseThrow().displayName())
          .isEqualTo("repl-sp");
    }

    assertThat(queries())
        .containsExactly(
            "ServicePrincipals?filter=applicationId eq '"
                + ID
                + "1'&attributes=applicationId,displayName&count=10000&startIndex=1");
  }

  @Test
  void severalAreListedOnceAndThenNothingIsAsked() {
    server
        .then(page(3, principal(1, "a"), principal(2, "b")))
        .then(page(3, principal(3, "it's \\\"ü\\\"")));

    directory.expectServicePrincipals(Set.of(ID + "1", ID + "2", ID + "9"));

    assertThat(directory.servicePrincipal(ID + "2").orElseThrow().displayName()).isEqualTo("b");
    assertThat(directory.servicePrincipal(ID.toUpperCase() + "3")).isPresent();
    assertThat(directory.servicePrincipal(ID + "9")).isEmpty();
    assertThat(directory.servicePrincipalNamed("it's \"ü\"").orElseThrow().id()).isEqualTo("3");
    directory.expectServicePrincipalsNamed(List.of("x", "y"));
    assertThat(directory.servicePrincipalNamed("x")).isEmpty();
    assertThat(queries())
        .containsExactly(
            "ServicePrincipals?attributes=applicationId,displayName&count=10000&startIndex=1",
            "ServicePrincipals?attributes=applicationId,displayName&count=10000&startIndex=3");
  }

  @Test
  void oneExpectedPrincipalIsNotWorthAListing() {
    server.then(page(0));

    directory.expectServicePrincipals(List.of(ID + "1", ID + "1"));
    assertThat(server.asked()).isEmpty();
    assertThat(directory.servicePrincipal(ID + "1")).isEmpty();
    directory.expectServicePrincipals(List.of(ID + "1", ID + "2"));

    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void nameOfSeveralIsAnError() {
    server.then(page(2, principal(1, "etl"), principal(2, "etl")));

    assertThatThrownBy(() -> directory.servicePrincipalNamed("etl"))
        .isInstanceOf(AmbiguousNameException.class)
        .hasMessage(
            "2 service principals are called 'etl' ("
                + ID
                + "1, "
                + ID
                + "2): use the application id");
  }

  @Test
  void nameThatDiffersInCaseIsAnotherName() {
    server.then(page(2, principal(1, "ETL"), principal(2, "etl")));

    assertThat(directory.servicePrincipalNamed("etl").orElseThrow().id()).isEqualTo("2");
  }

  @Test
  void sameResourceOnTwoPagesIsOne() {
    server.then(page(3, principal(1, "etl"), principal(2, "b"))).then(page(2, principal(1, "etl")));
    directory.expectServicePrincipals(List.of("x", "y"));

    assertThat(directory.servicePrincipalNamed("etl").orElseThrow().id()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"it's", "say \\\"hi\\\"", "back\\\\slash"})
  void namesThatAFilterCannotCarryAreFoundInTheListing(String json) {
    server.then(page(1, principal(1, json)));

    String name = json.replaceAll("\\\\(.)", "$1");
    assertThat(directory.servicePrincipalNamed(name).orElseThrow().id()).isEqualTo("1");

    assertThat(queries()).singleElement().asString().doesNotContain("filter");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data & eng", "100%", "a+b", "ü码🙂", "x?y#z", "{n}"})
  void hostileNamesSurviveInTheFilter(String name) {
    server.then(page(1, "{\"id\":\"7\",\"displayName\":\"" + name + "\"}"));

    assertThat(directory.group(name)).isPresent();

    String raw = URI.create(server.asked().get(0).target()).getRawQuery();
    String filter = raw.substring("filter=".length(), raw.indexOf("&attributes="));
    assertThat(java.net.URLDecoder.decode(filter, java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("displayName eq '" + name + "'");
  }

  @Test
  void groupTellsWhetherItIsLocal() throws IOException {
    server.then(fixture("scim_groups"));

    assertThat(directory.group("admins").orElseThrow().isLocal()).isTrue();
    assertThat(queries())
        .containsExactly(
            "Groups?filter=displayName eq 'admins'&attributes=displayName,meta&count=10000"
                + "&startIndex=1");
  }

  @Test
  void groupWithoutMetaIsNotCalledLocal() {
    server.then(
        page(
            2,
            "{\"id\":\"1\",\"displayName\":\"g\",\"meta\":{\"resourceType\":\"Group\"}}",
            "{\"id\":\"2\",\"displayName\":\"h\"}"));
    directory.expectGroups(List.of("g", "h"));

    assertThat(directory.group("g").orElseThrow().isLocal()).isFalse();
    assertThat(directory.group("h").orElseThrow().isLocal()).isFalse();
  }

  @Test
  void emailAddressesAreComparedWithoutCase() {
    server.then(page(1, "{\"id\":\"1\",\"userName\":\"Ana.Ops@example.test\"}"));

    assertThat(directory.user("ana.ops@EXAMPLE.test")).isPresent();
    assertThat(directory.user("ANA.OPS@example.test")).isPresent();

    assertThat(queries())
        .containsExactly(
            "Users?filter=userName eq 'ana.ops@EXAMPLE.test'&attributes=userName,displayName"
                + "&count=10000&startIndex=1");
  }

  @Test
  void severalUsersAreListed() {
    server.then(
        page(
            2,
            "{\"id\":\"1\",\"userName\":\"a@x.test\"}",
            "{\"id\":\"2\",\"userName\":\"B@x.test\",\"displayName\":null}"));

    directory.expectUsers(List.of("a@x.test", "b@x.test"));

    assertThat(directory.user("b@x.test").orElseThrow().id()).isEqualTo("2");
    assertThat(directory.user("c@x.test")).isEmpty();
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void listingThatEndsTooEarlyFailsAndIsNotRemembered() {
    server
        .then(page(3, principal(1, "a")))
        .then(page(3))
        .then(page(2, principal(1, "a"), principal(2, "b")));

    ApiException e =
        catchThrowableOfType(
            ApiException.class, () -> directory.expectServicePrincipalsNamed(List.of("a", "b")));

    assertThat(e).hasMessageContaining("service principals").hasMessageContaining("1 of 3");
    directory.expectServicePrincipalsNamed(List.of("a", "b"));
    assertThat(directory.servicePrincipalNamed("b")).isPresent();
  }

  @Test
  void serviceThatIgnoresTheStartDoesNotLoopForever() {
    server.otherwise(request -> Answer.ok("{\"Resources\":[" + principal(1, "a") + "]}"));

    directory.expectServicePrincipalsNamed(List.of("a", "b"));

    assertThat(directory.servicePrincipalNamed("a")).isPresent();
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void failedLookUpIsAFailureAndIsAskedAgain() throws IOException {
    server
        .then(
            Answer.json(403, "{\"schemas\":[\"e\"],\"detail\":\"admins only\",\"status\":\"403\"}"))
        .then(fixture("scim_groups"));

    ApiException e = catchThrowableOfType(ApiException.class, () -> directory.group("admins"));

    assertThat(e).hasMessageContaining("admins only");
    assertThat(e.isPermissionDenied()).isTrue();
    assertThat(directory.group("admins")).isPresent();
  }

  @Test
  void missingListingIsAFailureToo() throws IOException {
    server.otherwise(request -> Answer.json(404, "{\"schemas\":[\"e\"],\"detail\":\"no such\"}"));

    ApiException e = catchThrowableOfType(ApiException.class, () -> directory.user("a@x.test"));

    assertThat(e.status()).isEqualTo(404);
  }

  @Test
  void absentTotalAndNullResourcesAreTolerated() {
    server
        .then(Answer.ok("{\"Resources\":[null," + principal(1, "a") + "]}"))
        .then(Answer.ok("{}"));

    assertThat(directory.servicePrincipalNamed("a")).isPresent();
  }
}
