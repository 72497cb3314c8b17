package io.datareplicator.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import java.io.IOException;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Cuts listings into pages (reference §0): no {@code max_results} = everything at once, 0 = the
 * server's page size, below 0 = refused. A token names the last entry seen, so entries that come or
 * go in between neither repeat nor hide others.
 */
public final class Paging {
  private final Settings settings;

  public Paging(Settings settings) {
    this.settings = settings;
  }

  <T> Response page(
      Request request,
      String array,
      List<T> entries,
      Function<T, String> key,
      Function<T, Json.Body> render) {
    return page(request, array, "max_results", entries, key, render);
  }

  <T> Response page(
      Request request,
      String array,
      String sizeParameter,
      List<T> entries,
      Function<T, String> key,
      Function<T, Json.Body> render) {
    String token = request.query("page_token");
    boolean continued = token != null && !token.isEmpty();
    Integer size = size(request, sizeParameter);
    if (size == null && !continued) {
      return answer(array, entries.stream().map(render).toList(), null);
    }
    String after = continued ? after(request, token) : null;
    if (!continued && settings.firstPageEmpty()) {
      return answer(array, List.of(), token(request, null));
    }
    int limit =
        size == null || size == 0 ? settings.pageSize() : Math.min(size, settings.pageSize());
    Stream<T> rest = entries.stream().sorted(Comparator.comparing(key));
    List<T> found =
        rest.filter(e -> after == null || key.apply(e).compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    boolean more = found.size() > limit;
    List<T> page = more ? found.subList(0, limit) : found;
    String next = more ? token(request, key.apply(page.get(limit - 1))) : null;
    return answer(array, page.stream().map(render).toList(), next);
  }

  /**
   * Pages a listing that always has pages, its entries looked up only for the page that is shown.
   *
   * @param pageSize most entries of a page, and how many there are when the caller does not say
   * @param names sorted
   * @param lookUp null = the entry is gone
   */
  Response lookedUp(
      Request request,
      String array,
      int pageSize,
      List<String> names,
      Function<String, Json.Body> lookUp) {
    String token = request.query("page_token");
    boolean continued = token != null && !token.isEmpty();
    Integer asked = size(request, "page_size");
    int limit = asked == null || asked == 0 ? pageSize : Math.min(asked, pageSize);
    String after = continued ? after(request, token) : null;
    if (!continued && settings.firstPageEmpty()) {
      return answer(array, List.of(), token(request, null));
    }
    int found = after == null ? -1 : Collections.binarySearch(names, after);
    int start = after == null ? 0 : found >= 0 ? found + 1 : -found - 1;
    int end = Math.min(names.size(), start + limit);
    List<Json.Body> page =
        names.subList(start, end).stream().map(lookUp).filter(Objects::nonNull).toList();
    String next = end < names.size() ? token(request, names.get(end - 1)) : null;
    return answer(array, page, next);
  }

  private Response answer(String array, List<Json.Body> page, String next) {
    boolean leaveOut = page.isEmpty() && !(next != null && settings.emptyPageHasArray());
    return Response.ok(
        Json.body().with(array, leaveOut ? null : page).with("next_page_token", next));
  }

  private static Integer size(Request request, String parameter) {
    String value = request.query(parameter);
    if (value == null) {
      return null;
    }
    try {
      int size = Integer.parseInt(value);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw ApiException.invalid(parameter + " must be a whole number");
    }
    throw ApiException.invalid(parameter + " must not be negative");
  }

  private static String token(Request request, String last) {
    Json.Body content = Json.body().with("p", request.rawPath()).with("k", last);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(content));
  }

  private static String after(Request request, String token) {
    try {
      JsonNode content = Json.parse(Base64.getUrlDecoder().decode(token));
      if (request.rawPath().equals(content.path("p").asText())) {
        return content.path("k").asText(null);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw ApiException.invalid("Invalid page_token");
    }
    throw ApiException.invalid("Invalid page_token");
  }
}
