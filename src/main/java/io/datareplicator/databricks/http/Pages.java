package io.datareplicator.databricks.http;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Walks a paged listing. Pages may be empty, or lack their array, while a token is set: only the
 * missing token ends a listing (databricks-api.md §0).
 */
public final class Pages {
  private Pages() {}

  /**
   * Hands every item to {@code sink}, page by page.
   *
   * @throws ApiException when a page cannot be had, or when the service hands out the same token
   *     twice: a listing is whole or failed
   */
  public static <P, T> void forEach(
      Function<String, P> fetch,
      Function<P, List<T>> items,
      Function<P, String> nextToken,
      Consumer<T> sink) {
    Set<String> seen = new HashSet<>();
    String token = null;
    do {
      P page = fetch.apply(token);
      List<T> found = items.apply(page);
      if (found != null) {
        found.forEach(sink);
      }
      token = nextToken.apply(page);
      if (token != null && !token.isEmpty() && !seen.add(token)) {
        throw new ApiException(
            0,
            "",
            "the service repeats page token '" + token + "'; the listing is incomplete",
            null,
            null,
            null);
      }
    } while (token != null && !token.isEmpty());
  }
}
