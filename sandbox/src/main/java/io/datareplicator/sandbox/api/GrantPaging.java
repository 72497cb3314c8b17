package io.datareplicator.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.function.LongSupplier;

/**
 * Pages of privileges (reference §4): a size counts privileges, 1 to 149 is refused, a principal is
 * never split, and the order of principals is another one in each listing, though the same on all
 * pages of one.
 */
public final class GrantPaging {
  private static final int SMALLEST = 150;

  private final Settings settings;
  private final LongSupplier seeds;

  /**
   * @param seeds random numbers, one for the order of each listing
   */
  public GrantPaging(Settings settings, LongSupplier seeds) {
    this.settings = settings;
    this.seeds = seeds;
  }

  /** What a listing calls its array and its page size. */
  record Form(String array, String sizeParameter) {}

  private static final String ARRAY = "privilege_assignments";

  /** Where a page begins in a listing's order. */
  private record Place(long seed, String after) {}

  /** Everything in one answer. */
  Response all(SortedMap<String, List<Object>> assignments) {
    return all(ARRAY, assignments);
  }

  private Response all(String array, SortedMap<String, List<Object>> assignments) {
    return answer(array, assignments, ordered(assignments.keySet(), seeds.getAsLong()), null);
  }

  Response page(Request request, Form form, SortedMap<String, List<Object>> assignments) {
    String principal = request.query("principal");
    if (principal != null && !principal.isEmpty()) {
      assignments.keySet().removeIf(p -> !p.equals(principal));
    }
    String token = request.query("page_token");
    boolean continued = token != null && !token.isEmpty();
    Integer size = size(request, form.sizeParameter());
    if (size == null && !continued) {
      return all(form.array(), assignments);
    }
    Place place = continued ? place(request, token) : new Place(seeds.getAsLong(), null);
    if (!continued && settings.firstPageEmpty()) {
      return answer(form.array(), assignments, List.of(), token(request, place));
    }
    int limit =
        size == null || size == 0 ? settings.pageSize() : Math.min(size, settings.pageSize());
    List<String> order = ordered(assignments.keySet(), place.seed());
    // A principal that has gone in between still marks its place in the order.
    Comparator<String> byPlace = order(place.seed());
    order.removeIf(p -> place.after() != null && byPlace.compare(p, place.after()) <= 0);
    List<String> page = new ArrayList<>();
    int privileges = 0;
    for (String next : order) {
      if (!page.isEmpty() && privileges + assignments.get(next).size() > limit) {
        break;
      }
      page.add(next);
      privileges += assignments.get(next).size();
    }
    boolean more = page.size() < order.size();
    String last = more ? page.get(page.size() - 1) : null;
    return answer(
        form.array(),
        assignments,
        page,
        more ? token(request, new Place(place.seed(), last)) : null);
  }

  private static List<String> ordered(Collection<String> principals, long seed) {
    List<String> ordered = new ArrayList<>(principals);
    ordered.sort(order(seed));
    return ordered;
  }

  private static Comparator<String> order(long seed) {
    return Comparator.<String>comparingLong(p -> mix(seed ^ (p.hashCode() * 0x9E3779B97F4A7C15L)))
        .thenComparing(Comparator.naturalOrder());
  }

  private static long mix(long z) {
    long mixed = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  private Response answer(
      String array, SortedMap<String, List<Object>> assignments, List<String> page, String next) {
    List<Json.Body> bodies =
        page.stream()
            .map(p -> Json.body().with("principal", p).with("privileges", assignments.get(p)))
            .toList();
    boolean leaveOut = bodies.isEmpty() && !(next != null && settings.emptyPageHasArray());
    return Response.ok(
        Json.body().with(array, leaveOut ? null : bodies).with("next_page_token", next));
  }

  private static Integer size(Request request, String parameter) {
    String value = request.query(parameter);
    if (value == null) {
      return null;
    }
    try {
      int size = Integer.parseInt(value);
      if (size == 0 || size >= SMALLEST) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw ApiException.invalid(parameter + " must be a whole number");
    }
    throw ApiException.invalid(parameter + " must be 0 or at least " + SMALLEST + ", got " + value);
  }

  private static String token(Request request, Place place) {
    Json.Body content =
        Json.body()
            .with("p", request.rawPath())
            .with("s", Long.toString(place.seed()))
            .with("a", place.after());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(content));
  }

  private static Place place(Request request, String token) {
    try {
      JsonNode content = Json.parse(Base64.getUrlDecoder().decode(token));
      if (request.rawPath().equals(content.path("p").asText())) {
        return new Place(
            Long.parseLong(content.path("s").asText()),
            content.hasNonNull("a") ? content.get("a").asText() : null);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw ApiException.invalid("Invalid page_token");
    }
    throw ApiException.invalid("Invalid page_token");
  }
}
