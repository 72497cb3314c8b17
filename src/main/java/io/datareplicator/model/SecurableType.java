package io.datareplicator.model;

import java.util.Locale;

/** Kinds of objects that privileges are granted on. */
public enum SecurableType {
  /** The metastore; its full name is its id. */
  METASTORE,
  CATALOG,
  SCHEMA,
  /** Table, view, materialized view or streaming table. */
  TABLE,
  VOLUME,
  /** Function or registered model. */
  FUNCTION,
  STORAGE_CREDENTIAL,
  EXTERNAL_LOCATION,
  CONNECTION;

  /** As paths of the API spell it. */
  public String path() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As messages spell it. */
  public String words() {
    return path().replace('_', ' ');
  }
}
