package io.datareplicator.sandbox.metastore;

import java.util.ArrayList;
import java.util.List;

/**
 * An existing object that grants and tags are attached to. They belong to the id, so they survive a
 * rename or a replace and end with a drop.
 *
 * @param name full name, lower case; a metastore's is its id
 * @param parent whose privileges are inherited; null at the top
 * @param readOnly whether it comes from a share or is managed by Databricks
 */
public record Securable(
    SecurableType type, String name, String id, Securable parent, boolean readOnly) {

  /** Itself, its parent, and so on. */
  public List<Securable> lineage() {
    List<Securable> lineage = new ArrayList<>();
    for (Securable s = this; s != null; s = s.parent) {
      lineage.add(s);
    }
    return lineage;
  }
}
