package io.datareplicator.databricks.identity;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.identity.DirectoryApi.Resource;
import io.datareplicator.databricks.identity.DirectoryApi.ScimPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The principals of one kind, each looked up at most once: alone by a filter, or all by one paged
 * listing.
 */
final class Roll<R extends Resource> {
  /** Fetches one page. */
  interface Source<R> {
    ScimPage<R> page(String filter, int startIndex);
  }

  /** What can be asked for, as SCIM names it, and how its values are compared. */
  record Attribute<R>(String name, Function<R, String> value, boolean ignoresCase) {
    String key(String text) {
      return ignoresCase && text != null ? text.toLowerCase(Locale.ROOT) : text;
    }

    String keyOf(R resource) {
      return key(value.apply(resource));
    }
  }

  private record Asked(String attribute, String key) {}

  private final String kind;
  private final List<Attribute<R>> attributes;
  private final Source<R> source;
  private final Map<Asked, List<R>> single = new HashMap<>();
  private Map<Asked, List<R>> whole;

  /**
   * @param kind for messages
   */
  Roll(String kind, List<Attribute<R>> attributes, Source<R> source) {
    this.kind = kind;
    this.attributes = attributes;
    this.source = source;
  }

  /** Those with that very value; a failed look-up is not remembered. */
  synchronized List<R> with(Attribute<R> attribute, String value) {
    Asked asked = new Asked(attribute.name(), attribute.key(value));
    if (whole == null && !filterable(value)) {
      listAll();
    }
    if (whole != null) {
      return whole.getOrDefault(asked, List.of());
    }
    List<R> known = single.get(asked);
    if (known == null) {
      // The service may compare less strictly than grants do.
      known =
          read(attribute.name() + " eq '" + value + "'").stream()
              .filter(r -> asked.key().equals(attribute.keyOf(r)))
              .toList();
      single.put(asked, known);
    }
    return known;
  }

  /** How the service would read escapes in a filter is not known, so none are sent. */
  private static boolean filterable(String value) {
    return value.chars().noneMatch(c -> c == '\'' || c == '"' || c == '\\' || c < ' ');
  }

  /** Whether a look-up would send a request. */
  synchronized boolean isUnknown(Attribute<R> attribute, String value) {
    return whole == null && !single.containsKey(new Asked(attribute.name(), attribute.key(value)));
  }

  /** Reads all, unless that was done. */
  synchronized void listAll() {
    if (whole != null) {
      return;
    }
    Map<Asked, List<R>> index = new HashMap<>();
    for (R resource : read(null)) {
      for (Attribute<R> attribute : attributes) {
        Asked key = new Asked(attribute.name(), attribute.keyOf(resource));
        index.computeIfAbsent(key, k -> new ArrayList<>(1)).add(resource);
      }
    }
    whole = index;
    single.clear();
  }

  private List<R> read(String filter) {
    Map<Object, R> all = new LinkedHashMap<>();
    int arrived = 0;
    Integer total;
    boolean news;
    do {
      ScimPage<R> page = source.page(filter, arrived + 1);
      arrived += page.resources().size();
      int before = all.size();
      page.resources().forEach(r -> all.put(r.id() == null ? r : r.id(), r));
      news = all.size() > before;
      total = page.totalResults();
    } while (news && (total == null || arrived < total));
    if (total != null && all.size() < total) {
      throw new ApiException(
          0,
          "",
          String.format(
              "the listing of %s is incomplete: %d of %d arrived; try again",
              kind, all.size(), total),
          null,
          null,
          null);
    }
    return List.copyOf(all.values());
  }
}
