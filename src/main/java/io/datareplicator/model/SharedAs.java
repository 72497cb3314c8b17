package io.datareplicator.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names under which single tables stand in a share: {@code schema.table} of letters, digits and
 * underscores only (databricks-api.md §5). A name with other characters gets them replaced and a
 * suffix that keeps it apart from others; both sides compute the same.
 */
public final class SharedAs {
  private static final int SUFFIX_BYTES = 4;

  private SharedAs() {}

  /** The schema and table by which recipients see a table. */
  public static String of(String schema, String table) {
    return part(schema) + "." + part(table);
  }

  /** One part of such a name. */
  public static String part(String name) {
    String lower = SchemaName.lower(name);
    String plain = lower.replaceAll("[^a-z0-9_]", "_");
    return plain.equals(lower) ? lower : plain + "_" + suffix(lower);
  }

  private static String suffix(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, SUFFIX_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
