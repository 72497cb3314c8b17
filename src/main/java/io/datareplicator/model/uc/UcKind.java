package io.datareplicator.model.uc;

import io.datareplicator.model.SecurableType;
import io.datareplicator.model.TableKind;
import java.util.Locale;

/** Kinds of objects that have a definition of their own. */
public enum UcKind {
  STORAGE_CREDENTIAL(SecurableType.STORAGE_CREDENTIAL),
  EXTERNAL_LOCATION(SecurableType.EXTERNAL_LOCATION),
  TAG_POLICY(null),
  CONNECTION(SecurableType.CONNECTION),
  CATALOG(SecurableType.CATALOG),
  SCHEMA(SecurableType.SCHEMA),
  TABLE(SecurableType.TABLE),
  VIEW(SecurableType.TABLE),
  MATERIALIZED_VIEW(SecurableType.TABLE),
  STREAMING_TABLE(SecurableType.TABLE),
  VOLUME(SecurableType.VOLUME),
  FUNCTION(SecurableType.FUNCTION),
  REGISTERED_MODEL(SecurableType.FUNCTION);

  private final SecurableType securable;

  UcKind(SecurableType securable) {
    this.securable = securable;
  }

  /** What grants on it are for; null for none. */
  public SecurableType securable() {
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
    return securable == SecurableType.TABLE;
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
