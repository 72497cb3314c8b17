package io.datareplicator.databricks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datareplicator.databricks.files.FileTransfer.Sizes;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.testkit.FakeFilesServer;
import io.datareplicator.testkit.FakeFilesServer.Fault;
import io.datareplicator.testkit.FilesClients;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the client puts on the wire, and what it makes of answers that are not as they should be.
 */
@QuarkusTest
@Timeout(60)
class FilesTest {
  private static final String FROM = "/Volumes/shared/s/v";
  private static final String TO = "/Volumes/tgt/s/v";

  private FakeFilesServer server;
  private HttpPipeline http;
  private Files files;

  @BeforeEach
  void start() {
    server = new FakeFilesServer().directory(FROM).directory(TO);
    http = FilesClients.pipeline(server.host());
    files = FilesClients.files(server.host(), http);
  }

  @AfterEach
  void stop() {
    files.close();
    server.close();
  }

  private FileTransfer transfer(Sizes sizes) {
    return new FileTransfer(files, files, sizes);
  }

  private long copy(String name, long size) {
    return transfer(Sizes.DEFAULT).copy(FROM + "/" + name, TO + "/" + name, size);
  }

  private static BiFunction<String, String, Fault> first(String line, Fault... faults) {
    AtomicInteger calls = new AtomicInteger();
    return (l, path) -> {
      if (!l.equals(line)) {
        return null;
      }
      int call = calls.getAndIncrement();
      return call < faults.length ? faults[call] : null;
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.csv",
        "with space",
        " leading and trailing ",
        "a#b",
        "a?b=c&d",
        "100%",
        "%2F",
        "%41",
        "ünï—码🙂",
        "back`tick",
        "a+b&c;d=e",
        "{name}",
        "a..b",
        "..hidden",
        "trailing..",
        "a\\b",
        "\"quoted\" 'single'",
        "colon:at@",
        "[1]",
        "tab\there",
        "new\nline",
        "$dollar",
        "~tilde"
      })
  void hostileNamesNameThemselves(String name) {
    server.file(FROM + "/" + name, "content of " + name);

    List<String> listed = new ArrayList<>();
    files.list(FROM, entry -> listed.add(entry.path()));
    assertThat(listed).containsExactly(FROM + "/" + name);
    assertThat(files.head(FROM + "/" + name)).isPresent();
    copy(name, 10);
    assertThat(server.text(TO + "/" + name)).isEqualTo("content of " + name);
    files.delete(TO + "/" + name);
    assertThat(server.under(TO)).isEmpty();
    files.createDirectory(TO + "/" + name);
    assertThat(server.hasDirectory(TO + "/" + name)).isTrue();
    assertThat(files.isDirectory(TO + "/" + name)).isTrue();
    files.deleteDirectory(TO + "/" + name);
    assertThat(server.hasDirectory(TO + "/" + name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 100_000, 3_000_000})
  void bytesArriveAsTheyAre(int size) {
    server.bigFile(FROM + "/f", size, 42);

    assertThat(copy("f", size)).isEqualTo(size);

    assertThat(server.stored(TO + "/f").size()).isEqualTo(size);
    assertThat(server.stored(TO + "/f").sha256()).isEqualTo(FakeFilesServer.shaOf(size, 42));
    assertThat(files.head(TO + "/f").orElseThrow().length()).isEqualTo(size);
    assertThat(http.counter().byCall()).containsEntry("GET file", 1L).containsEntry("PUT file", 1L);
    assertThat(server.authorization("PUT files")).isEqualTo("Bearer test-token");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 3_000_000})
  void hashIsThatOfAllBytes(int size) {
    server.bigFile(FROM + "/f", size, 42);
    assertThat(HexFormat.of().formatHex(files.sha256(FROM + "/f")))
        .isEqualTo(FakeFilesServer.shaOf(size, 42));
  }

  @Test
  void hashOfABodyThatBreaksOffIsTakenAgain() {
    server.bigFile(FROM + "/f", 500_000, 42);
    server.faults(first("GET files", Fault.cut(100_000), Fault.answer(503, "BUSY")));
    assertThat(HexFormat.of().formatHex(files.sha256(FROM + "/f")))
        .isEqualTo(FakeFilesServer.shaOf(500_000, 42));
  }

