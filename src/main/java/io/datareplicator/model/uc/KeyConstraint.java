package io.datareplicator.model.uc;

import io.datareplicator.model.TableName;
import java.util.List;

/**
 * A primary or foreign key; neither is enforced.
 *
 * @param parent table that a foreign key refers to; null for a primary key
 * @param parentColumns in the order of {@code columns}; empty for a primary key
 */
public record KeyConstraint(
    String name, List<String> columns, TableName parent, List<String> parentColumns) {
  public KeyConstraint {
    columns = List.copyOf(columns);
    parentColumns = List.copyOf(parentColumns);
  }

  public boolean primary() {
    return parent == null;
  }
}
