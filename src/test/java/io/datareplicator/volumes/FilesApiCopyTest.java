package io.datareplicator.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.Retry;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeFilesServer.Fault;
import io.datareplicator.testkit.FakeIngestionLog;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the files_api engine copies, what it leaves alone, and what it records. */
@QuarkusTest
@Timeout(60)
class FilesApiCopyTest extends VolumeBench {
  private static final List<String> HOSTILE =
      List.of(
          "plain.csv",
          "sub/with space/ü?&=#%25 \"'`.bin",
          "..dots../a..b",
          "plus+and;semi",
          "tab\there",
          "year=2026/month=01/📦.parquet",
          "_SUCCESS",
          ".hidden",
          "back\\slash",
          "{braces}",
          "a'b\\'c");

  private void hostileFiles() {
    for (String name : HOSTILE) {
      server.file(FROM + "/" + name, "content of " + name);
    }
    server.file(FROM + "/empty", "");
  }

  private static Object detail(OperationResult result, String key) {
    return result.details().get(key);
  }

  @Test
  void everythingArrivesUnderItsName() throws Exception {
    hostileFiles();

    OperationResult result = run("r1");

    assertThat(result.error()).isNull();
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(server.under(TO)).isEqualTo(server.under(FROM)).hasSize(HOSTILE.size() + 1);
    for (String name : HOSTILE) {
      assertThat(server.text(TO + "/" + name)).isEqualTo("content of " + name);
    }
    assertThat(server.text(TO + "/empty")).isEmpty();
    assertThat(result.details())
        .containsEntry("engine", "files_api")
        .containsEntry("action", "created")
        .containsEntry("files_listed", 12L)
        .containsEntry("files_copied", 12L)
        .containsEntry("files_unchanged", 0L)
        .containsEntry("files_failed", 0L)
        .containsEntry("files_only_at_target", 0L)
        .containsKeys("seconds", "bytes_copied");
    assertThat(target.changes()).contains("createVolume tgt.s.v MANAGED null");
  }

  @Test
  void eachFileHasOneRow() throws Exception {
    hostileFiles();
    log = new FakeIngestionLog(false);
    sql = log.on(new FakeSql());

    run("r1");

    assertThat(sql.texts().get(1)).startsWith("CREATE TABLE IF NOT EXISTS `log`.`s`.`t` (run_id");
    List<String> wanted = new ArrayList<>(HOSTILE.stream().map(n -> "success " + n).toList());
    wanted.add("success empty");
    Collections.sort(wanted);
    assertThat(log.of("r1")).isEqualTo(wanted);
    Map<String, String> row =
        log.rows().stream()
            .filter(r -> r.get("source_path").equals(FROM + "/plain.csv"))
            .findFirst()
            .orElseThrow();
    assertThat(row)
        .containsEntry("run_id", "r1")
        .containsEntry("target_path", TO + "/plain.csv")
        .containsEntry("length", "20")
        .containsEntry("status", "success")
        .containsEntry("error_msg", null);
    assertThat(sql.texts().stream().filter(t -> t.startsWith("MERGE"))).hasSize(1);
  }

  @Test
  void secondRunCopiesNothingAndAsksLittle() throws Exception {
    hostileFiles();
    run("r1");
    server.forgetAsked();

    OperationResult second = run("r2");

    assertThat(second.status()).isEqualTo(Status.SUCCESS);
    assertThat(second.details())
        .containsEntry("files_copied", 0L)
        .containsEntry("files_unchanged", 12L);
    assertThat(server.asked("GET files")).isEmpty();
    assertThat(server.asked("PUT")).isEmpty();
    assertThat(server.asked("HEAD files")).isEmpty();
    // both roots looked for, and each of their six directories listed
    assertThat(server.asked()).hasSizeLessThanOrEqualTo(2 + 2 * 6);
    assertThat(log.of("r2")).isEmpty();
  }

