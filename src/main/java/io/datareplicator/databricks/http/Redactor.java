package io.datareplicator.databricks.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Removes secrets from text before anybody sees it: every value that was registered as secret, and
 * anything that looks like a Databricks token or an Authorization value.
 */
public final class Redactor {
  private static final String MASK = "[redacted]";
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\b(?:dapi|dkea|dose|dsapi)[0-9a-zA-Z-]{8,}|\\beyJ[\\w-]+\\.[\\w-]+(?:\\.[\\w-]*)?");
  private static final Pattern AUTHORIZATION =
      Pattern.compile("(?i)\\b(Bearer|Basic)\\s+[A-Za-z0-9._~+/=-]{6,}");
  private static final int SHORTEST = 6;

  private static final Set<String> SECRETS = ConcurrentHashMap.newKeySet();

  private Redactor() {}

  /**
   * From now on {@code secret} never appears in redacted text, neither plain nor as it stands
   * inside JSON or a URL; very short values are ignored, they would mask words.
   */
  public static void register(String secret) {
    if (secret != null && secret.length() >= SHORTEST) {
      SECRETS.add(secret);
      SECRETS.add(new String(JsonStringEncoder.getInstance().quoteAsString(secret)));
      SECRETS.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    }
  }

  /** {@code text} without secrets; null stays null. */
  public static String redact(String text) {
    if (text == null) {
      return null;
    }
    String clean = maskRegistered(text);
    clean = AUTHORIZATION.matcher(clean).replaceAll("$1 " + MASK);
    return TOKEN.matcher(clean).replaceAll(MASK);
  }

  /**
   * Marks first and masks then: replacing one secret must not leave the rest of a longer one that
   * holds it.
   */
  private static String maskRegistered(String text) {
    BitSet secret = new BitSet();
    for (String value : SECRETS) {
      for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
        secret.set(at, at + value.length());
      }
    }
    if (secret.isEmpty()) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    int from = 0;
    for (int start = secret.nextSetBit(0); start >= 0; start = secret.nextSetBit(from)) {
      clean.append(text, from, start).append(MASK);
      from = secret.nextClearBit(start);
    }
    return clean.append(text, from, text.length()).toString();
  }
}
