package io.datareplicator.model.uc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An object by kind and name. Unity Catalog compares names without case, so parts are kept lower
 * case, but for the keys of governed tags, which differ by case; table-like objects of different
 * kinds have equal {@link #key keys}, as they cannot stand beside each other.
 *
 * @param parts one part for objects of the metastore, else catalog, schema and name, as far as
 *     there are
 */
public record UcName(UcKind kind, List<String> parts) implements Comparable<UcName> {
  public UcName {
    parts =
        kind == UcKind.TAG_POLICY
            ? List.copyOf(parts)
            : parts.stream().map(p -> p.toLowerCase(Locale.ROOT)).toList();
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a " + kind.label() + " without a name");
    }
  }

  public static UcName of(UcKind kind, String... parts) {
    return new UcName(kind, List.of(parts));
  }

  /** Same object in another catalog. */
  public UcName in(String catalog) {
    List<String> other = new ArrayList<>(parts);
    other.set(0, catalog);
    return new UcName(kind, other);
  }

  /** The catalog, or the name of an object of the metastore. */
  public String catalog() {
    return parts.get(0);
  }

  /** Null for objects above schemas. */
  public String schema() {
    return parts.size() > 1 ? parts.get(1) : null;
  }

  /** Last part. */
  public String object() {
    return parts.get(parts.size() - 1);
  }

  /** Dotted, unquoted form, as REST paths and messages use it. */
  public String fullName() {
    return String.join(".", parts);
  }

  /** Equal for objects that exclude each other. */
  public String key() {
    String space = kind.isRelation() ? "relation" : kind.objectType();
    return space + " " + String.join("\u0000", parts);
  }

  @Override
  public int compareTo(UcName other) {
    int byName = fullName().compareTo(other.fullName());
    return byName != 0 ? byName : kind.compareTo(other.kind);
  }

  /** Kind and full name, for messages. */
  @Override
  public String toString() {
    return kind.label() + " " + fullName();
  }
}
