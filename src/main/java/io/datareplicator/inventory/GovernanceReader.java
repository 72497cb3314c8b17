package io.datareplicator.inventory;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.TablesApi.TableConstraint;
import io.datareplicator.databricks.catalog.TablesApi.TableInfo;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.databricks.sql.infoschema.InformationSchema;
import io.datareplicator.databricks.sql.infoschema.Level;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.Governance;
import io.datareplicator.model.uc.KeyConstraint;
import io.datareplicator.model.uc.Privileges;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads tags, grants and keys of a whole catalog: one query each over its {@code
 * information_schema}, whatever the number of objects.
 */
public final class GovernanceReader {
  /** Inline results end at 25 MiB; a tag value has at most 1,000 characters. */
  private static final int PAGE = 20_000;

  private final Workspace workspace;
  private final String catalog;
  private final Collection<String> schemas;
  private final Map<String, String> queryTags;

  /**
   * @param schemas those to look at; null = all
   */
  public GovernanceReader(
      Workspace workspace,
      String catalog,
      Collection<String> schemas,
      Map<String, String> queryTags) {
    this.workspace = workspace;
    this.catalog = catalog;
    this.schemas = schemas;
    this.queryTags = queryTags;
  }

  /**
   * Reads what is wanted; parts without levels are empty.
   *
   * @param keys whether primary and foreign keys are wanted
   */
  public Governance read(Set<Level> tagLevels, Set<Level> grantLevels, boolean keys) {
    Map<String, SortedMap<String, String>> tags = new HashMap<>();
    Map<TableName, SortedMap<String, SortedMap<String, String>>> columnTags = new HashMap<>();
    if (!tagLevels.isEmpty()) {
      pages(
          InformationSchema.TAG_KEY,
          after -> limit -> InformationSchema.tags(catalog, tagLevels, schemas, after, limit),
          row -> tag(row, tags, columnTags));
    }
    Map<String, SortedMap<String, SortedSet<String>>> grants = new HashMap<>();
    if (!grantLevels.isEmpty()) {
      pages(
          InformationSchema.PRIVILEGE_KEY,
          after ->
              limit -> InformationSchema.privileges(catalog, grantLevels, schemas, after, limit),
          row ->
              grants
                  .computeIfAbsent(
                      object(level(row), row.get("schema_name"), row.get("object_name")).key(),
                      k -> new TreeMap<>())
                  .computeIfAbsent(row.get("grantee"), p -> new TreeSet<>())
                  .add(row.get("privilege_type")));
    }
    Map<String, Privileges> privileges = new HashMap<>();
    grants.forEach((key, byPrincipal) -> privileges.put(key, new Privileges(byPrincipal)));
    return new Governance(tags, columnTags, privileges, keys ? keys() : Map.of());
  }

  private interface Query {
    String limited(int limit);
  }

