package io.datareplicator.databricks.sql.infoschema;

import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Literal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Queries over the {@code information_schema} of one catalog. Names that do not apply to a row are
 * empty strings; the schema {@code information_schema} itself is left out.
 *
 * <p>Parameters that all share: {@code schemas} = lower-case names of the schemas wanted, null for
 * all (rows of the catalog itself always come). {@code after} = values of the key columns of the
 * last row of the page before, null for the first page. {@code limit} = rows of a page; a shorter
 * page is the last one.
 */
public final class InformationSchema {
  /** Columns that order {@link #tags}; after them comes {@code tag_value}. */
  public static final List<String> TAG_KEY =
      List.of("level", "schema_name", "object_name", "column_name", "tag_name");

  /** Columns that order {@link #privileges}; there are no others. */
  public static final List<String> PRIVILEGE_KEY =
      List.of("level", "schema_name", "object_name", "grantee", "privilege_type");

  private InformationSchema() {}

  /**
   * Tags with their values.
   *
   * @param levels at least one, but {@link Level#ROUTINE}, whose tags are not listed
   */
  public static String tags(
      String catalog,
      Set<Level> levels,
      Collection<String> schemas,
      List<String> after,
      int limit) {
    List<String> selects = new ArrayList<>();
    for (Level level : sorted(levels)) {
      List<String> names = level.tagNames();
      selects.add(
          "SELECT "
              + objects(level, names)
              + ", "
              + (level == Level.COLUMN ? "column_name" : "''")
              + " AS column_name, tag_name, coalesce(tag_value, '') AS tag_value FROM "
              + relation(catalog, level.name().toLowerCase(Locale.ROOT) + "_tags")
              + where(names.isEmpty() ? null : names.get(0), schemas));
    }
    return page(selects, TAG_KEY, after, limit);
  }

  /**
   * Privileges granted on the objects themselves, not inherited ones, in upper snake case.
   *
   * @param levels at least one, but {@link Level#COLUMN}
   */
  public static String privileges(
      String catalog,
      Set<Level> levels,
      Collection<String> schemas,
      List<String> after,
      int limit) {
    List<String> selects = new ArrayList<>();
    for (Level level : sorted(levels)) {
      List<String> names = level.privilegeNames();
      String where = where(names.isEmpty() ? null : names.get(0), schemas);
      selects.add(
          "SELECT DISTINCT "
              + objects(level, names)
              + ", grantee, upper(replace(privilege_type, ' ', '_')) AS privilege_type FROM "
              + relation(catalog, level.name().toLowerCase(Locale.ROOT) + "_privileges")
              + where
              + (where.isEmpty() ? " WHERE " : " AND ")
              + "coalesce(inherited_from, 'NONE') = 'NONE'");
    }
    return page(selects, PRIVILEGE_KEY, after, limit);
  }

  /**
   * Columns of primary and foreign keys, one row each in the order of the key: {@code schema_name,
   * object_name, constraint_name, constraint_type (PRIMARY KEY or FOREIGN KEY), column_name,
   * ordinal_position, parent_catalog, parent_schema, parent_table, parent_column}. Parents are NULL
   * for primary keys; table and column of a parent are NULL too when its key cannot be seen here,
   * as when it is in another catalog.
   */
  public static String constraints(String catalog, Collection<String> schemas) {
    String name = "constraint_catalog, constraint_schema, constraint_name";
    return "SELECT t.table_schema AS schema_name, t.table_name AS object_name,"
        + " t.constraint_name, t.constraint_type, k.column_name, k.ordinal_position,"
        + " r.unique_constraint_catalog AS parent_catalog,"
        + " r.unique_constraint_schema AS parent_schema,"
        + " p.table_name AS parent_table, p.column_name AS parent_column FROM "
        + relation(catalog, "table_constraints")
        + " AS t JOIN "
        + relation(catalog, "key_column_usage")
        + " AS k ON "
        + equal("k", name + ", table_name", "t", name + ", table_name")
        + " LEFT JOIN "
        + relation(catalog, "referential_constraints")
        + " AS r ON "
        + equal("r", name, "t", name)
        + " AND t.constraint_type = 'FOREIGN KEY' LEFT JOIN "
        + relation(catalog, "key_column_usage")
        + " AS p ON "
        + equal(
            "p",
            name,
            "r",
            "unique_constraint_catalog, unique_constraint_schema, unique_constraint_name")
        + " AND p.ordinal_position = k.position_in_unique_constraint"
        + where("t.table_schema", schemas)
        + " AND t.constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY')"
        + " ORDER BY schema_name, object_name, t.constraint_name, k.ordinal_position";
  }

