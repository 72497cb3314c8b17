package io.datareplicator.sandbox.sql.grammar;

import io.datareplicator.sandbox.metastore.SecurableType;
import java.util.List;

/** The words that name a kind of object in SQL. */
record SecurableKind(SecurableType type, String... words) {
  /** Longer phrases first, so that none hides behind its own beginning. */
  static final List<SecurableKind> ALL =
      List.of(
          new SecurableKind(SecurableType.CREDENTIAL, "SERVICE", "CREDENTIAL"),
          new SecurableKind(SecurableType.STORAGE_CREDENTIAL, "STORAGE", "CREDENTIAL"),
          new SecurableKind(SecurableType.EXTERNAL_LOCATION, "EXTERNAL", "LOCATION"),
          new SecurableKind(SecurableType.TABLE, "MATERIALIZED", "VIEW"),
          new SecurableKind(SecurableType.TABLE, "STREAMING", "TABLE"),
          new SecurableKind(SecurableType.CATALOG, "CATALOG"),
          new SecurableKind(SecurableType.SCHEMA, "SCHEMA"),
          new SecurableKind(SecurableType.SCHEMA, "DATABASE"),
          new SecurableKind(SecurableType.TABLE, "TABLE"),
          new SecurableKind(SecurableType.TABLE, "VIEW"),
          new SecurableKind(SecurableType.VOLUME, "VOLUME"),
          new SecurableKind(SecurableType.FUNCTION, "FUNCTION"),
          new SecurableKind(SecurableType.CREDENTIAL, "CREDENTIAL"),
          new SecurableKind(SecurableType.CONNECTION, "CONNECTION"));

  String name() {
    return String.join(" ", words);
  }
}
