package io.datareplicator.databricks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datareplicator.databricks.catalog.CatalogApi;
import io.datareplicator.databricks.catalog.CatalogApi.CreateCatalog;
import io.datareplicator.databricks.catalog.Catalogs;
import io.datareplicator.databricks.catalog.TablesApi;
import io.datareplicator.databricks.catalog.VolumesApi;
import io.datareplicator.databricks.http.ScriptedServer.Answer;
import io.datareplicator.databricks.http.ScriptedServer.Asked;
import io.datareplicator.databricks.sharing.Sharing;
import io.datareplicator.databricks.sharing.SharingApi;
import io.datareplicator.model.SchemaName;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pipeline and the typed clients against a real HTTP server. */
@QuarkusTest
class HttpPipelineTest {
  private static final String CATALOG = "{\"name\":\"main\",\"catalog_type\":\"MANAGED_CATALOG\"}";
  private static final RetryPolicy QUICK =
      new RetryPolicy(4, Duration.ofMillis(10), Duration.ofMillis(40), Duration.ofSeconds(5));

  private ScriptedServer server;
  private Renewable tokens;
  private HttpPipeline http;
  private Catalogs catalogs;
  private Sharing sharing;

  /** Gives token-1, after a refusal token-2, and so on. */
  private static final class Renewable implements TokenSource {
    private final AtomicInteger number = new AtomicInteger(1);
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean renews = true;

    @Override
    public String token() {
      return "token-" + number.get();
    }

    @Override
    public boolean refused(String rejected) {
      refusals.incrementAndGet();
      if (renews && rejected.equals(token())) {
        number.incrementAndGet();
      }
      return renews;
    }

    @Override
    public String kind() {
      return "oauth-m2m";
    }
  }

  @BeforeEach
  void start() {
    server = new ScriptedServer();
    tokens = new Renewable();
    connect(QUICK, new RetryBudget(100));
  }