  @Test
  void onlyWhatChangedIsCopied() throws Exception {
    server.file(FROM + "/same", "1").file(FROM + "/longer", "1").file(FROM + "/rewritten", "1");
    run("r1");
    server.file(FROM + "/longer", "12").file(FROM + "/rewritten", "2").file(FROM + "/new", "n");

    OperationResult second = run("r2");

    assertThat(second.details())
        .containsEntry("files_copied", 3L)
        .containsEntry("files_unchanged", 1L);
    assertThat(server.text(TO + "/longer")).isEqualTo("12");
    assertThat(server.text(TO + "/rewritten")).isEqualTo("2");
    assertThat(log.of("r2")).containsExactly("success longer", "success new", "success rewritten");
  }

  @Test
  void theLogAloneIsNoProof() throws Exception {
    server.file(FROM + "/a", "aaa").file(FROM + "/b", "bbb");
    run("r1");
    server.remove(TO + "/a");
    server.file(TO + "/b", "bb");

    assertThat(run("r2").details()).containsEntry("files_copied", 2L);
    assertThat(server.text(TO + "/a")).isEqualTo("aaa");
    assertThat(server.text(TO + "/b")).isEqualTo("bbb");
  }

  @Test
  void targetFileThatTheLogDoesNotKnowIsCopiedOver() throws Exception {
    server.file(FROM + "/a", "aaa");
    server.file(TO + "/a", "xxx");
    target.volume("tgt", "s", "v", "MANAGED", "abfss://m/v");

    OperationResult result = run("r1");

    assertThat(server.text(TO + "/a")).isEqualTo("aaa");
    assertThat(result.details()).doesNotContainKey("action");
    assertThat(target.changes()).isEmpty();
  }

  @Test
  void filesOnlyAtTheTargetStayAndAreCounted() throws Exception {
    server.file(FROM + "/a", "aaa").file(TO + "/gone", "g").file(TO + "/sub/gone", "g");

    assertThat(run("r1").details()).containsEntry("files_only_at_target", 2L);
    assertThat(server.under(TO)).containsExactly("a", "gone", "sub/gone");
  }

  @Test
  void pagesThatAreEmptyAreNotTheEnd() throws Exception {
    for (int i = 0; i < 40; i++) {
      server.file(FROM + "/d" + i % 7 + "/f" + i, "x" + i);
    }
    server.pages(3, true);

    assertThat(run("r1").details()).containsEntry("files_copied", 40L);
    assertThat(run("r2").details()).containsEntry("files_unchanged", 40L);
  }

  @Test
  void folderAloneIsCopied() throws Exception {
    server.file(FROM + "/in/a", "a").file(FROM + "/in/sub/b", "b").file(FROM + "/inside", "no");
    server.file(FROM + "/out/c", "c");

    OperationResult result = run("r1", with("folderPath", "/in/"));

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(server.under(TO)).containsExactly("in/a", "in/sub/b");
    assertThat(run("r2", with("folderPath", "in")).details()).containsEntry("files_unchanged", 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "..", "a/../b", "_checkpoints", "a//b", "_checkpoints/x"})
  void folderThatIsNoneIsAFailure(String folder) throws Exception {
    server.file(FROM + "/a", "a");
    OperationResult result = run("r1", with("folderPath", folder));
    assertThat(result.failed()).isTrue();
    assertThat(result.error()).contains(folder);
    assertThat(server.under(TO)).isEmpty();
  }

  @Test
  void failedListingIsAFailureAndNotAnEmptyFolder() throws Exception {
    server.file(FROM + "/a", "a").file(FROM + "/sub/b", "b");
    server.faults(
        (line, path) ->
            line.equals("GET directories") && path.equals(FROM + "/sub")
                ? Fault.answer(403, "PERMISSION_DENIED")
                : null);
    OperationResult result = run("r1");
    assertThat(result.failed()).isTrue();
    assertThat(result.error()).contains("cannot be listed").contains("PERMISSION_DENIED");
  }

