package io.datareplicator.databricks.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Removes secrets from text before anybody sees it: every value that was registered as secret, and anything that looks like a
 * Databricks token or an Authorization value.
 */
public final class Redactor {
  private static final String MASK = "[redacted]";
  private static final Pattern TOKEN =
      Pattern.compile("\\b(?:dapi|dkea|dose|dsapi)[0-9a-zA-Z-]{8,}|\\beyJ[\\w-]+\\.[\\w-]+(?:\\.[\\w-]*)?");
  private static final Pattern AUTHORIZATION =
      Pattern.compile("(?i)\\b(Bearer|Basic)\\s+[A-Za-z0-9._~+/=-]{6,}");
  private static final int SHORTEST = 6;

  private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();

  private Redactor() {}

  /** From now on {@code secret} never appears in redacted text; very short values are ignored, they would mask words. */
  public static void register(String secret) {
    if (secret != null && secret.length() >= SHORTEST) {
      SECRETS.add(secret);
    }
  }

  /** {@code text} without secrets; null stays null. */
  public static String redact(String text) {
    if (text == null) {
      return null;
    }
    String clean = text;
    for (String secret : SECRETS) {
      clean = clean.replace(secret, MASK);
    }
    clean = AUTHORIZATION.matcher(clean).replaceAll("$1 " + MASK);
    return TOKEN.matcher(clean).replaceAll(MASK);
  }
}
