package io.datareplicator.config.load;

import io.datareplicator.config.ConfigValue;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.TableType;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.config.VolumeType;
import java.util.EnumSet;
import java.util.Set;

/** Binds what is replicated; expands {@code all} and aliases. */
final class SelectionBinder {

  private static final String ALL = "all";

  private SelectionBinder() {}

  static ObjectSelection bind(Values v) {
    Set<UcObjectType> metadata = EnumSet.noneOf(UcObjectType.class);
    for (String word : v.texts("uc_object_types")) {
      switch (word) {
        case ALL -> metadata.addAll(UcObjectType.all());
        case "permission" -> metadata.addAll(UcObjectType.grants());
        case "view_tag" -> metadata.add(UcObjectType.TABLE_TAG);
        default -> metadata.add(named(word, UcObjectType.values()));
      }
    }
    return new ObjectSelection(
        metadata,
        types(v, "table_types", TableType.class, TableType.values()),
        types(v, "volume_types", VolumeType.class, VolumeType.values()));
  }

  private static <E extends Enum<E> & ConfigValue> Set<E> types(
      Values v, String key, Class<E> type, E[] values) {
    Set<E> types = EnumSet.noneOf(type);
    for (String word : v.texts(key)) {
      if (word.equals(ALL)) {
        types.addAll(EnumSet.allOf(type));
      } else {
        types.add(named(word, values));
      }
    }
    return types;
  }

  private static <E extends Enum<E> & ConfigValue> E named(String word, E[] values) {
    for (E value : values) {
      if (value.yaml().equals(word)) {
        return value;
      }
    }
    throw new IllegalStateException("was not checked: " + word);
  }
}
