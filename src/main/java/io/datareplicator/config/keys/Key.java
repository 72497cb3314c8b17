package io.datareplicator.config.keys;

/**
 * One configuration key.
 *
 * @param name name in the file
 * @param shape what it accepts
 * @param standard default as text, in YAML spelling; null when there is none
 * @param derived how the name is built when it is not set, with {@code <…>} for its parts; or null
 * @param derivedForMetadata the same when metadata is replicated; null = as {@code derived}
 * @param required whether it must be set
 * @param added whether only this tool knows the key
 * @param scope substitutes that its texts may contain
 * @param doc explanation, one or two sentences
 */
public record Key(
    String name,
    Shape shape,
    String standard,
    String derived,
    String derivedForMetadata,
    boolean required,
    boolean added,
    Scope scope,
    String doc) {

  /** An optional key without a default. */
  static Key of(String name, Shape shape, String doc) {
    return new Key(name, shape, null, null, null, false, false, Scope.TABLE, doc);
  }

  /** The same key with a default. */
  Key otherwise(String value) {
    return new Key(name, shape, value, derived, derivedForMetadata, required, added, scope, doc);
  }

  /** The same key with a derived name. */
  Key derivedFrom(String rule) {
    return new Key(name, shape, standard, rule, rule, required, added, scope, doc);
  }

  /** The same key with another derived name for metadata. */
  Key metadataFrom(String rule) {
    return new Key(name, shape, standard, derived, rule, required, added, scope, doc);
  }

  /** The same key, required. */
  Key must() {
    return new Key(name, shape, standard, derived, derivedForMetadata, true, added, scope, doc);
  }

  /** The same key, marked as known to this tool only. */
  Key fresh() {
    return new Key(name, shape, standard, derived, derivedForMetadata, required, true, scope, doc);
  }

  /** The same key with another set of substitutes. */
  Key in(Scope other) {
    return new Key(name, shape, standard, derived, derivedForMetadata, required, added, other, doc);
  }
}
