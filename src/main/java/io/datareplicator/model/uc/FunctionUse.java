package io.datareplicator.model.uc;

import java.util.List;
import java.util.Locale;

/**
 * A function that guards a table as row filter or a column as mask.
 *
 * @param function its full name, dotted and unquoted
 * @param columns columns handed to it, for a mask those besides the masked one
 * @param constants whether it gets constants too, which {@code columns} does not tell
 */
public record FunctionUse(String function, List<String> columns, boolean constants) {
  public FunctionUse {
    function = function.toLowerCase(Locale.ROOT);
    columns = List.copyOf(columns);
  }

  /** One that gets columns only. */
  public FunctionUse(String function, List<String> columns) {
    this(function, columns, false);
  }
}
