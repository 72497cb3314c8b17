package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.TableSecurity;
import io.datareplicator.sandbox.metastore.TableSecurity.Function;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import io.datareplicator.sandbox.sql.SqlEngine.TableColumn;
import io.datareplicator.sandbox.sql.delta.TableDetails;
import io.datareplicator.sandbox.sql.grammar.ObjectName;
import io.datareplicator.sandbox.sql.grammar.Statement.SetMask;
import io.datareplicator.sandbox.sql.grammar.Statement.SetRowFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Row filters and column masks: which function guards which table. */
final class SecurityCommands {
  private final Metastore metastore;
  private final TableResolver tables;

  SecurityCommands(Metastore metastore, TableResolver tables) {
    this.metastore = metastore;
    this.tables = tables;
  }

  SqlResult run(SetRowFilter statement) {
    ResolvedTable table = writable(statement.table());
    statement.columns().forEach(column -> requireColumn(table, column));
    TableSecurity old = metastore.security(table.table().id());
    Function filter =
        statement.function() == null ? null : function(statement.function(), statement.columns());
    metastore.secure(table.table().id(), new TableSecurity(filter, old.masks()));
    return Results.empty();
  }

  SqlResult run(SetMask statement) {
    ResolvedTable table = writable(statement.table());
    requireColumn(table, statement.column());
    statement.using().forEach(column -> requireColumn(table, column));
    TableSecurity old = metastore.security(table.table().id());
    Map<String, Function> masks = new HashMap<>(old.masks());
    String column = statement.column().toLowerCase(Locale.ROOT);
    if (statement.function() == null) {
      masks.remove(column);
    } else {
      masks.put(column, function(statement.function(), statement.using()));
    }
    metastore.secure(table.table().id(), new TableSecurity(old.filter(), masks));
    return Results.empty();
  }

  private Function function(ObjectName name, List<String> columns) {
    TableResolver.Name full = tables.complete(name);
    if (metastore.functions().find(full.catalog(), full.schema(), full.table()).isEmpty()) {
      throw new UcException(
          400,
          "UNRESOLVED_ROUTINE",
          "Cannot resolve routine " + name.quoted() + " on search path.");
    }
    return new Function(full.toString(), columns);
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

  private void requireColumn(ResolvedTable table, String name) {
    List<TableColumn> columns = TableDetails.of(metastore.physical(table.table())).columns();
    if (columns.stream().noneMatch(c -> c.name().equalsIgnoreCase(name))) {
      throw new UcException(
          400,
          "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
          "A column, variable, or function parameter with name `" + name + "` cannot be resolved.");
    }
  }
}
