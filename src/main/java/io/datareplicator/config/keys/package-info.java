/**
 * The one table of configuration keys: names, types, limits, defaults, levels and explanations.
 *
 * <p>Invariant: the reader, the documentation, the JSON Schema, the suggestions and {@code config
 * show} all work from this table; a key exists when and only when it stands here.
 */
package io.datareplicator.config.keys;
