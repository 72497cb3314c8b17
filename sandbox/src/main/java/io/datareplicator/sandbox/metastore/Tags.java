package io.datareplicator.sandbox.metastore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tags of a metastore's objects and columns. Thread-safe; changes are durable. */
public final class Tags {
  static final char COLUMN = '#';

  private final Guarded state;

  Tags(Guarded state) {
    this.state = state;
  }

  /**
   * @param value empty when the tag has only a key
   */
  public record Tag(String key, String value, long updatedAt, String updatedBy) {}

  /**
   * What carries tags.
   *
   * @param column of a table or view, in the case in which it was declared; null = the object
   *     itself
   */
  public record Target(Securable securable, String column) {
    public static Target of(Securable securable) {
      return new Target(securable, null);
    }

    private String key() {
      return column == null ? securable.id() : securable.id() + COLUMN + column;
    }

    private String label() {
      return column == null ? securable.name() : securable.name() + "." + column;
    }
  }

  /** The target's tags by key. */
  public List<Tag> of(Target target) {
    return state.read(s -> List.copyOf(existing(s, target).values()));
  }

  /** Column → its tags, of columns that have any. */
  public Map<String, List<Tag>> ofColumns(Securable table) {
    return state.read(
        s -> {
          Map<String, List<Tag>> columns = new LinkedHashMap<>();
          columns(s, table)
              .forEach((key, tags) -> columns.put(column(table, key), List.copyOf(tags.values())));
          return columns;
        });
  }

  private static SortedMap<String, SortedMap<String, Tag>> columns(
      MetastoreState state, Securable table) {
    return state.governed.tags.subMap(table.id() + COLUMN, table.id() + (char) (COLUMN + 1));
  }

  private static String column(Securable table, String key) {
    return key.substring(table.id().length() + 1);
  }

  /**
   * One tag.
   *
   * @throws UcException RESOURCE_DOES_NOT_EXIST
   */
  public Tag get(Target target, String key) {
    return state.read(s -> required(s, target, key));
  }

  /**
   * Adds a tag.
   *
   * @throws UcException ALREADY_EXISTS when the target has the key
   */
  public Tag create(Target target, String key, String value, String user) {
    return state.write(
        s -> {
          checkWritable(target);
          if (existing(s, target).containsKey(key)) {
            throw new UcException(
                409,
                "ALREADY_EXISTS",
                "Tag assignment with tag key '"
                    + key
                    + "' already exists on "
                    + describe(target)
                    + ".");
          }
          return put(s, target, Map.of(key, text(value)), user).get(0);
        });
  }

  /** Adds tags and changes those whose key is there; all or none. */
  public List<Tag> set(Target target, Map<String, String> tags, String user) {
    return state.write(
        s -> {
          checkWritable(target);
          return put(s, target, tags, user);
        });
  }

  /**
   * Changes the value of a tag.
   *
   * @throws UcException RESOURCE_DOES_NOT_EXIST when the target does not have the key
   */
  public Tag update(Target target, String key, String value, String user) {
    return state.write(
        s -> {
          checkWritable(target);
          required(s, target, key);
          return put(s, target, Map.of(key, text(value)), user).get(0);
        });
  }

  /**
   * Removes a tag.
   *
   * @throws UcException RESOURCE_DOES_NOT_EXIST when the target does not have the key
   */
  public void remove(Target target, String key) {
    state.write(
        s -> {
          checkWritable(target);
          required(s, target, key);
          return drop(s, target, List.of(key));
        });
  }

  /** Removes tags; a key that the target does not have is no error. */
  public void unset(Target target, Collection<String> keys) {
    state.write(
        s -> {
          checkWritable(target);
          return drop(s, target, keys);
        });
  }

  /** Tags of a column follow it to its new name. */
  public void renameColumn(Securable table, String from, String to) {
    if (ofColumns(table).keySet().stream().noneMatch(from::equalsIgnoreCase)) {
      return;
    }
    state.write(
        s -> {
          for (String key : List.copyOf(columns(s, table).keySet())) {
            if (column(table, key).equalsIgnoreCase(from)) {
              s.governed.tags.put(table.id() + COLUMN + to, s.governed.tags.remove(key));
            }
          }
          return null;
        });
  }

  /** Forgets the tags of columns that a table no longer has. */
  public void retainColumns(Securable table, Collection<String> names) {
    var kept = names.stream().map(n -> n.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    if (ofColumns(table).keySet().stream()
        .allMatch(c -> kept.contains(c.toLowerCase(Locale.ROOT)))) {
      return;
    }
    state.write(
        s -> {
          columns(s, table)
              .keySet()
              .removeIf(key -> !kept.contains(column(table, key).toLowerCase(Locale.ROOT)));
          return null;
        });
  }

  private static SortedMap<String, Tag> existing(MetastoreState state, Target target) {
    return state.governed.tags.getOrDefault(target.key(), new TreeMap<>());
  }

  private static Tag required(MetastoreState state, Target target, String key) {
    Tag tag = existing(state, target).get(key);
    if (tag == null) {
      throw new UcException(
          404,
          "RESOURCE_DOES_NOT_EXIST",
          "Tag assignment with tag key '" + key + "' does not exist on " + describe(target) + ".");
    }
    return tag;
  }

  private static List<Tag> put(
      MetastoreState state, Target target, Map<String, String> tags, String user) {
    TagRules.check(state, existing(state, target).keySet(), tags);
    long now = System.currentTimeMillis();
    SortedMap<String, Tag> all =
        state.governed.tags.computeIfAbsent(target.key(), k -> new TreeMap<>());
    List<Tag> put = new ArrayList<>();
    tags.forEach((key, value) -> put.add(new Tag(key, text(value), now, user)));
    put.forEach(tag -> all.put(tag.key(), tag));
    return put;
  }

  private static Void drop(MetastoreState state, Target target, Collection<String> keys) {
    SortedMap<String, Tag> all = existing(state, target);
    all.keySet().removeAll(keys);
    if (all.isEmpty()) {
      state.governed.tags.remove(target.key());
    }
    return null;
  }

  /** A catalog of a share can be tagged, what is in it cannot [UNV]. */
  private static void checkWritable(Target target) {
    Securable securable = target.securable();
    boolean catalog = securable.type() == SecurableType.CATALOG;
    if (securable.readOnly() && !(catalog && !securable.name().equals("system"))) {
      throw UcException.denied(
          "Tags of " + describe(target) + " cannot be changed: it is read-only.");
    }
  }

  private static String describe(Target target) {
    String type = target.column() == null ? target.securable().type().name() : "COLUMN";
    return type.toLowerCase(Locale.ROOT).replace('_', ' ') + " '" + target.label() + "'";
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