  /** {@code schema_name, object_name, volume_type, volume_owner, comment, storage_location}. */
  public static String volumes(String catalog, Collection<String> schemas) {
    return "SELECT volume_schema AS schema_name, volume_name AS object_name, volume_type,"
        + " volume_owner, comment, storage_location FROM "
        + relation(catalog, "volumes")
        + where("volume_schema", schemas)
        + " ORDER BY schema_name, object_name";
  }

  /** {@code schema_name, object_name} of functions. */
  public static String routines(String catalog, Collection<String> schemas) {
    return "SELECT routine_schema AS schema_name, routine_name AS object_name FROM "
        + relation(catalog, "routines")
        + where("routine_schema", schemas)
        + " ORDER BY schema_name, object_name";
  }

  /** {@code kind (ROUTINE or VOLUME), schema_name}: which schemas hold objects of these kinds. */
  public static String census(String catalog) {
    return "SELECT DISTINCT 'ROUTINE' AS kind, routine_schema AS schema_name FROM "
        + relation(catalog, "routines")
        + where("routine_schema", null)
        + " UNION ALL SELECT DISTINCT 'VOLUME' AS kind, volume_schema AS schema_name FROM "
        + relation(catalog, "volumes")
        + where("volume_schema", null);
  }

  private static Set<Level> sorted(Set<Level> levels) {
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("nothing to read");
    }
    return new TreeSet<>(levels);
  }

  private static String relation(String catalog, String name) {
    return Identifier.quote(catalog.toLowerCase(Locale.ROOT)) + ".information_schema." + name;
  }

  private static String objects(Level level, List<String> names) {
    return Literal.string(level.name())
        + " AS level, "
        + (names.isEmpty() ? "''" : names.get(0))
        + " AS schema_name, "
        + (names.size() < 2 ? "''" : names.get(1))
        + " AS object_name";
  }

  /**
   * @param column that of schemas, null for rows of the catalog itself
   */
  private static String where(String column, Collection<String> schemas) {
    if (column == null) {
      return "";
    }
    String own = " WHERE " + column + " <> 'information_schema'";
    if (schemas == null) {
      return own;
    }
    if (schemas.isEmpty()) {
      return " WHERE false";
    }
    return own
        + schemas.stream()
            .map(s -> s.toLowerCase(Locale.ROOT))
            .sorted()
            .distinct()
            .map(Literal::string)
            .collect(Collectors.joining(", ", " AND " + column + " IN (", ")"));
  }

  private static String equal(String a, String columnsOfA, String b, String columnsOfB) {
    List<String> left = List.of(columnsOfA.split(", "));
    List<String> right = List.of(columnsOfB.split(", "));
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      pairs.add(a + "." + left.get(i) + " = " + b + "." + right.get(i));
    }
    return String.join(" AND ", pairs);
  }

  private static String page(
      List<String> selects, List<String> key, List<String> after, int limit) {
    if (limit < 1 || (after != null && after.size() != key.size())) {
      throw new IllegalArgumentException(
          "a page of " + limit + " rows after " + after + ", where the key is " + key);
    }
    return "SELECT * FROM ("
        + String.join(" UNION ALL ", selects)
        + ")"
        + (after == null ? "" : " WHERE " + later(key, after, 0))
        + " ORDER BY "
        + String.join(", ", key)
        + " LIMIT "
        + limit;
  }

  /** Whether a row comes after a key, from one of its columns on. */
  private static String later(List<String> key, List<String> after, int from) {
    String column = key.get(from);
    String value = Literal.string(after.get(from));
    String greater = column + " > " + value;
    return from == key.size() - 1
        ? greater
        : "("
            + greater
            + " OR "
            + column
            + " = "
            + value
            + " AND "
            + later(key, after, from + 1)
            + ")";
  }
}
