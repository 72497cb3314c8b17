package io.datareplicator.reconcile;

import io.datareplicator.config.ReconciliationConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The settings that decide what a match means, in short: equal for equal settings. */
final class SettingsKey {
  private static final int BYTES = 8;

  private SettingsKey() {}

  static String of(ReconciliationConfig settings) {
    StringBuilder text = new StringBuilder();
    part(text, settings.schemaCheck());
    part(text, settings.rowCountCheck());
    part(text, settings.missingDataCheck());
    part(text, settings.threshold());
    part(text, settings.rowDigest());
    part(text, settings.sourceFilterExpression());
    part(text, settings.targetFilterExpression());
    settings.excludeColumns().forEach(column -> part(text, column));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** With its length in front, so that no two lists of settings are written alike. */
  private static void part(StringBuilder text, Object value) {
    String written = value == null ? "" : value.toString();
    text.append(value == null ? "-" : written.length()).append(':').append(written);
  }
}