  @Test
  void hashOfAFileThatIsNotThereIsAFailure() {
    assertThatThrownBy(() -> files.sha256(FROM + "/none"))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.isNotFound()).isTrue());
    server.bigFile(FROM + "/f", 500_000, 42);
    server.faults((line, path) -> line.equals("GET files") ? Fault.cut(100_000) : null);
    assertThatThrownBy(() -> files.sha256(FROM + "/f")).isInstanceOf(ApiException.class);
  }

  @Test
  void largeFileDoesNotPassThroughTheHeap() throws Exception {
    long size = 200L * 1024 * 1024;
    server.bigFile(FROM + "/big", size, 7);
    Runtime memory = Runtime.getRuntime();
    System.gc();
    long before = memory.totalMemory() - memory.freeMemory();
    long[] most = new long[1];
    CompletableFuture<Long> copy =
        CompletableFuture.supplyAsync(
            () ->
                transfer(new Sizes(Long.MAX_VALUE, 1, Long.MAX_VALUE))
                    .copy(FROM + "/big", TO + "/big", size));
    while (!copy.isDone()) {
      Thread.sleep(200);
      System.gc();
      most[0] = Math.max(most[0], memory.totalMemory() - memory.freeMemory());
    }
    assertThat(copy.get()).isEqualTo(size);
    assertThat(server.stored(TO + "/big").sha256()).isEqualTo(FakeFilesServer.shaOf(size, 7));
    assertThat(most[0] - before).isLessThan(40L * 1024 * 1024);
  }

  @Test
  void pagesAreFollowedAlsoEmptyOnes() {
    for (int i = 0; i < 25; i++) {
      server.file(FROM + "/f" + i, "x");
    }
    server.directory(FROM + "/sub").pages(4, true);
    List<FileEntry> entries = new ArrayList<>();

    files.list(FROM, entries::add);

    assertThat(entries).hasSize(26);
    assertThat(entries.stream().filter(FileEntry::directory).map(FileEntry::path))
        .containsExactly(FROM + "/sub");
    assertThat(server.asked("GET directories")).hasSize(14);
  }

  @Test
  void missingIsToldFromFailing() {
    assertThat(files.head(FROM + "/none")).isEmpty();
    assertThat(files.isDirectory(FROM + "/none")).isFalse();
    files.delete(FROM + "/none");
    files.deleteDirectory(FROM + "/none");
    assertThatThrownBy(() -> files.list(FROM + "/none", e -> {}))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("none");
    server.faults((line, path) -> Fault.answer(403, "PERMISSION_DENIED"));
    assertThatThrownBy(() -> files.head(FROM + "/x")).isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> files.delete(FROM + "/x")).isInstanceOf(ApiException.class);
  }

  @Test
  void readsAndDeletesAreRepeated() {
    server.file(FROM + "/f", "abc").file(TO + "/old", "x");
    server.faults(first("GET files", Fault.answer(503, "TEMPORARILY_UNAVAILABLE"), Fault.lost()));
    assertThat(copy("f", 3)).isEqualTo(3);
    server.faults(first("DELETE files", Fault.answer(429, "REQUEST_LIMIT_EXCEEDED")));
    files.delete(TO + "/old");
    assertThat(server.under(TO)).containsExactly("f");
  }

  @Test
  void bodyThatBreaksOffIsAFailureAndLeavesNothing() {
    server.bigFile(FROM + "/f", 3_000_000, 1);
    server.faults(first("GET files", Fault.cut(1_000_000)));

    ApiException e = catchThrowableOfType(ApiException.class, () -> copy("f", 3_000_000));

    assertThat(e).hasMessageContaining("broke off after");
    assertThat(server.under(TO)).isEmpty();
    assertThat(server.asked("GET files")).hasSize(1);
    // The source may break off before the target has seen the request at all.
    assertThat(server.asked("PUT files")).hasSizeLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 429, 503, 403})
  void refusedBodyIsNotSentAgainHere(int status) {
    server.bigFile(FROM + "/f", 3_000_000, 1);
    server.faults(first("PUT files", Fault.answer(status, "NO").with("Retry-After", "2")));

    ApiException e = catchThrowableOfType(ApiException.class, () -> copy("f", 3_000_000));

    assertThat(e.status()).isEqualTo(status);
    assertThat(e.retryAfter().orElseThrow()).hasSeconds(2);
    assertThat(server.asked("PUT files")).hasSize(1);
  }

  @Test
  void lostAnswerIsAFailure() {
    server.file(FROM + "/f", "abc");
    server.faults(first("PUT files", Fault.lost()));
    ApiException e = catchThrowableOfType(ApiException.class, () -> copy("f", 3));
    assertThat(e.status()).isZero();
  }

  @Test
  void missingDirectoryIsMadeWhereTheWorkspaceDoesNot() {
    server.makesParents(false).file(FROM + "/a/b/f", "abc");
    copy("a/b/f", 3);
    assertThat(server.text(TO + "/a/b/f")).isEqualTo("abc");
    copy("a/b/f", 3);
    assertThat(server.asked("PUT directories")).hasSize(1);
  }

  @Test
  void interruptBreaksTheTransferOff() throws Exception {
    server.bigFile(FROM + "/f", 1L << 36, 1);
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                transfer(new Sizes(Long.MAX_VALUE, 1, Long.MAX_VALUE))
                    .copy(FROM + "/f", TO + "/f", 1L << 36);
                end.complete(null);
              } catch (Throwable e) {
                end.complete(e);
              }
            });
    thread.start();
    Thread.sleep(500);
    thread.interrupt();
    assertThat(end.get(50, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    Thread.sleep(300);
    assertThat(server.under(TO)).isEmpty();
  }

  @Test
  void largeFileGoesInParts() {
    byte[] content = FakeFilesServer.bytes(1_000_000, 3);
    server.file(FROM + "/f", content, 1_700_000_000_000L);

    assertThat(transfer(new Sizes(1000, 300_000, 1 << 30)).copy(FROM + "/f", TO + "/f", 1_000_000))
        .isEqualTo(1_000_000);

    assertThat(server.stored(TO + "/f").sha256()).isEqualTo(FakeFilesServer.sha(content));
    assertThat(server.asked("PUT store")).hasSize(4);
    assertThat(server.authorization("PUT store")).isEmpty();
    assertThat(server.asked("PUT files")).isEmpty();
    assertThat(server.openUploads()).isZero();
  }

  @Test
  void onePartThatFailsIsSentAgainAlone() {
    byte[] content = FakeFilesServer.bytes(1_000_000, 3);
    server.file(FROM + "/f", content, 1_700_000_000_000L);
    AtomicInteger parts = new AtomicInteger();
    server.faults(
        (line, path) ->
            line.equals("PUT store") && parts.incrementAndGet() == 2
                ? Fault.answer(503, "SlowDown")
                : null);
    transfer(new Sizes(1000, 300_000, 1 << 30)).copy(FROM + "/f", TO + "/f", 1_000_000);
    assertThat(server.stored(TO + "/f").sha256()).isEqualTo(FakeFilesServer.sha(content));
    assertThat(server.asked("PUT store")).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST files", "POST create-upload-part-urls", "PUT store"})
  void whereNoPartsArePossibleOneRequestTakesAll(String refused) {
    byte[] content = FakeFilesServer.bytes(200_000, 3);
    server.file(FROM + "/f", content, 1_700_000_000_000L).file(FROM + "/g", "gg");
    server.faults(
        (line, path) -> line.equals(refused) ? Fault.answer(403, "PERMISSION_DENIED") : null);
    FileTransfer transfer = transfer(new Sizes(1000, 30_000, 1 << 30));
    transfer.copy(FROM + "/f", TO + "/f", 200_000);
    assertThat(server.stored(TO + "/f").sha256()).isEqualTo(FakeFilesServer.sha(content));
    assertThat(server.openUploads()).isZero();
    int asked = server.asked(refused).size();
    transfer.copy(FROM + "/g", TO + "/g", 5000);
    assertThat(server.asked(refused)).hasSize(asked);
  }

  @Test
  void whereOnlyResumableUploadsAreOfferedOneRequestTakesAll() {
    server.uploads("resumable_upload").file(FROM + "/f", "0123456789");
    transfer(new Sizes(5, 3, 10)).copy(FROM + "/f", TO + "/f", 10);
    assertThat(server.text(TO + "/f")).isEqualTo("0123456789");
    ApiException e =
        catchThrowableOfType(
            ApiException.class,
            () -> transfer(new Sizes(5, 3, 9)).copy(FROM + "/f", TO + "/f", 10));
    assertThat(e).hasMessageContaining("one request takes 9").hasMessageContaining("parts");
  }

  @Test
  void sourceThatChangesBetweenPartsIsAFailure() {
    server.file(FROM + "/f", FakeFilesServer.bytes(100_000, 3), 1_700_000_000_000L);
    AtomicInteger reads = new AtomicInteger();
    server.faults(
        (line, path) -> {
          if (line.equals("GET files") && reads.incrementAndGet() == 2) {
            server.file(FROM + "/f", FakeFilesServer.bytes(100_000, 4), 1_700_000_009_000L);
          }
          return null;
        });
    ApiException e =
        catchThrowableOfType(
            ApiException.class,
            () -> transfer(new Sizes(5, 30_000, 1 << 30)).copy(FROM + "/f", TO + "/f", 100_000));
    assertThat(e.status()).isEqualTo(412);
    assertThat(server.under(TO)).isEmpty();
    assertThat(server.openUploads()).isZero();
  }
}
