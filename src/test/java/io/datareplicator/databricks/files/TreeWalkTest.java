package io.datareplicator.databricks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.testkit.FakeFilesServer;
import io.datareplicator.testkit.FakeFilesServer.Fault;
import io.datareplicator.testkit.FilesClients;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(60)
class TreeWalkTest {
  private static final String ROOT = "/Volumes/c/s/v";

  private FakeFilesServer server;
  private Files files;
  private ExecutorService threads;

  @BeforeEach
  void start() {
    server = new FakeFilesServer().directory(ROOT);
    files = FilesClients.files(server.host(), FilesClients.pipeline(server.host()));
    threads = Executors.newCachedThreadPool();
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    files.close();
    server.close();
  }

  private List<String> walk(int atOnce, int maxWaiting) throws InterruptedException {
    Queue<String> found = new ConcurrentLinkedQueue<>();
    new TreeWalk(files, threads, atOnce, maxWaiting)
        .run(
            ROOT,
            d -> !d.name().equals("skipped"),
            f -> found.add(f.path().substring(ROOT.length() + 1)));
    return found.stream().sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 10_000})
  void everyFileOnceWhateverMayWait(int maxWaiting) throws Exception {
    for (int i = 0; i < 200; i++) {
      server.file(ROOT + "/a" + i % 13 + "/b" + i % 7 + "/f" + i, "x");
    }
    server.file(ROOT + "/skipped/f", "x").file(ROOT + "/top", "x").pages(5, true);
    List<String> found = walk(4, maxWaiting);
    assertThat(found)
        .hasSize(201)
        .doesNotHaveDuplicates()
        .isEqualTo(server.under(ROOT).stream().filter(p -> !p.startsWith("skipped")).toList());
  }

  @Test
  void directoriesAreListedSideBySide() throws Exception {
    for (int i = 0; i < 12; i++) {
      server.file(ROOT + "/d" + i + "/f", "x");
    }
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    server.faults(
        (line, path) -> {
          if (path.contains("/d")) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
              Thread.sleep(30);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            now.decrementAndGet();
          }
          return null;
        });
    assertThat(walk(4, 100)).hasSize(12);
    assertThat(most.get()).isBetween(2, 4);
  }

  @Test
  void oneListingThatFailsFailsTheWalk() {
    for (int i = 0; i < 20; i++) {
      server.file(ROOT + "/d" + i + "/f", "x");
    }
    server.faults(
        (line, path) -> path.endsWith("/d7") ? Fault.answer(403, "PERMISSION_DENIED") : null);
    assertThatThrownBy(() -> walk(4, 100))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("PERMISSION_DENIED");
  }

  @Test
  void sinkThatFailsEndsTheWalk() {
    for (int i = 0; i < 20; i++) {
      server.file(ROOT + "/d" + i + "/f", "x");
    }
    assertThatThrownBy(
            () ->
                new TreeWalk(files, threads, 4)
                    .run(
                        ROOT,
                        d -> true,
                        f -> {
                          throw new IllegalStateException("full");
                        }))
        .hasMessage("full");
  }

  @Test
  void directoryThatWasRemovedMeanwhileIsNoFailure() throws Exception {
    server.file(ROOT + "/f", "x").directory(ROOT + "/temp");
    server.faults(
        (line, path) -> {
          if (path.equals(ROOT + "/temp")) {
            server.removeDirectory(path);
          }
          return null;
        });
    assertThat(walk(2, 100)).containsExactly("f");
  }

  @Test
  void directoryThatIsListedButNotFoundIsAFailure() {
    server.file(ROOT + "/d/f", "x");
    server.faults((line, path) -> path.endsWith("/d") ? Fault.answer(404, "NOT_FOUND") : null);
    assertThatThrownBy(() -> walk(2, 100)).hasMessageContaining("NOT_FOUND");
  }

  @Test
  void missingRootIsAFailure() {
    assertThatThrownBy(
            () -> new TreeWalk(files, threads, 2).run(ROOT + "/none", d -> true, f -> {}))
        .isInstanceOf(ApiException.class);
  }

  @Test
  void hundredThousandFilesPassThroughLittleMemory() throws Exception {
    for (int i = 0; i < 100_000; i++) {
      server.bigFile(ROOT + "/d" + i % 50 + "/file-with-a-long-name-" + i, i, i);
    }
    Runtime memory = Runtime.getRuntime();
    System.gc();
    long before = memory.totalMemory() - memory.freeMemory();
    AtomicLong count = new AtomicLong();
    AtomicLong most = new AtomicLong();
    new TreeWalk(files, threads, 8)
        .run(
            ROOT,
            d -> true,
            f -> {
              if (count.incrementAndGet() % 20_000 == 0) {
                System.gc();
                most.accumulateAndGet(
                    memory.totalMemory() - memory.freeMemory() - before, Math::max);
              }
            });
    assertThat(count.get()).isEqualTo(100_000);
    assertThat(most.get()).isLessThan(30L * 1024 * 1024);
  }
}
