package io.datareplicator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class UrlMappingTest {
  private static final UrlMapping MAPPING =
      new UrlMapping(
          Map.of(
              "abfss://lake@primary.dfs.core.windows.net/", "s3://standby-lake/",
              "abfss://lake@primary.dfs.core.windows.net/finance/", "s3://standby-finance/",
              "gs://bucket/a", "s3://other"));

  @Test
  void theLongestPrefixWins() {
    assertThat(MAPPING.map("abfss://lake@primary.dfs.core.windows.net/sales/orders"))
        .contains("s3://standby-lake/sales/orders");
    assertThat(MAPPING.map("abfss://lake@primary.dfs.core.windows.net/finance/ledger/"))
        .contains("s3://standby-finance/ledger");
  }

  @Test
  void aPrefixEndsAtASegment() {
    assertThat(MAPPING.map("abfss://lake@primary.dfs.core.windows.net/finance2/ledger"))
        .contains("s3://standby-lake/finance2/ledger");
    assertThat(MAPPING.map("gs://bucket/ab/c")).isEmpty();
    assertThat(MAPPING.map("gs://bucket/a/c")).contains("s3://other/c");
  }

  @Test
  void thePrefixItselfIsCovered() {
    assertThat(MAPPING.map("gs://bucket/a")).contains("s3://other");
    assertThat(MAPPING.map("gs://bucket/a///")).contains("s3://other");
  }

  @Test
  void whatNoPrefixCoversIsNotMapped() {
    assertThat(MAPPING.map("s3://standby-lake/x")).isEmpty();
    assertThat(new UrlMapping(Map.of()).map("s3://x/y")).isEmpty();
  }

  @Test
  void directoriesAreComparedWithoutTheirLastSlash() {
    assertThat(UrlMapping.same("s3://b/p/", "s3://b/p")).isTrue();
    assertThat(UrlMapping.same("s3://b/p", "s3://b/p2")).isFalse();
    assertThat(UrlMapping.same(null, null)).isFalse();
  }

  @Property
  void theRestOfThePathIsKept(@ForAll @AlphaChars @NotEmpty String rest) {
    assertThat(MAPPING.map("gs://bucket/a/" + rest + "/é %#?"))
        .contains("s3://other/" + rest + "/é %#?");
  }
}
