package io.datareplicator.metadata;

import io.datareplicator.model.uc.UcContents;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Dangling;
import java.util.HashSet;
import java.util.Set;

/** What is on the target, as definitions may refer to it. */
final class Known {
  private Known() {}

  /** Keys of the tables and views of a schema. */
  static Set<String> keys(UcContents contents) {
    Set<String> keys = new HashSet<>();
    contents.relations().values().forEach(r -> keys.add(r.ucName().key()));
    return keys;
  }

  /** A schema that was listed whole. */
  static String schema(String catalog, String schema) {
    return Dangling.schema(UcName.of(UcKind.TABLE, catalog, schema, "any"));
  }
}
