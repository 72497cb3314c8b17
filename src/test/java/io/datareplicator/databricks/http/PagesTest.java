package io.datareplicator.databricks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PagesTest {
  private record Page(List<String> items, String next) {}

  private final Map<String, Page> pages = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> found = new ArrayList<>();

  private void walk() {
    Pages.forEach(
        token -> {
          asked.add(token);
          return pages.get(token);
        },
        Page::items,
        Page::next,
        found::add);
  }

  @Test
  void emptyPagesAndMissingArraysDoNotEndAListing() {
    pages.put(null, new Page(null, "1"));
    pages.put("1", new Page(List.of(), "2"));
    pages.put("2", new Page(List.of("a", "b"), "3"));
    pages.put("3", new Page(null, "4"));
    pages.put("4", new Page(List.of("c"), null));

    walk();

    assertThat(found).containsExactly("a", "b", "c");
    assertThat(asked).isEqualTo(Arrays.asList(null, "1", "2", "3", "4"));
  }

  @Test
  void emptyTokenEndsAListing() {
    pages.put(null, new Page(List.of("a"), ""));

    walk();

    assertThat(found).containsExactly("a");
    assertThat(asked).hasSize(1);
  }

  @Test
  void repeatedTokenFailsTheListing() {
    pages.put(null, new Page(List.of("a"), "1"));
    pages.put("1", new Page(List.of("b"), "2"));
    pages.put("2", new Page(List.of("c"), "1"));

    assertThatThrownBy(this::walk)
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("repeats page token '1'");
    assertThat(asked).hasSize(3);
  }

  @Test
  void failureOfALaterPageIsNotAShorterListing() {
    ApiException failure = new ApiException(500, "", "broken", null, null, null);
    pages.put(null, new Page(List.of("a"), "1"));

    assertThatThrownBy(
            () ->
                Pages.forEach(
                    token -> {
                      if (token != null) {
                        throw failure;
                      }
                      return pages.get(null);
                    },
                    Page::items,
                    Page::next,
                    found::add))
        .isSameAs(failure);
  }

  @Test
  void hundredThousandItemsAreHandedOverPageByPage() {
    List<String> thousand = Collections.nCopies(1000, "x");
    int[] count = {0};
    Pages.forEach(
        (String token) -> {
          int page = token == null ? 0 : Integer.parseInt(token);
          return new Page(thousand, page == 99 ? null : String.valueOf(page + 1));
        },
        Page::items,
        Page::next,
        item -> count[0]++);

    assertThat(count[0]).isEqualTo(100_000);
  }
}