  private void connect(RetryPolicy policy, RetryBudget budget) {
    http =
        new HttpPipeline(server.host(), Network.DIRECT, tokens, policy, budget, new Random(7), 4);
    RestClients clients =
        new RestClients(server.host(), "data-replicator/0.1.0", Network.DIRECT, Clock.systemUTC());
    catalogs =
        new Catalogs(
            clients.authenticated(CatalogApi.class, http),
            clients.authenticated(TablesApi.class, http),
            clients.authenticated(VolumesApi.class, http),
            http);
    sharing = new Sharing(clients.authenticated(SharingApi.class, http), http);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void throttlingWaitsAsLongAsTheServerAsks() {
    server.then(
        Answer.json(429, "{\"error_code\":\"REQUEST_LIMIT_EXCEEDED\",\"message\":\"slow\"}")
            .with("Retry-After", "1"));
    server.then(Answer.ok(CATALOG));
    Instant start = Instant.now();

    assertThat(catalogs.find("main")).isPresent();

    assertThat(Duration.between(start, Instant.now()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(http.counter().retries()).isEqualTo(1);
  }

  @Test
  void retryInfoOfTheBodyIsHonoured() {
    server.then(
        Answer.json(
            429,
            "{\"error_code\":\"REQUEST_LIMIT_EXCEEDED\",\"message\":\"slow\",\"details\":[{\"@type\":"
                + "\"type.googleapis.com/google.rpc.RetryInfo\",\"retry_delay\":\"0.7s\"}]}"));
    server.then(Answer.ok(CATALOG));
    Instant start = Instant.now();

    assertThat(catalogs.find("main")).isPresent();

    assertThat(Duration.between(start, Instant.now()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(700));
  }

  @Test
  void retryAfterAsDateIsHonoured() {
    String inTwoSeconds =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2));
    server.then(Answer.json(503, "{}").with("Retry-After", inTwoSeconds));
    server.then(Answer.ok(CATALOG));
    Instant start = Instant.now();

    assertThat(catalogs.find("main")).isPresent();

    assertThat(Duration.between(start, Instant.now()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(900));
  }

  @Test
  void delayBeyondPatienceFailsAtOnce() {
    server.then(Answer.json(429, "{\"message\":\"tomorrow\"}").with("Retry-After", "86400"));

    ApiException e = catchThrowableOfType(ApiException.class, () -> catalogs.find("main"));

    assertThat(e.retryAfter()).contains(Duration.ofDays(1));
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void readIsRepeatedAfterTransientStatus(int status) {
    server.then(Answer.json(status, "{\"message\":\"later\"}"));
    server.then(Answer.ok(CATALOG));

    assertThat(catalogs.find("main")).isPresent();
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void readIsRepeatedAfterALostConnection() {
    server.then(Answer.hangUp()).then(Answer.hangUp()).then(Answer.ok(CATALOG));

    assertThat(catalogs.find("main")).isPresent();
    // a client may repeat a read on a stale connection by itself, so at least three
    assertThat(server.asked()).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void attemptsAreBounded() {
    server.otherwise(
        request -> Answer.json(503, "{\"message\":\"down\"}").with("X-Request-Id", "r-1"));

    ApiException e = catchThrowableOfType(ApiException.class, () -> catalogs.find("main"));

    assertThat(e.status()).isEqualTo(503);
    assertThat(e.requestId()).contains("r-1");
    assertThat(server.asked()).hasSize(QUICK.maxAttempts());
  }

  @Test
  void spentBudgetEndsRetriesOfTheWholeRun() {
    connect(QUICK, new RetryBudget(1));
    server.otherwise(request -> Answer.json(503, "{\"message\":\"down\"}"));

    assertThatThrownBy(() -> catalogs.find("a")).isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> catalogs.find("b")).isInstanceOf(ApiException.class);

    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void otherErrorsAreNotRepeated() {
    server.then(
        Answer.json(
            403, "{\"error_code\":\"PERMISSION_DENIED\",\"message\":\"USE CATALOG is missing\"}"));

    ApiException e = catchThrowableOfType(ApiException.class, () -> catalogs.find("main"));

    assertThat(e.isPermissionDenied()).isTrue();
    assertThat(e).hasMessageContaining("USE CATALOG is missing");
    assertThat(server.asked()).hasSize(1);
    assertThat(tokens.refusals).hasValue(0);
  }

  @Test
  void missingObjectIsNoError() {
    server.then(
        Answer.json(
            404,
            "{\"error_code\":\"CATALOG_DOES_NOT_EXIST\",\"message\":\"Catalog 'x' does not exist.\"}"));

    assertThat(catalogs.find("x")).isEmpty();
  }

  @Test
  void creationThatWasAppliedThenFailedIsLookedUpNotSentAgain() {
    AtomicReference<String> made = new AtomicReference<>();
    server.then(
        request -> {
          made.set(CATALOG);
          return Answer.json(500, "{\"error_code\":\"INTERNAL_ERROR\",\"message\":\"oops\"}");
        });
    server.otherwise(request -> Answer.ok(made.get()));

    assertThat(catalogs.create(new CreateCatalog("main", null, null, null, null)).name())
        .isEqualTo("main");

    assertThat(server.lines())
        .containsExactly(
            "POST /api/2.1/unity-catalog/catalogs", "GET /api/2.1/unity-catalog/catalogs/main");
  }

  @Test
  void creationWithLostAnswerIsLookedUpNotSentAgain() {
    server.then(Answer.hangUp()).then(Answer.ok(CATALOG));

    assertThat(catalogs.create(new CreateCatalog("main", null, null, null, null)).name())
        .isEqualTo("main");

    assertThat(server.lines())
        .containsExactly(
            "POST /api/2.1/unity-catalog/catalogs", "GET /api/2.1/unity-catalog/catalogs/main");
  }

  @Test
  void creationThatHadNoEffectIsSentAgainAfterTheLookup() {
    server.then(Answer.hangUp());
    server.then(Answer.json(404, "{\"error_code\":\"CATALOG_DOES_NOT_EXIST\",\"message\":\"no\"}"));
    server.then(Answer.ok(CATALOG));

    assertThat(catalogs.create(new CreateCatalog("main", null, null, null, null)).name())
        .isEqualTo("main");

    assertThat(server.asked()).extracting(Asked::method).containsExactly("POST", "GET", "POST");
  }

  @Test
  void existsOnTheSecondAttemptIsLookedUp() {
    server.then(Answer.json(429, "{\"message\":\"later\"}"));
    server.then(
        Answer.json(
            400,
            "{\"error_code\":\"CATALOG_ALREADY_EXISTS\",\"message\":\"Catalog 'main' already exists\"}"));
    server.then(Answer.ok(CATALOG));

    assertThat(catalogs.create(new CreateCatalog("main", null, null, null, null)).name())
        .isEqualTo("main");

    assertThat(server.asked()).extracting(Asked::method).containsExactly("POST", "POST", "GET");
  }

  @Test
  void existsOnTheFirstAttemptIsAnError() {
    server.then(
        Answer.json(409, "{\"error_code\":\"SCHEMA_ALREADY_EXISTS\",\"message\":\"there\"}"));

    ApiException e =
        catchThrowableOfType(
            ApiException.class, () -> catalogs.createSchema(new SchemaName("main", "s"), null));

    assertThat(e.isAlreadyExists()).isTrue();
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void refusedTokenIsRenewedOnce() {
    server.otherwise(
        request ->
            request.headers().get("authorization").equals("Bearer token-2")
                ? Answer.ok(CATALOG)
                : Answer.json(403, "{\"error_code\":403,\"message\":\"Invalid access token.\"}"));

    assertThat(catalogs.find("main")).isPresent();

    assertThat(server.asked()).hasSize(2);
    assertThat(tokens.refusals).hasValue(1);
  }

  @Test
  void tokenThatIsRefusedAgainEndsTheRequest() {
    server.otherwise(
        request ->
            Answer.json(401, "{\"error_code\":401,\"message\":\"Credential was not sent\"}"));

    ApiException e = catchThrowableOfType(ApiException.class, () -> catalogs.find("main"));

    assertThat(e.isUnauthenticated()).isTrue();
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void tokenThatCannotBeHadIsFinal() {
    AtomicInteger asked = new AtomicInteger();
    HttpPipeline broken =
        new HttpPipeline(
            server.host(),
            Network.DIRECT,
            new TokenSource() {
              @Override
              public String token() {
                asked.incrementAndGet();
                throw new ApiException(503, "", "token service is down", null, null, null);
              }

              @Override
              public boolean refused(String rejected) {
                return true;
              }

              @Override
              public String kind() {
                return "oauth-m2m";
              }
            },
            QUICK,
            new RetryBudget(100),
            new Random(7),
            4);
    Catalogs unreachable =
        new Catalogs(
            new RestClients(server.host(), "t/1", Network.DIRECT, Clock.systemUTC())
                .authenticated(CatalogApi.class, broken),
            null,
            null,
            broken);

    ApiException e = catchThrowableOfType(ApiException.class, () -> unreachable.find("main"));

    assertThat(e).hasMessage("token service is down");
    assertThat(asked).hasValue(1);
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void creationWithUnreadableAnswerIsLookedUp() {
    server.then(Answer.ok("<html>")).then(Answer.ok(CATALOG));

    assertThat(catalogs.create(new CreateCatalog("main", null, null, null, null)).name())
        .isEqualTo("main");

    assertThat(server.asked()).extracting(Asked::method).containsExactly("POST", "GET");
  }

  @Test
  void unreachableHostIsNamed() {
    URI nobody = server.host();
    server.close();

    ApiException e = catchThrowableOfType(ApiException.class, () -> catalogs.find("main"));

    assertThat(e.status()).isZero();
    assertThat(e).hasMessageContaining(nobody.toString());
    assertThat(http.counter().retries()).isEqualTo(QUICK.maxAttempts() - 1L);
  }

  @Test
  void retriesAppearInTheTraceOfTheObject() throws Exception {
    server.then(Answer.json(503, "{\"message\":\"later\"}")).then(Answer.ok(CATALOG));
    Trace trace = new Trace();

    trace.during(() -> catalogs.find("main"));

    assertThat(trace.retries()).hasSize(1);
    assertThat(trace.retries().get(0))
        .containsEntry("call", "GET catalog")
        .containsEntry("status", 503);
  }

  @Test
  void parallelRequestsKeepTheirOwnTokens() throws Exception {
    server.otherwise(
        request ->
            Answer.ok(
                "{\"name\":\"" + request.headers().get("authorization").substring(7) + "\"}"));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> work = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        work.add(() -> catalogs.find("c").orElseThrow().name());
      }
      for (Future<String> done : threads.invokeAll(work)) {
        assertThat(done.get()).isEqualTo("token-1");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void addingToAShareIsComparedBeforeItIsRepeated() {
    server.then(Answer.hangUp());
    server.then(
        Answer.ok(
            "{\"name\":\"sh\",\"objects\":[{\"name\":\"c.s\",\"data_object_type\":\"SCHEMA\"}]}"));

    sharing.addToShare("sh", List.of(new SharingApi.DataObject("C.S", "SCHEMA", null, null, null)));

    assertThat(server.lines())
        .containsExactly(
            "PATCH /api/2.1/unity-catalog/shares/sh",
            "GET /api/2.1/unity-catalog/shares/sh?include_shared_data=true");
  }

  @Test
  void requestThatIsSentOnceIsNotRepeated() {
    AtomicInteger calls = new AtomicInteger();
    ApiException e =
        catchThrowableOfType(
            ApiException.class,
            () ->
                http.once(
                    "PUT file",
                    () -> {
                      calls.incrementAndGet();
                      throw new ApiException(503, "", "busy", null, null, null);
                    }));
    assertThat(e.status()).isEqualTo(503);
    assertThat(calls).hasValue(1);
    assertThat(http.counter().byCall()).containsEntry("PUT file", 1L);
  }

  @Test
  void wholeIsRepeatedAsOftenAsItsOwnPatienceSays() {
    RetryPolicy two = new RetryPolicy(2, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1));
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                http.repeat(
                    "copy",
                    two,
                    () -> {
                      calls.incrementAndGet();
                      throw new ApiException(500, "", "broken", null, null, null);
                    }))
        .isInstanceOf(ApiException.class);
    assertThat(calls).hasValue(2);
    calls.set(0);
    assertThatThrownBy(
            () ->
                http.repeat(
                    "copy",
                    two,
                    () -> {
                      calls.incrementAndGet();
                      throw new ApiException(429, "", "slow down", null, null, null);
                    }))
        .isInstanceOf(ApiException.class);
    assertThat(calls).as("throttling is waited for as by any request").hasValue(4);
    assertThat(http.counter().retries()).isEqualTo(4);
  }

  @Test
  void wholeSpendsTheBudgetOfTheRun() {
    connect(QUICK, new RetryBudget(1));
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                http.repeat(
                    "copy",
                    () -> {
                      calls.incrementAndGet();
                      throw new ApiException(500, "", "broken", null, null, null);
                    }))
        .isInstanceOf(ApiException.class);
    assertThat(calls).hasValue(2);
  }

  @Test
  void refusedTokenIsRenewedAndTheWholeRepeated() {
    AtomicInteger calls = new AtomicInteger();
    String done =
        http.repeat(
            "copy",
            () ->
                http.once(
                    "PUT file",
                    () -> {
                      if (calls.incrementAndGet() == 1) {
                        throw new ApiException(401, "401", "expired", null, null, null);
                      }
                      return http.tokenOfThisThread();
                    }));
    assertThat(done).isEqualTo("token-2");
  }

  @Test
  void transfersHaveTheirOwnLimitAndCountTogether() throws Exception {
    HttpPipeline transfers = http.transfers(1);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    try {
      Future<String> slow =
          pool.submit(
              () ->
                  transfers.once(
                      "PUT file",
                      () -> {
                        begun.countDown();
                        try {
                          enough.await();
                        } catch (InterruptedException e) {
                          Thread.currentThread().interrupt();
                        }
                        return "done";
                      }));
      begun.await();
      server.then(Answer.ok(CATALOG));
      assertThat(catalogs.find("main")).isPresent();
      assertThat(slow.isDone()).isFalse();
      enough.countDown();
      assertThat(slow.get()).isEqualTo("done");
    } finally {
      pool.shutdownNow();
    }
    assertThat(http.counter().byCall())
        .containsEntry("PUT file", 1L)
        .containsEntry("GET catalog", 1L);
  }

  @Test
  void otherHostsGetNoToken() {
    assertThat(
            http.withoutToken(URI.create("http://127.0.0.1:1"))
                .once("PUT part", () -> String.valueOf(http.tokenOfThisThread())))
        .isEqualTo("null");
  }

  @Test
  void volumesAreListedToTheEndAndMadeOnce() {
    server.then(Answer.ok("{\"next_page_token\":\"t1\"}"));
    server.then(
        Answer.ok(
            "{\"volumes\":[{\"name\":\"v\",\"volume_type\":\"EXTERNAL\","
                + "\"storage_location\":\"s3://b/v\",\"browse_only\":false}]}"));
    assertThat(catalogs.volumes(new SchemaName("c", "s")).orElseThrow())
        .singleElement()
        .satisfies(v -> assertThat(v.storageLocation()).isEqualTo("s3://b/v"));
    server.then(
        Answer.json(404, "{\"error_code\":\"SCHEMA_DOES_NOT_EXIST\",\"message\":\"none\"}"));
    assertThat(catalogs.volumes(new SchemaName("c", "none"))).isEmpty();
    server.then(Answer.hangUp());
    server.then(Answer.ok("{\"name\":\"v\",\"volume_type\":\"MANAGED\"}"));
    assertThat(
            catalogs
                .createVolume(new io.datareplicator.model.VolumeName("c", "s", "v"), null, "")
                .volumeType())
        .isEqualTo("MANAGED");
    assertThat(server.lines())
        .endsWith(
            "POST /api/2.1/unity-catalog/volumes", "GET /api/2.1/unity-catalog/volumes/c.s.v");
    assertThat(server.asked().get(server.asked().size() - 2).body())
        .isEqualTo(
            "{\"name\":\"v\",\"catalog_name\":\"c\",\"schema_name\":\"s\","
                + "\"volume_type\":\"MANAGED\"}");
  }
}
