package io.datareplicator.sandbox.metastore;

import java.util.List;
import java.util.Map;

/**
 * Row filter and column masks of a table. They are kept, shown and respected by sharing; the
 * sandbox's engines do not evaluate them, as if whoever reads were exempt.
 *
 * @param filter null = none
 * @param masks column, lower case, to its mask
 */
public record TableSecurity(Function filter, Map<String, Function> masks) {
  public static final TableSecurity NONE = new TableSecurity(null, Map.of());

  public TableSecurity {
    masks = masks == null ? Map.of() : Map.copyOf(masks);
  }

  /**
   * A function and the columns that it is given.
   *
   * @param name full name
   */
  public record Function(String name, List<String> columns) {
    public Function {
      columns = columns == null ? List.of() : List.copyOf(columns);
    }
  }
}
