package io.datareplicator.sandbox.metastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudStorageTest {
  private static final Path ROOT = Path.of("/data/storage");
  private final CloudStorage storage = new CloudStorage(ROOT);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/a/b",
        "abfss://lake@store.dfs.core.windows.net/x",
        "gs://bucket",
        "r2://bucket@account.r2.cloudflarestorage.com/x",
        "wasbs://c@store.blob.core.windows.net/a b/ü/100%/q?x=1#y",
        "s3://bucket/back\\slash/~tilde/'quote'/`tick`/*"
      })
  void everyUrlIsADirectoryBelowTheRootAndBack(String url) {
    Path directory = storage.directory(url);

    assertThat(directory.normalize()).isEqualTo(directory).startsWithRaw(ROOT);
    assertThat(directory.toString()).matches("[A-Za-z0-9._=@+~/-]*");
    assertThat(storage.local(url)).isEqualTo("file:" + directory);
    assertThat(storage.cloud("at " + storage.local(url) + ", gone"))
        .isEqualTo("at " + url + ", gone");
    assertThat(storage.cloud("file://" + directory)).isEqualTo(url);
    assertThat(storage.cloud(directory.toString())).isEqualTo(url);
  }

  @Test
  void oneStorageHasOneDirectory() {
    assertThat(storage.directory("S3A://Bucket//a///b/"))
        .isEqualTo(storage.directory("s3://bucket/a/b"));
    assertThat(storage.directory("s3://bucket/a/b"))
        .isNotEqualTo(storage.directory("gs://bucket/a/b"));
    assertThat(storage.directory("s3://bucket/A")).isNotEqualTo(storage.directory("s3://bucket/a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/../../etc",
        "s3://bucket/a/./b",
        "s3://../x",
        "s3://./x",
        "s3:///x",
        "abfss://@/x",
        "http://host/x",
        "file:/tmp/x",
        "/tmp/x",
        "s3:x",
        ""
      })
  void nothingLeadsOutOfTheRoot(String url) {
    try {
      Path directory = storage.directory(url);
      assertThat(directory.normalize()).startsWithRaw(ROOT).isEqualTo(directory);
    } catch (UcException e) {
      assertThat(e.errorCode()).isEqualTo("INVALID_PARAMETER_VALUE");
    }
  }

  @Test
  void refusesRelativeSegmentsAndMonsters() {
    assertThatThrownBy(() -> storage.directory("s3://bucket/../x"))
        .isInstanceOf(UcException.class)
        .hasMessageContaining("relative segment '..'");
    assertThatThrownBy(() -> storage.directory("s3://bucket/" + "ü".repeat(200)))
        .isInstanceOf(UcException.class)
        .hasMessageContaining("too long");
    assertThatThrownBy(() -> CloudStorage.normalise(null)).isInstanceOf(UcException.class);
    assertThat(storage.directory("s3://bucket/a\u0000b\nc").toString()).endsWith("a~00b~0ac");
  }

  @Test
  void otherLocationsStayAsTheyAre() {
    assertThat(storage.local("file:/tmp/a b")).isEqualTo("file:/tmp/a b");
    assertThat(storage.local("/tmp/x")).isEqualTo("/tmp/x");
    assertThat(storage.cloud("file:/data/storage/11111111-2222/x"))
        .isEqualTo("file:/data/storage/11111111-2222/x");
    assertThat(storage.cloud(null)).isNull();
    assertThat(CloudStorage.isCloud("file:/x")).isFalse();
    assertThat(CloudStorage.isCloud(null)).isFalse();
  }

  @Test
  void coversWholeSegmentsOnly() {
    assertThat(CloudStorage.covers("s3://b/a", "s3a://b/a/b")).isTrue();
    assertThat(CloudStorage.covers("s3://b/a/", "s3://b/a")).isTrue();
    assertThat(CloudStorage.covers("s3://b", "s3://b/a")).isTrue();
    assertThat(CloudStorage.covers("s3://b/a", "s3://b/ab")).isFalse();
    assertThat(CloudStorage.covers("s3://b", "s3://bb/a")).isFalse();
    assertThat(CloudStorage.overlap("s3://b/a/c", "s3://b/a")).isTrue();
    assertThat(CloudStorage.overlap("s3://b/a/c", "s3://b/a/d")).isFalse();
  }
}
