package io.datareplicator.reconcile;

import io.datareplicator.config.ReconciliationConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The settings that decide what a match means, in short: equal for equal settings. */
final class SettingsKey {
  private static final int BYTES = 8;

  private SettingsKey() {}

  static String of(ReconciliationConfig settings) {
    String text =
        String.join(
            "\n",
            List.of(
                String.valueOf(settings.schemaCheck()),
                String.valueOf(settings.rowCountCheck()),
                String.valueOf(settings.missingDataCheck()),
                String.valueOf(settings.threshold()),
                String.valueOf(settings.rowDigest()),
                String.valueOf(settings.excludeColumns()),
                String.valueOf(settings.sourceFilterExpression()),
                String.valueOf(settings.targetFilterExpression())));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
