package io.datareplicator.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where storage of the source lies on the target (configuration.md §3, cloud_url_mapping): the
 * longest source prefix wins, and a prefix matches whole path segments only.
 */
public final class UrlMapping {
  private record Prefix(String source, String target) {}

  private final List<Prefix> prefixes;

  /**
   * @param prefixes source URL prefix to target URL prefix; a missing slash at the end is added
   */
  public UrlMapping(Map<String, String> prefixes) {
    this.prefixes =
        prefixes.entrySet().stream()
            .map(e -> new Prefix(directory(e.getKey()), directory(e.getValue())))
            .sorted(Comparator.comparingInt((Prefix p) -> p.source().length()).reversed())
            .toList();
  }

  /**
   * The place on the target, without a slash at the end; empty when no prefix covers the URL.
   *
   * @param url of a directory at the source, with or without a slash at the end
   */
  public Optional<String> map(String url) {
    String wanted = directory(url);
    return prefixes.stream()
        .filter(p -> wanted.startsWith(p.source()))
        .findFirst()
        .map(p -> withoutSlash(p.target() + wanted.substring(p.source().length())));
  }

  /** Whether two URLs name the same directory. */
  public static boolean same(String a, String b) {
    return a != null && b != null && directory(a).equals(directory(b));
  }

  /** Whether {@code inner} is that directory or lies below it. */
  public static boolean covers(String outer, String inner) {
    return outer != null && inner != null && directory(inner).startsWith(directory(outer));
  }

  private static String directory(String url) {
    return withoutSlash(url) + "/";
  }

  private static String withoutSlash(String url) {
    int end = url.length();
    while (end > 0 && url.charAt(end - 1) == '/') {
      end--;
    }
    return url.substring(0, end);
  }
}
