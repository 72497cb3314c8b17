package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Compares the tables of a source catalog with those of a target catalog: columns, rows as
 * multisets, properties.
 */
final class SameCatalog {
  private static final int TABLES_PER_QUERY = 6;

  private final SandboxProcess sandbox;
  private final String catalog;
  private final String shared;

  /** The catalog has the same name on both sides, the shared catalog the tool's default name. */
  SameCatalog(SandboxProcess sandbox, String catalog) {
    this.sandbox = sandbox;
    this.catalog = catalog;
    this.shared = catalog + "_from_src_shared";
  }

  static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** What the information schema says of a column; {@code facts} without its name and type. */
  private record Column(String name, String type, List<String> facts) {
    /** EXCEPT compares neither maps nor variants; their JSON says the same. */
    String comparable() {
      boolean opaque = type.contains("map<") || type.contains("variant");
      return opaque ? "to_json(struct(" + quote(name) + "))" : quote(name);
    }
  }

  /**
   * Asserts that all tables of these schemas are on both sides and equal, and returns how many
   * there are.
   */
  int assertSame(String... schemas) {
    Map<String, List<Column>> tables = columns(sandbox.source(), schemas);
    // Comments of tables are not part of a clone, those of columns are.
    Map<String, List<Column>> cloned = columns(sandbox.target(), schemas);
    tables.forEach((table, columns) -> assertThat(cloned.get(table)).as(table).isEqualTo(columns));
    assertThat(cloned.keySet()).isEqualTo(tables.keySet());
    List<String> names = new ArrayList<>(tables.keySet());
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < names.size(); from += TABLES_PER_QUERY) {
      batches.add(names.subList(from, Math.min(names.size(), from + TABLES_PER_QUERY)));
    }
    inParallel(batches, batch -> compareRows(batch, tables));
    inParallel(names, this::compareProperties);
    return names.size();
  }

  private interface Check<T> {
    void of(T item);
  }

  private static <T> void inParallel(List<T> items, Check<T> check) {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (T item : items) {
        running.add(pool.submit(() -> check.of(item)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private Map<String, List<Column>> columns(SandboxSide side, String... schemas) {
    String in =
        Arrays.stream(schemas).map(s -> "'" + s + "'").collect(Collectors.joining(", ", "(", ")"));
    Map<String, List<Column>> columns = new TreeMap<>();
    for (List<String> row :
        side.sql(
            "SELECT table_schema, table_name, column_name, full_data_type, ordinal_position, is_nullable,"
                + " column_default, is_identity, is_generated, generation_expression,"
                + " partition_ordinal_position, comment FROM "
                + quote(catalog)
                + ".information_schema.columns WHERE table_schema IN "
                + in
                + " ORDER BY ordinal_position")) {
      columns
          .computeIfAbsent(quote(row.get(0)) + "." + quote(row.get(1)), k -> new ArrayList<>())
          .add(new Column(row.get(2), row.get(3), row.subList(4, row.size())));
    }
    return columns;
  }

  private void compareRows(List<String> batch, Map<String, List<Column>> tables) {
    List<String> differences = new ArrayList<>();
    List<String> counts = new ArrayList<>();
    for (String table : batch) {
      String select =
          "SELECT "
              + tables.get(table).stream().map(Column::comparable).collect(Collectors.joining(", "))
              + " FROM ";
      String there = select + quote(catalog) + "." + table;
      String here = select + quote(shared) + "." + table;
      String label = "'" + table.replace("'", "\\'") + "'";
      differences.add(
          "SELECT "
              + label
              + " AS t, (SELECT count(*) FROM ("
              + here
              + " EXCEPT ALL "
              + there
              + ")) AS missing, (SELECT count(*) FROM ("
              + there
              + " EXCEPT ALL "
              + here
              + ")) AS extra");
      counts.add("SELECT " + label + " AS t, count(*) AS n FROM " + quote(catalog) + "." + table);
    }
    for (List<String> row : sandbox.target().sql(String.join(" UNION ALL ", differences))) {
      assertThat(row.subList(1, 3))
          .as("rows missing and extra in %s", row.get(0))
          .containsExactly("0", "0");
    }
    // The share is the way that the data took: the source itself must agree as well.
    String count = String.join(" UNION ALL ", counts) + " ORDER BY t";
    assertThat(sandbox.target().sql(count)).isEqualTo(sandbox.source().sql(count));
  }

  private void compareProperties(String table) {
    String name = quote(catalog) + "." + table;
    assertThat(sandbox.target().properties(name))
        .as(name)
        .containsAllEntriesOf(sandbox.source().properties(name));
  }
}
