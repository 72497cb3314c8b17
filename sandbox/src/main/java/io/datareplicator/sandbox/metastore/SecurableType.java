package io.datareplicator.sandbox.metastore;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Kinds of objects that carry grants, and some of them tags (reference §4, Permissions). */
public enum SecurableType {
  METASTORE("Metastore", 1, false),
  CATALOG("Catalog", 1, true),
  SCHEMA("Schema", 2, true),
  /** Tables, views, materialized views and streaming tables. */
  TABLE("Table", 3, true),
  VOLUME("Volume", 3, true),
  /** Functions and registered models. */
  FUNCTION("Function", 3, false),
  EXTERNAL_LOCATION("External Location", 1, false),
  STORAGE_CREDENTIAL("Storage Credential", 1, false),
  CREDENTIAL("Credential", 1, false),
  CONNECTION("Connection", 1, false);

  private final String label;
  private final int parts;
  private final boolean taggable;

  SecurableType(String label, int parts, boolean taggable) {
    this.label = label;
    this.parts = parts;
    this.taggable = taggable;
  }

  /** How error messages call it. */
  public String label() {
    return label;
  }

  /** How many parts a full name has. */
  public int parts() {
    return parts;
  }

  /** Whether the tags API of this sandbox knows it, under {@link #plural()}. */
  public boolean taggable() {
    return taggable;
  }

  /** {@code entity_type} of the tags API. */
  public String plural() {
    return name().toLowerCase(Locale.ROOT) + "s";
  }

  /** The type of a path segment, in any case. */
  public static Optional<SecurableType> of(String text) {
    String wanted = text.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(t -> t.name().equals(wanted)).findFirst();
  }
}
