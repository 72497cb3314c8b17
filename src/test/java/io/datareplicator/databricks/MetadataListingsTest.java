package io.datareplicator.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.ScriptedServer;
import io.datareplicator.databricks.http.ScriptedServer.Answer;
import io.datareplicator.databricks.http.ScriptedServer.Asked;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.SecurableType;
import io.datareplicator.testkit.FilesClients;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all paged listings of metadata have in common: whole, or failed. */
@QuarkusTest
class MetadataListingsTest {
  private static final String UNITY = "/api/2.1/unity-catalog";
  private static final SchemaName SCHEMA = new SchemaName("c", "s");

  private ScriptedServer server;
  private Clients clients;

  /**
   * A listing.
   *
   * @param query what is asked besides the page, as it arrives
   * @param field what names an item; the listing answers with its values
   * @param scoped whether the listing is that of an object, which may be missing
   */
  record Listing(
      String path,
      Map<String, String> query,
      String array,
      String field,
      boolean scoped,
      Function<Clients, Optional<List<?>>> list) {
    String item(String name) {
      return "{\""
          + field
          + "\":\""
          + name
          + "\",\"new_field\":{\"a\":[1,null]},\"state\":\"NEW\"}";
    }

    String page(String token, String... names) {
      return "{\""
          + array
          + "\":["
          + String.join(",", Stream.of(names).map(this::item).toList())
          + "]"
          + (token == null ? "" : ",\"next_page_token\":\"" + token + "\"")
          + "}";
    }

    @Override
    public String toString() {
      return path;
    }
  }

  static List<Listing> listings() {
    Map<String, String> size = Map.of("max_results", "0");
    Map<String, String> schema =
        Map.of("catalog_name", "c", "schema_name", "s", "max_results", "0");
    return List.of(
        new Listing(
            UNITY + "/schemas",
            Map.of("catalog_name", "c", "max_results", "0"),
            "schemas",
            "name",
            true,
            c -> c.catalogs().schemas("c").map(l -> each(l, s -> s.name()))),
        new Listing(
            UNITY + "/tables",
            Map.of(
                "catalog_name",
                "c",
                "schema_name",
                "s",
                "max_results",
                "0",
                "omit_properties",
                "true"),
            "tables",
            "name",
            true,
            c -> {
              List<String> names = new ArrayList<>();
              boolean found = c.catalogs().tables(SCHEMA, true, false, t -> names.add(t.name()));
              return found ? Optional.of(names) : Optional.empty();
            }),
        new Listing(
            UNITY + "/volumes",
            schema,
            "volumes",
            "name",
            true,
            c -> c.catalogs().volumes(SCHEMA).map(l -> each(l, v -> v.name()))),
        new Listing(
            UNITY + "/functions",
            schema,
            "functions",
            "name",
            true,
            c -> c.functions().list(SCHEMA).map(l -> each(l, f -> f.name()))),
        new Listing(
            UNITY + "/models",
            schema,
            "registered_models",
            "name",
            true,
            c -> c.models().list(SCHEMA).map(l -> each(l, m -> m.name()))),
        new Listing(
            UNITY + "/models/c.s.m/versions",
            size,
            "model_versions",
            "run_id",
            true,
            c -> c.models().versions("c.s.m").map(l -> each(l, v -> v.runId()))),
        new Listing(
            UNITY + "/permissions/external_location/l",
            size,
            "privilege_assignments",
            "principal",
            true,
            c ->
                c.permissions()
                    .direct(SecurableType.EXTERNAL_LOCATION, "l")
                    .map(l -> each(l, a -> a.principal()))),
        new Listing(
            UNITY + "/bindings/storage_credential/b",
            size,
            "bindings",
            "binding_type",
            true,
            c ->
                c.bindings()
                    .list(SecurableType.STORAGE_CREDENTIAL, "b")
                    .map(l -> each(l, b -> b.bindingType()))),
        new Listing(
            UNITY + "/storage-credentials",
            size,
            "storage_credentials",
            "name",
            false,
            c -> Optional.of(each(c.storage().credentials(), s -> s.name()))),
        new Listing(
            UNITY + "/external-locations",
            size,
            "external_locations",
            "name",
            false,
            c -> Optional.of(each(c.storage().locations(), l -> l.name()))),
        new Listing(
            UNITY + "/connections",
            size,
            "connections",
            "name",
            false,
            c -> Optional.of(each(c.connections().list(), l -> l.name()))),
        new Listing(
            "/api/2.1/tag-policies",
            Map.of(),
            "tag_policies",
            "tag_key",
            false,
            c -> Optional.of(each(c.tagPolicies().list(), p -> p.tagKey()))));
  }