  private void pages(
      List<String> key, Function<List<String>, Query> query, Consumer<Map<String, String>> sink) {
    List<String> after = null;
    int count;
    do {
      StatementResult page = run(query.apply(after).limited(PAGE));
      count = page.rows().size();
      Map<String, String> row = Map.of();
      for (List<String> cells : page.rows()) {
        row = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) {
          row.put(page.columns().get(i).toLowerCase(Locale.ROOT), cells.get(i));
        }
        sink.accept(row);
      }
      Map<String, String> last = row;
      after = key.stream().map(last::get).toList();
    } while (count == PAGE);
  }

  private StatementResult run(String sql) {
    StatementResult result = workspace.sql().run(Statement.query(sql, queryTags));
    if (result.columns().isEmpty()) {
      throw new IllegalStateException(
          "information_schema of '"
              + catalog
              + "' was answered without a result (statement "
              + result.statementId()
              + ")");
    }
    return result;
  }

  private void tag(
      Map<String, String> row,
      Map<String, SortedMap<String, String>> tags,
      Map<TableName, SortedMap<String, SortedMap<String, String>>> columnTags) {
    Level level = level(row);
    String value = row.get("tag_value");
    if (level == Level.COLUMN) {
      TableName table = new TableName(catalog, row.get("schema_name"), row.get("object_name"));
      columnTags
          .computeIfAbsent(table, t -> new TreeMap<>())
          .computeIfAbsent(row.get("column_name").toLowerCase(Locale.ROOT), c -> new TreeMap<>())
          .put(row.get("tag_name"), value);
    } else {
      tags.computeIfAbsent(
              object(level, row.get("schema_name"), row.get("object_name")).key(),
              k -> new TreeMap<>())
          .put(row.get("tag_name"), value);
    }
  }

  private static Level level(Map<String, String> row) {
    return Level.valueOf(row.get("level"));
  }

  private UcName object(Level level, String schema, String object) {
    return switch (level) {
      case CATALOG -> UcName.of(UcKind.CATALOG, catalog);
      case SCHEMA -> UcName.of(UcKind.SCHEMA, catalog, schema);
      case TABLE, COLUMN -> UcName.of(UcKind.TABLE, catalog, schema, object);
      case VOLUME -> UcName.of(UcKind.VOLUME, catalog, schema, object);
      case ROUTINE -> UcName.of(UcKind.FUNCTION, catalog, schema, object);
    };
  }

  private record KeyRows(
      TableName table, String name, boolean primary, List<Map<String, String>> columns) {}

  private Map<TableName, List<KeyConstraint>> keys() {
    StatementResult result = run(InformationSchema.constraints(catalog, schemas));
    Map<String, KeyRows> byName = new LinkedHashMap<>();
    for (int row = 0; row < result.rows().size(); row++) {
      Map<String, String> cells = new HashMap<>();
      for (String column : result.columns()) {
        String name = column.toLowerCase(Locale.ROOT);
        cells.put(name, result.value(row, name));
      }
      TableName table = new TableName(catalog, cells.get("schema_name"), cells.get("object_name"));
      byName
          .computeIfAbsent(
              table.fullName() + "\u0000" + cells.get("constraint_name"),
              k ->
                  new KeyRows(
                      table,
                      cells.get("constraint_name"),
                      "PRIMARY KEY".equals(cells.get("constraint_type")),
                      new ArrayList<>()))
          .columns()
          .add(cells);
    }
    Map<TableName, List<KeyConstraint>> keys = new HashMap<>();
    Set<TableName> elsewhere = new LinkedHashSet<>();
    for (KeyRows key : byName.values()) {
      boolean hidden =
          !key.primary() && key.columns().stream().anyMatch(c -> c.get("parent_table") == null);
      if (hidden) {
        elsewhere.add(key.table());
      } else {
        keys.computeIfAbsent(key.table(), t -> new ArrayList<>()).add(constraint(key));
      }
    }
    // The parent is in another catalog, whose keys these relations do not show.
    for (TableName table : elsewhere) {
      workspace.catalogs().table(table).ifPresent(info -> keys.put(table, constraints(info)));
    }
    return keys;
  }

  private static KeyConstraint constraint(KeyRows key) {
    List<String> columns = key.columns().stream().map(c -> c.get("column_name")).toList();
    if (key.primary()) {
      return new KeyConstraint(key.name(), columns, null, List.of());
    }
    Map<String, String> first = key.columns().get(0);
    return new KeyConstraint(
        key.name(),
        columns,
        new TableName(
            first.get("parent_catalog"), first.get("parent_schema"), first.get("parent_table")),
        key.columns().stream().map(c -> c.get("parent_column")).toList());
  }

  private static List<KeyConstraint> constraints(TableInfo info) {
    List<KeyConstraint> keys = new ArrayList<>();
    for (TableConstraint constraint : info.tableConstraints()) {
      if (constraint.primaryKeyConstraint() != null) {
        keys.add(
            new KeyConstraint(
                constraint.primaryKeyConstraint().name(),
                constraint.primaryKeyConstraint().childColumns(),
                null,
                List.of()));
      } else if (constraint.foreignKeyConstraint() != null) {
        String[] parent = constraint.foreignKeyConstraint().parentTable().split("\\.", 3);
        keys.add(
            new KeyConstraint(
                constraint.foreignKeyConstraint().name(),
                constraint.foreignKeyConstraint().childColumns(),
                new TableName(parent[0], parent[1], parent[2]),
                constraint.foreignKeyConstraint().parentColumns()));
      }
    }
    return keys;
  }
}