  @Test
  void listingThatFailsForATimeIsTriedAgain() throws Exception {
    server.file(FROM + "/a", "a");
    AtomicInteger calls = new AtomicInteger();
    server.faults(
        (line, path) ->
            line.equals("GET directories") && calls.incrementAndGet() <= 6
                ? Fault.answer(503, "TEMPORARILY_UNAVAILABLE")
                : null);
    OperationResult result = run("r1");
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.attempt()).isEqualTo(2);
  }

  @Test
  void bodyThatBreaksOffIsReadAgain() throws Exception {
    server.bigFile(FROM + "/f", 500_000, 3);
    AtomicInteger calls = new AtomicInteger();
    server.faults(
        (line, path) ->
            line.equals("GET files") && calls.incrementAndGet() <= 2 ? Fault.cut(200_000) : null);
    OperationResult result = run("r1");
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(server.stored(TO + "/f").size()).isEqualTo(500_000);
    assertThat(result.details().get("retries").toString()).contains("copy of " + FROM + "/f");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT files 429", "PUT files 503", "PUT files 0", "GET files 503"})
  void trafficThatIsRefusedIsSentAgain(String what) throws Exception {
    String line = what.substring(0, what.lastIndexOf(' '));
    int status = Integer.parseInt(what.substring(what.lastIndexOf(' ') + 1));
    server.file(FROM + "/f", "fff");
    AtomicInteger calls = new AtomicInteger();
    server.faults(
        (l, path) ->
            l.equals(line) && calls.incrementAndGet() <= 2
                ? status == 0 ? Fault.lost() : Fault.answer(status, "NOT_NOW")
                : null);
    assertThat(run("r1").status()).isEqualTo(Status.SUCCESS);
    assertThat(server.text(TO + "/f")).isEqualTo("fff");
    assertThat(calls.get()).isEqualTo(3);
  }

  @Test
  void fileThatIsRefusedFailsTheVolumeAndNoOther() throws Exception {
    server.file(FROM + "/bad", "b").file(FROM + "/good", "g");
    server.faults(
        (line, path) ->
            line.equals("PUT files") && path.endsWith("/bad")
                ? Fault.answer(409, "CONFLICT")
                : null);

    OperationResult result = run("r1");

    assertThat(result.failed()).isTrue();
    assertThat(result.error())
        .contains("1 of 2 files could not be copied")
        .contains(FROM + "/bad")
        .contains("injected CONFLICT");
    assertThat(result.attempt()).isEqualTo(1);
    assertThat(result.details())
        .containsEntry("files_copied", 1L)
        .containsEntry("files_failed", 1L);
    assertThat(detail(result, "failed_files").toString()).contains(FROM + "/bad");
    assertThat(log.of("r1")).containsExactly("failed bad", "success good");
    assertThat(server.under(TO)).containsExactly("good");
    server.faults((line, path) -> null);
    assertThat(run("r2").details())
        .containsEntry("files_copied", 1L)
        .containsEntry("files_unchanged", 1L);
  }

  @Test
  void lengthThatDiffersIsRemovedAndCopiedAgain() throws Exception {
    server.file(FROM + "/f", "12345");
    AtomicInteger heads = new AtomicInteger();
    server.faults(
        (line, path) -> {
          if (line.equals("HEAD files") && heads.incrementAndGet() == 1) {
            server.file(TO + "/f", "123");
          }
          return null;
        });
    assertThat(run("r1").status()).isEqualTo(Status.SUCCESS);
    assertThat(server.text(TO + "/f")).isEqualTo("12345");
    assertThat(server.asked("DELETE files")).hasSize(1);
    assertThat(server.asked("PUT files")).hasSize(2);
  }

  @Test
  void lengthThatNeverFitsFailsAndLeavesNothing() throws Exception {
    server.file(FROM + "/f", "12345");
    server.faults(
        (line, path) -> {
          if (line.equals("HEAD files")) {
            server.file(TO + "/f", "123");
          }
          return null;
        });
    OperationResult result = run("r1");
    assertThat(result.error()).contains("after 5 bytes were sent the target has 3 bytes");
    assertThat(server.under(TO)).isEmpty();
    assertThat(server.asked("PUT files")).hasSize(3);
  }

  @Test
  void fileThatIsRemovedMeanwhileIsNoFailure() throws Exception {
    server.file(FROM + "/a", "a").file(FROM + "/temp", "t").file(FROM + "/_tmp/x", "x");
    server.faults(
        (line, path) -> {
          if (line.equals("GET files") && path.endsWith("/temp")) {
            server.remove(FROM + "/temp");
          }
          return null;
        });
    OperationResult result = run("r1");
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.details()).containsEntry("files_vanished", 1L);
  }

  @Test
  void fileThatIsListedButNotFoundIsAFailure() throws Exception {
    server.file(FROM + "/a", "a");
    server.faults((line, path) -> line.equals("GET files") ? Fault.answer(404, "NOT_FOUND") : null);
    assertThat(run("r1").error()).contains("listed but cannot be read");
  }

  @Test
  void deleteAndReloadEmptiesTheTargetFirst() throws Exception {
    server.file(FROM + "/a", "a").file(FROM + "/sub/b", "b");
    run("r1");
    server.file(TO + "/gone", "g").file(TO + "/old/dir/x", "x").file(TO + "/_checkpoints/0", "c");

    OperationResult result = run("r2", with("deleteAndReload", true));

    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.details())
        .containsEntry("files_deleted", 4L)
        .containsEntry("files_copied", 2L);
    assertThat(server.under(TO)).containsExactly("_checkpoints/0", "a", "sub/b");
    assertThat(server.hasDirectory(TO + "/old")).isFalse();
    int lastDelete = server.asked().lastIndexOf("DELETE directories " + TO + "/sub");
    assertThat(server.asked().subList(0, lastDelete).stream().filter(l -> l.startsWith("PUT")))
        .hasSize(2);
  }

  @Test
  void deleteAndReloadOfAFolderLeavesTheRest() throws Exception {
    server.file(FROM + "/in/a", "a");
    server.file(TO + "/in/old", "o").file(TO + "/other", "x").file(TO + "/_checkpoints/in/0", "c");
    CatalogConfig catalog = Configs.withVolume(with("deleteAndReload", true), "folderPath", "in");
    run("r1", catalog);
    assertThat(server.under(TO)).containsExactly("_checkpoints/in/0", "in/a", "other");
    run("r2", Configs.withVolume(catalog, "deleteCheckpoint", true));
    assertThat(server.under(TO)).containsExactly("in/a", "other");
  }

  @Test
  void nothingIsDeletedWhenTheSourceCannotBeFound() throws Exception {
    server.file(TO + "/a", "a");
    CatalogConfig catalog = Configs.withVolume(with("deleteAndReload", true), "folderPath", "none");
    assertThat(run("r1", catalog).failed()).isTrue();
    assertThat(server.under(TO)).containsExactly("a");
    assertThat(server.asked("DELETE")).isEmpty();
  }

  @Test
  void failedDeletionStopsBeforeAnythingIsCopied() throws Exception {
    server.file(FROM + "/a", "a").file(TO + "/old", "o");
    server.faults(
        (line, path) ->
            line.equals("DELETE files") ? Fault.answer(403, "PERMISSION_DENIED") : null);
    OperationResult result = run("r1", with("deleteAndReload", true));
    assertThat(result.error()).contains("PERMISSION_DENIED");
    assertThat(server.asked("PUT files")).isEmpty();
  }

  @Test
  void manyPagesAreDeletedToTheLastFile() throws Exception {
    for (int i = 0; i < 55; i++) {
      server.file(TO + "/d" + i % 3 + "/f" + i, "x");
    }
    server.pages(4, true).file(FROM + "/a", "a");
    assertThat(run("r1", with("deleteAndReload", true)).details())
        .containsEntry("files_deleted", 55L);
    assertThat(server.under(TO)).containsExactly("a");
  }

  @Test
  void deleteCheckpointForgetsWhatWasCopied() throws Exception {
    server.file(FROM + "/a", "a").file(FROM + "/b", "b");
    run("r1");
    assertThat(run("r2", with("deleteCheckpoint", true)).details())
        .containsEntry("files_copied", 2L);
    assertThat(run("r3").details()).containsEntry("files_copied", 0L);
  }

  @Test
  void checkpointsOfTheSourceAreNoData() throws Exception {
    server.file(FROM + "/_checkpoints/0", "c").file(FROM + "/sub/_checkpoints/0", "data");
    server.file(FROM + "/.dr-copy-1", "half");
    run("r1");
    assertThat(server.under(TO)).containsExactly("sub/_checkpoints/0");
  }

  @Test
  void optionsOfAutoLoaderFilterHere() throws Exception {
    server.file(FROM + "/old.csv", "o".getBytes(), 1_700_000_000_000L);
    server.file(FROM + "/new.csv", "n".getBytes(), 1_800_000_000_000L);
    server.file(FROM + "/new.txt", "t".getBytes(), 1_800_000_000_000L);
    OperationResult result =
        run(
            "r1",
            with(
                "autoloaderOptions",
                Map.of(
                    "modifiedAfter",
                    "2025-01-01 00:00:00.000000 UTC+0",
                    "pathGlobfilter",
                    "*.csv",
                    "cloudFiles.maxFilesPerTrigger",
                    "10")));
    assertThat(result.details())
        .containsEntry("files_listed", 3L)
        .containsEntry("files_filtered", 2L);
    assertThat(server.under(TO)).containsExactly("new.csv");
  }

  @Test
  void optionThatCannotBeReadIsAFailure() throws Exception {
    server.file(FROM + "/a", "a");
    OperationResult result =
        run("r1", with("autoloaderOptions", Map.of("modifiedAfter", "yesterday")));
    assertThat(result.error()).contains("modifiedAfter is 'yesterday'");
  }

  @Test
  void soManyCopiesAtOnceAndNoMore() throws Exception {
    for (int i = 0; i < 40; i++) {
      server.file(FROM + "/f" + i, "x");
    }
    server.slow(20);
    run("r1", with("maxConcurrentCopies", 3));
    assertThat(server.under(TO)).hasSize(40);
    assertThat(server.mostPutsAtOnce()).isBetween(2, 3);
  }

  @Test
  void timeOverStopsCleanlyAndTheNextRunGoesOn() throws Exception {
    MovableClock movable = new MovableClock();
    clock = movable;
    for (int i = 0; i < 30; i++) {
      server.file(FROM + "/f" + i, "x" + i);
    }
    AtomicInteger puts = new AtomicInteger();
    server.slow(30);
    server.faults(
        (line, path) -> {
          if (line.equals("PUT files") && puts.incrementAndGet() == 10) {
            movable.advance(Duration.ofSeconds(3601));
          }
          return null;
        });

    OperationResult result = run("r1", with("maxConcurrentCopies", 2));

    assertThat(result.failed()).isTrue();
    assertThat(result.error())
        .contains("streaming_timeout_seconds")
        .contains(" files listed")
        .contains("copied");
    int first = log.of("r1").size();
    assertThat(first).isBetween(5, 15);
    assertThat((Long) detail(result, "files_copied")).isEqualTo(first);
    server.faults((line, path) -> null);
    assertThat((Long) detail(run("r2"), "files_copied")).isEqualTo(30 - first);
    assertThat(server.under(TO)).hasSize(30);
  }

  @Test
  void runThatIsBrokenOffRecordsWhatItCopied() throws Exception {
    for (int i = 0; i < 30; i++) {
      server.file(FROM + "/f" + i, "x" + i);
    }
    AtomicInteger puts = new AtomicInteger();
    server.slow(50);
    server.faults(
        (line, path) -> {
          if (line.equals("PUT files") && puts.incrementAndGet() == 8) {
            applier.stop("the run was interrupted");
          }
          return null;
        });

    OperationResult result = run("r1", with("maxConcurrentCopies", 2));

    assertThat(result.error()).startsWith("interrupted: the run was interrupted");
    int recorded = log.of("r1").size();
    assertThat(recorded).isBetween(4, 12);
    assertThat(log.of("r1")).allMatch(r -> r.startsWith("success"));
    server.faults((line, path) -> null);
    server.slow(0);
    assertThat((Long) detail(run("r2"), "files_unchanged")).isEqualTo(recorded);
  }

  @Test
  void refusedCredentialStopsEverything() throws Exception {
    for (int i = 0; i < 30; i++) {
      server.file(FROM + "/f" + i, "x" + i);
    }
    server.faults(
        (line, path) ->
            line.equals("PUT files")
                ? new Fault(401, "{\"error_code\":401,\"message\":\"no\"}", Map.of(), -1, false)
                : null);
    OperationResult result = run("r1", with("maxConcurrentCopies", 2));
    assertThat(result.error()).contains("refuses the credential");
    assertThat(applier.stopReason()).isPresent();
    assertThat(server.asked("PUT files")).hasSizeLessThan(30);
  }

  @Test
  void logThatCannotBeWrittenFailsTheVolume() throws Exception {
    server.file(FROM + "/a", "a");
    sql =
        log.on(
            new FakeSql()
                .when(
                    t -> t.startsWith("MERGE INTO"),
                    t -> {
                      throw FakeSql.failure("[INSUFFICIENT_PERMISSIONS] no MODIFY");
                    }));
    OperationResult result = run("r1");
    assertThat(result.error()).contains("ingestion log log.s.t").contains("no MODIFY");
    assertThat(result.failed()).isTrue();
  }

  @Test
  void logThatIsBusyIsWrittenAgainAndOnce() throws Exception {
    server.file(FROM + "/a", "a").file(FROM + "/b", "b");
    AtomicInteger merges = new AtomicInteger();
    FakeIngestionLog table = log;
    FakeSql rules = new FakeSql();
    FakeSql inner = table.on(new FakeSql());
    sql =
        rules.when(
            t -> t.startsWith("MERGE INTO"),
            t -> {
              inner.run(io.datareplicator.databricks.sql.Statement.query(t, Map.of()));
              if (merges.incrementAndGet() == 1) {
                throw FakeSql.failure("[DELTA_CONCURRENT_APPEND] others wrote");
              }
              return FakeSql.rows(List.of());
            });
    table.on(rules);
    assertThat(run("r1").status()).isEqualTo(Status.SUCCESS);
    assertThat(merges.get()).isEqualTo(2);
    assertThat(log.of("r1")).containsExactly("success a", "success b");
  }

  @Test
  void largeFileGoesInPartsAndIsVerified() throws Exception {
    byte[] content = io.datareplicator.testkit.FakeFilesServer.bytes(1_500_000, 5);
    server.file(FROM + "/big", content, 1_790_000_000_000L);
    assertThat(run("r1").status()).isEqualTo(Status.SUCCESS);
    assertThat(server.stored(TO + "/big").sha256())
        .isEqualTo(io.datareplicator.testkit.FakeFilesServer.sha(content));
    assertThat(server.asked("PUT store")).hasSize(6);
    assertThat(server.asked("PUT files")).isEmpty();
  }

  @Test
  void attemptsPerFileAreThoseOfTheConfiguration() throws Exception {
    server.file(FROM + "/f", "f");
    server.faults((line, path) -> line.equals("PUT files") ? Fault.lost() : null);
    CatalogConfig once = Configs.with(Configs.volumes(), "retry", new Retry(1, 1));
    assertThat(run("r1", once).failed()).isTrue();
    assertThat(server.asked("PUT files")).hasSize(1);
  }
}
