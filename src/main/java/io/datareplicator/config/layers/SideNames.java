package io.datareplicator.config.layers;

import io.datareplicator.config.tree.ConfigNode.Mapping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The substitutes that are known as soon as the layers are merged. */
public final class SideNames {

  private SideNames() {}

  /** {@code source_name} and {@code target_name}, as far as the merged tree has them. */
  public static Map<String, String> of(Mapping group) {
    Map<String, String> names = new HashMap<>();
    for (String side : List.of("source", "target")) {
      Mapping connect = group.mapping(side + "_databricks_connect_config");
      if (connect != null && connect.text("name") != null) {
        names.put(side + "_name", connect.text("name"));
      }
    }
    return names;
  }
}
