package io.datareplicator.model.uc;

import io.datareplicator.model.TableKind;
import java.util.Locale;

/** Kinds of objects that have a definition of their own. */
public enum UcKind {
  STORAGE_CREDENTIAL("storage_credential"),
  EXTERNAL_LOCATION("external_location"),
  TAG_POLICY(null),
  CONNECTION("connection"),
  CATALOG("catalog"),
  SCHEMA("schema"),
  TABLE("table"),
  VIEW("table"),
  MATERIALIZED_VIEW("table"),
  STREAMING_TABLE("table"),
  VOLUME("volume"),
  FUNCTION("function"),
  REGISTERED_MODEL("function");

  private final String securable;

  UcKind(String securable) {
    this.securable = securable;
  }

  /** Securable type in paths of the permissions API (databricks-api.md §4); null for none. */
  public String securable() {
    return securable;
  }

  /** Value of the audit column {@code object_type}. */
  public String objectType() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How messages call it. */
  public String label() {
    return objectType().replace('_', ' ');
  }

  /** Whether objects of this kind share one set of names in a schema with tables. */
  public boolean isRelation() {
    return "table".equals(securable);
  }

  /** Kind of a table-like object. */
  public static UcKind of(TableKind kind) {
    return switch (kind) {
      case VIEW -> VIEW;
      case MATERIALIZED_VIEW -> MATERIALIZED_VIEW;
      case STREAMING_TABLE -> STREAMING_TABLE;
      case MANAGED, EXTERNAL, FOREIGN, OTHER -> TABLE;
    };
  }
}
