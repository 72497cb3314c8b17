package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.Constraints.Key;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import io.datareplicator.sandbox.sql.SqlEngine.TableColumn;
import io.datareplicator.sandbox.sql.delta.TableDetails;
import io.datareplicator.sandbox.sql.engine.Parameters;
import io.datareplicator.sandbox.sql.engine.StatementSession;
import io.datareplicator.sandbox.sql.grammar.ConstraintStatement;
import io.datareplicator.sandbox.sql.grammar.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Primary and foreign keys of existing tables, and SHOW CREATE TABLE. */
final class ConstraintCommands {
  private final Metastore metastore;
  private final TableResolver tables;
  private final StatementSession session;
  private final SqlRequest request;

  ConstraintCommands(
      Metastore metastore, TableResolver tables, StatementSession session, SqlRequest request) {
    this.metastore = metastore;
    this.tables = tables;
    this.session = session;
    this.request = request;
  }

  SqlResult run(ConstraintStatement statement) throws Exception {
    if (statement instanceof ConstraintStatement.Add s) {
      add(s);
      return Results.empty();
    } else if (statement instanceof ConstraintStatement.Drop s) {
      return drop(s);
    }
    return showCreate((ConstraintStatement.ShowCreate) statement);
  }

  private SqlResult showCreate(ConstraintStatement.ShowCreate s) throws Exception {
    ResolvedTable table = tables.resolve(s.table());
    if (table.table().location() == null && !table.table().isDataset()) {
      return session.run(s.text(), Parameters.values(request.parameters()), request.rowLimit());
    }
    return Results.strings(
        List.of("createtab_stmt"),
        List.<String[]>of(new String[] {new TableDdl(metastore, table).text()}));
  }

  private ResolvedTable writable(ObjectName name) {
    ResolvedTable table = tables.resolve(name);
    if (table.readOnly()) {
      throw UcException.denied("ALTER TABLE is not allowed: " + name.lower() + " is read-only.");
    }
    if (table.table().location() == null) {
      throw new UcException(
          400,
          "EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE",
          "'ALTER TABLE' expects a table but " + name.quoted() + " is a view.");
    }
    return table;
  }

  private void add(ConstraintStatement.Add s) {
    ResolvedTable table = writable(s.table());
    List<TableColumn> columns = columns(table, s.columns());
    List<String> names = columns.stream().map(TableColumn::name).toList();
    boolean primary = s.parent() == null;
    String name = s.name();
    if (primary) {
      columns.stream()
          .filter(TableColumn::nullable)
          .findFirst()
          .ifPresent(
              c -> {
                throw UcException.invalid(
                    "Cannot create the primary key because its child column(s) `"
                        + c.name()
                        + "` is nullable. Please change the column nullability and retry.");
              });
      name = name == null ? table.table().name() + "_pk" : name;
      metastore.constraints().add(table.table().id(), new Key(name, names, null, null, s.rely()));
      return;
    }
    ResolvedTable parent = tables.resolve(s.parent());
    List<String> key =
        metastore.constraints().primaryKey(parent.table().id()).map(Key::columns).orElse(List.of());
    List<String> wanted = s.parentColumns().isEmpty() ? key : s.parentColumns();
    boolean matches =
        !key.isEmpty()
            && wanted.size() == key.size()
            && names.size() == key.size()
            && wanted.stream().allMatch(c -> key.stream().anyMatch(c::equalsIgnoreCase));
    if (!matches) {
      throw UcException.invalid(
          "A foreign key must reference the primary key of "
              + s.parent().lower()
              + ", which has "
              + (key.isEmpty() ? "none" : key));
    }
    name = name == null ? table.table().name() + "_" + parent.table().name() + "_fk" : name;
    metastore
        .constraints()
        .add(table.table().id(), new Key(name, names, parent.table().id(), wanted, s.rely()));
  }

  private List<TableColumn> columns(ResolvedTable table, List<String> names) {
    List<TableColumn> all = TableDetails.of(metastore.physical(table.table())).columns();
    List<TableColumn> found = new ArrayList<>();
    for (String name : names) {
      found.add(
          all.stream()
              .filter(c -> c.name().equalsIgnoreCase(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UcException(
                          400,
                          "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
                          "A column, variable, or function parameter with name `"
                              + name
                              + "` cannot be resolved.")));
    }
    return found;
  }

  private SqlResult drop(ConstraintStatement.Drop s) throws Exception {
    ResolvedTable table = writable(s.table());
    Optional<Key> found =
        metastore.constraints().of(table.table().id()).stream()
            .filter(k -> isMeant(s, k))
            .findFirst();
    if (found.isPresent()) {
      metastore.constraints().drop(table.table().id(), found.get().name(), s.cascade());
      return Results.empty();
    }
    if (s.name() != null) {
      return session.run(s.text(), Parameters.values(request.parameters()), request.rowLimit());
    }
    if (!s.ifExists()) {
      throw UcException.notFound(
          "CONSTRAINT", "Constraint", s.columns() == null ? "PRIMARY KEY" : "FOREIGN KEY");
    }
    return Results.empty();
  }

  private static boolean isMeant(ConstraintStatement.Drop s, Key key) {
    if (s.name() != null) {
      return key.name().equalsIgnoreCase(s.name());
    }
    return s.columns() == null
        ? key.primary()
        : !key.primary() && key.columns().stream().allMatch(c -> contains(s.columns(), c));
  }

  private static boolean contains(List<String> names, String name) {
    return names.stream().anyMatch(name::equalsIgnoreCase);
  }
}
