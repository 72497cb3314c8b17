package io.datareplicator.model.uc;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A connection to a foreign system.
 *
 * @param type POSTGRESQL, MYSQL, …
 * @param credentialType USERNAME_PASSWORD, …; null when the server does not tell
 * @param options as far as the server tells them: those that are secret are missing
 */
public record ConnectionMeta(
    UcName name,
    String type,
    String credentialType,
    SortedMap<String, String> options,
    String comment,
    String owner) {
  private static final Pattern SECRET =
      Pattern.compile(
          "passw|pwd|secret|token(?!_endpoint)|private.?key|credential", Pattern.CASE_INSENSITIVE);

  public ConnectionMeta {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  /** Options that may be shown: the server leaves secret ones out, and so do we, should it not. */
  public SortedMap<String, String> openOptions() {
    SortedMap<String, String> open = new TreeMap<>(options);
    open.keySet().removeIf(key -> SECRET.matcher(key).find());
    return open;
  }

  public static ConnectionMeta of(
      UcName name,
      String type,
      String credentialType,
      Map<String, String> options,
      String comment,
      String owner) {
    return new ConnectionMeta(name, type, credentialType, new TreeMap<>(options), comment, owner);
  }
}