  private static <T> List<?> each(List<T> list, Function<T, String> name) {
    return list.stream().map(name).toList();
  }

  @BeforeEach
  void start() {
    server = new ScriptedServer();
    clients =
        Clients.of(
            FilesClients.clients(server.host()),
            FilesClients.pipeline(server.host()),
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    clients.files().close();
    server.close();
  }

  private static Map<String, String> query(Asked asked) {
    Map<String, String> query = new TreeMap<>();
    String raw = URI.create(asked.target()).getQuery();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int at = pair.indexOf('=');
        query.put(pair.substring(0, at), pair.substring(at + 1));
      }
    }
    return query;
  }

  @ParameterizedTest
  @MethodSource("listings")
  void onlyTheMissingTokenEndsIt(Listing listing) {
    server
        .then(Answer.ok("{\"next_page_token\":\"t1\"}"))
        .then(Answer.ok(listing.page("t2")))
        .then(Answer.ok("{\"" + listing.array() + "\":null,\"next_page_token\":\"t3==\"}"))
        .then(Answer.ok(listing.page("t4", "a", "ü 🙂")))
        .then(Answer.ok(listing.page("", "z")));

    assertThat(listing.list().apply(clients).orElseThrow()).hasToString("[a, ü 🙂, z]");

    List<Asked> asked = server.asked();
    assertThat(asked)
        .extracting(a -> URI.create(a.target()).getPath())
        .containsOnly(listing.path());
    assertThat(asked).extracting(Asked::method).containsOnly("GET");
    assertThat(asked).hasSize(5);
    String[] tokens = {null, "t1", "t2", "t3==", "t4"};
    for (int i = 0; i < tokens.length; i++) {
      Map<String, String> wanted = new TreeMap<>(listing.query());
      if (tokens[i] != null) {
        wanted.put("page_token", tokens[i]);
      }
      assertThat(query(asked.get(i))).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @MethodSource("listings")
  void nothingAtAllIsAnEmptyListing(Listing listing) {
    server.then(Answer.ok("{}"));

    assertThat(listing.list().apply(clients).orElseThrow()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("listings")
  void onlyTheObjectItselfCanBeMissing(Listing listing) {
    server.otherwise(
        request -> Answer.json(404, "{\"error_code\":\"X_DOES_NOT_EXIST\",\"message\":\"no\"}"));

    if (listing.scoped()) {
      assertThat(listing.list().apply(clients)).isEmpty();
    } else {
      ApiException e =
          catchThrowableOfType(ApiException.class, () -> listing.list().apply(clients));
      assertThat(e.errorCode()).isEqualTo("X_DOES_NOT_EXIST");
    }
  }

  @ParameterizedTest
  @MethodSource("listings")
  void laterPageThatFailsFailsTheListing(Listing listing) {
    for (int status : new int[] {403, 404}) {
      server
          .then(Answer.ok(listing.page("t", "a")))
          .then(Answer.json(status, "{\"error_code\":\"SOME_NOT_FOUND\",\"message\":\"gone\"}"));

      ApiException e =
          catchThrowableOfType(ApiException.class, () -> listing.list().apply(clients));

      assertThat(e.status()).isEqualTo(status);
      assertThat(e).hasMessage("gone");
    }
  }

  @ParameterizedTest
  @MethodSource("listings")
  void sameTokenAgainFailsTheListing(Listing listing) {
    server.otherwise(request -> Answer.ok(listing.page("same", "a")));

    ApiException e = catchThrowableOfType(ApiException.class, () -> listing.list().apply(clients));

    assertThat(e).hasMessageContaining("'same'").hasMessageContaining("incomplete");
    assertThat(server.asked()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("listings")
  void pageIsAskedForAgainWhenTheServiceStumbles(Listing listing) {
    server
        .then(Answer.json(503, ""))
        .then(Answer.ok(listing.page("t", "a")))
        .then(Answer.hangUp())
        .then(Answer.ok(listing.page(null, "b")));

    assertThat(listing.list().apply(clients).orElseThrow()).hasToString("[a, b]");
  }

  @ParameterizedTest
  @MethodSource("listings")
  void answerThatIsNoListingIsAFailure(Listing listing) {
    server.otherwise(request -> Answer.ok("{\"" + listing.array() + "\":{\"not\":\"a list\"}}"));

    ApiException e = catchThrowableOfType(ApiException.class, () -> listing.list().apply(clients));

    assertThat(e).hasMessageContaining("page").hasMessageContaining(server.host().toString());
  }
}
