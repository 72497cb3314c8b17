package io.datareplicator.compare.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.compare.volumes.FileIndex.Answer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FileIndexTest {
  private static String hash(String path) throws Exception {
    byte[] all = MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(all).substring(0, 32);
  }

  @Test
  void unchangedNeedsBothTheFileAndTheLog() throws Exception {
    FileIndex index = new FileIndex();
    index.atTarget("/a", 3);
    index.logged(hash("/a"), 3, 1000);
    index.atTarget("/unlogged", 3);
    index.logged(hash("/lost"), 3, 1000);

    assertThat(index.compare("/a", 3, 1000)).isEqualTo(Answer.UNCHANGED);
    assertThat(index.compare("/a", 3, 1001)).isEqualTo(Answer.CHANGED);
    assertThat(index.compare("/a", 4, 1000)).isEqualTo(Answer.CHANGED);
    assertThat(index.compare("/unlogged", 3, 1000)).isEqualTo(Answer.CHANGED);
    assertThat(index.compare("/lost", 3, 1000)).isEqualTo(Answer.NEW);
    assertThat(index.compare("/never", 0, 0)).isEqualTo(Answer.NEW);
    assertThat(index.onlyAtTarget()).isZero();
  }

  @Test
  void targetOfAnotherSizeIsChanged() throws Exception {
    FileIndex index = new FileIndex();
    index.atTarget("/a", 2);
    index.logged(hash("/a"), 3, 1000);
    assertThat(index.compare("/a", 3, 1000)).isEqualTo(Answer.CHANGED);
  }

  @Test
  void namesAndSizesAloneAreComparedWhateverTheLogSays() throws Exception {
    FileIndex index = new FileIndex();
    index.atTarget("/a", 3);
    index.atTarget("/b", 3);
    index.atTarget("/only", 0);
    index.logged(hash("/b"), 4, 1000);
    index.logged(hash("/lost"), 3, 1000);
    assertThat(index.compareSize("/a", 3)).isEqualTo(Answer.UNCHANGED);
    assertThat(index.compareSize("/b", 4)).isEqualTo(Answer.CHANGED);
    assertThat(index.compareSize("/lost", 3)).isEqualTo(Answer.NEW);
    assertThat(index.compareSize("/a", 3)).isEqualTo(Answer.UNCHANGED);
    assertThat(index.onlyAtTarget()).isEqualTo(1);
    assertThat(index.isSeen("/a")).isTrue();
    assertThat(index.isSeen("/only")).isFalse();
    assertThat(index.isSeen("/lost")).isFalse();
    assertThat(index.isSeen("/never")).isFalse();
  }

  @Property(tries = 50)
  void itRemembersEveryFile(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    FileIndex index = new FileIndex();
    Map<String, Long> there = new HashMap<>();
    for (int i = 0; i < 3000; i++) {
      String path = "/v/" + random.nextInt(4000) + "-ü";
      long size = random.nextInt(100);
      there.put(path, size);
      index.atTarget(path, size);
    }
    assertThat(index.size()).isEqualTo(there.size());
    assertThat(index.onlyAtTarget()).isEqualTo(there.size());
    for (Map.Entry<String, Long> file : there.entrySet()) {
      assertThat(index.compare(file.getKey(), file.getValue(), 0)).isEqualTo(Answer.CHANGED);
      index.logged(hash(file.getKey()), file.getValue(), 7);
      assertThat(index.compare(file.getKey(), file.getValue(), 7)).isEqualTo(Answer.UNCHANGED);
    }
    assertThat(index.onlyAtTarget()).isZero();
  }

  @Test
  void hundredThousandFilesTakeFewMegabytes() throws Exception {
    Runtime memory = Runtime.getRuntime();
    System.gc();
    long before = memory.totalMemory() - memory.freeMemory();
    FileIndex index = new FileIndex();
    for (int i = 0; i < 100_000; i++) {
      index.atTarget("/Volumes/catalog/schema/volume/a/rather/long/directory/file-" + i, i);
    }
    long taken = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      System.gc();
      taken = Math.min(taken, memory.totalMemory() - memory.freeMemory() - before);
    }
    assertThat(index.size()).isEqualTo(100_000);
    // 11 MB; G1 gives arrays of that size up to twice their room.
    assertThat(taken).isLessThan(24L * 1024 * 1024);
  }
}
