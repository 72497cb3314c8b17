package io.datareplicator.databricks.sql.ddl;

import static io.datareplicator.databricks.sql.ddl.TableStatements.require;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tags of catalogs, schemas, tables of all kinds, volumes and columns. */
public final class TagStatements {
  private TagStatements() {}

  /**
   * Adds tags to an object or changes their values, all in one statement.
   *
   * @param tags values by key, at least one; null stands for an empty value
   * @throws NotExpressibleException when objects of this kind have no tags in SQL
   */
  public static String set(UcName object, Map<String, String> tags) {
    require(!tags.isEmpty(), "no tag to set");
    return alter(object) + "SET TAGS " + Clause.pairs(withoutNulls(tags));
  }

  /** Takes tags away, at least one. */
  public static String unset(UcName object, Collection<String> keys) {
    require(!keys.isEmpty(), "no tag to take away");
    return alter(object) + "UNSET TAGS " + Clause.strings(keys);
  }

  /**
   * Adds tags to a column or changes their values. Columns of views take one at a time, and a key
   * must not be there yet.
   *
   * @param assigned keys that the column has now
   */
  public static List<String> setColumn(
      UcName relation, String column, Map<String, String> tags, Set<String> assigned) {
    require(!tags.isEmpty(), "no tag to set");
    if (relation.kind() != UcKind.VIEW) {
      return List.of(
          alterColumn(relation, column) + "SET TAGS " + Clause.pairs(withoutNulls(tags)));
    }
    List<String> statements = new ArrayList<>();
    withoutNulls(tags)
        .forEach(
            (key, value) -> {
              if (assigned.contains(key)) {
                statements.add(unsetOne(relation, column, key));
              }
              statements.add(
                  "SET TAG ON COLUMN "
                      + column(relation, column)
                      + " "
                      + word(relation, key)
                      + (value.isEmpty() ? "" : " = " + word(relation, value)));
            });
    return statements;
  }

  /**
   * Takes tags from a column.
   *
   * @param keys that it has, at least one
   */
  public static List<String> unsetColumn(UcName relation, String column, Collection<String> keys) {
    require(!keys.isEmpty(), "no tag to take away");
    if (relation.kind() != UcKind.VIEW) {
      return List.of(alterColumn(relation, column) + "UNSET TAGS " + Clause.strings(keys));
    }
    return new TreeSet<>(keys).stream().map(key -> unsetOne(relation, column, key)).toList();
  }

  private static String unsetOne(UcName relation, String column, String key) {
    return "UNSET TAG ON COLUMN " + column(relation, column) + " " + word(relation, key);
  }

  private static String column(UcName relation, String column) {
    return Clause.name(relation) + "." + Identifier.quote(column);
  }

  /** This form takes keys and values as identifiers, which hold no line breaks. */
  private static String word(UcName relation, String text) {
    try {
      return Identifier.quote(text);
    } catch (IllegalArgumentException e) {
      throw new NotExpressibleException(
          "columns of " + relation + " cannot have the tag text '" + text + "' in SQL");
    }
  }

  private static Map<String, String> withoutNulls(Map<String, String> tags) {
    Map<String, String> copy = new TreeMap<>();
    tags.forEach((key, value) -> copy.put(key, value == null ? "" : value));
    return copy;
  }

  private static String alterColumn(UcName relation, String column) {
    if (!relation.kind().isRelation()) {
      throw new NotExpressibleException(relation + " has no columns");
    }
    return alter(relation) + "ALTER COLUMN " + Identifier.quote(column) + " ";
  }

  private static String alter(UcName object) {
    return switch (object.kind()) {
      case CATALOG, SCHEMA, TABLE, VIEW, MATERIALIZED_VIEW, STREAMING_TABLE, VOLUME ->
          "ALTER "
              + object.kind().label().toUpperCase(Locale.ROOT)
              + " "
              + Clause.name(object)
              + " ";
      default ->
          throw new NotExpressibleException("tags of " + object + " cannot be changed in SQL");
    };
  }
}
