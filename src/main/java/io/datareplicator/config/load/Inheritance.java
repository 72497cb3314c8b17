package io.datareplicator.config.load;

import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.layers.TreeMerge;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import java.util.List;

/** What a level inherits from the level above it. */
final class Inheritance {

  private static final List<String> OBJECT_LEVEL =
      KeyTable.INHERITED.stream().filter(key -> KeyTable.TABLE.key(key) != null).toList();

  private Inheritance() {}

  /** A catalog with everything from the group. */
  static Mapping catalog(Mapping group, Mapping catalog) {
    return TreeMerge.merge(TreeMerge.only(group, KeyTable.INHERITED), catalog);
  }

  /**
   * A schema with everything from its catalog. A schema that says what is replicated says it alone:
   * the catalog's choice of another kind does not count any more.
   */
  static Mapping schema(Mapping catalog, Mapping schema) {
    Mapping inherited = TreeMerge.only(catalog, KeyTable.INHERITED);
    boolean own = KeyTable.KINDS.stream().anyMatch(kind -> OwnRules.filled(schema, kind));
    return TreeMerge.merge(
        own ? inherited.without(KeyTable.KINDS.toArray(String[]::new)) : inherited, schema);
  }

  /** A table or volume with everything from its schema. */
  static Mapping object(Mapping schema, Mapping object) {
    return TreeMerge.merge(TreeMerge.only(schema, OBJECT_LEVEL), object);
  }
}
