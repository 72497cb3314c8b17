package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.Securable;
import io.datareplicator.sandbox.metastore.SecurableType;
import io.datareplicator.sandbox.metastore.Securables;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine.TableColumn;
import io.datareplicator.sandbox.sql.delta.TableDetails;
import io.datareplicator.sandbox.sql.grammar.GovernanceStatement.Subject;
import io.datareplicator.sandbox.sql.grammar.ObjectName;
import java.util.List;
import java.util.stream.Collectors;

/** The object that a statement names, by the session's current catalog and schema. */
final class SubjectResolver {
  private final Metastore metastore;
  private final TableResolver tables;

  SubjectResolver(Metastore metastore, TableResolver tables) {
    this.metastore = metastore;
    this.tables = tables;
  }

  /**
   * The object.
   *
   * @throws UcException when it does not exist or its name has too many parts
   */
  Securable resolve(Subject subject) {
    if (subject.type() == SecurableType.METASTORE) {
      return Securables.find(metastore, SecurableType.METASTORE, metastore.id());
    }
    if (subject.type() == SecurableType.TABLE) {
      tables.resolve(subject.name());
    }
    return Securables.find(metastore, subject.type(), fullName(subject));
  }

  String fullName(Subject subject) {
    ObjectName name = subject.name();
    int parts = subject.type().parts();
    if (name.parts().size() > parts) {
      throw UcException.invalid(
          "'"
              + name.lower()
              + "' is not the name of a "
              + subject.kind().toLowerCase(java.util.Locale.ROOT));
    }
    return switch (parts) {
      case 1 -> name.lower();
      case 2 ->
          name.parts().size() == 2 ? name.lower() : tables.currentCatalog() + "." + name.lower();
      default -> tables.complete(name).toString();
    };
  }

  /**
   * The table or view of a statement that names its kind.
   *
   * @throws UcException EXPECT_TABLE_NOT_VIEW or EXPECT_VIEW_NOT_TABLE when the kind is wrong
   */
  ResolvedTable relation(Subject subject) {
    ResolvedTable found = tables.resolve(subject.name());
    String type = found.table().tableType();
    String quoted = tables.complete(subject.name()).toString();
    boolean view = type.equals("VIEW");
    boolean materialized = type.equals("MATERIALIZED_VIEW");
    boolean wrong =
        switch (subject.kind()) {
          case "VIEW" -> !view && !materialized;
          case "MATERIALIZED VIEW" -> !materialized;
          case "STREAMING TABLE" -> !type.equals("STREAMING_TABLE");
          default -> false;
        };
    if (wrong && subject.kind().equals("VIEW")) {
      throw new UcException(
          400,
          "EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE",
          "'ALTER VIEW' expects a view but " + quoted + " is a table.");
    }
    if (wrong) {
      throw UcException.invalid(
          "'ALTER " + subject.kind() + "' cannot be used for " + quoted + ": it is a " + type);
    }
    if (subject.kind().equals("TABLE") && view) {
      throw new UcException(
          400,
          "EXPECT_TABLE_NOT_VIEW.USE_ALTER_VIEW",
          "'ALTER TABLE' expects a table but "
              + quoted
              + " is a view. Please use ALTER VIEW instead.");
    }
    return found;
  }

  /**
   * The column in the case in which it was declared.
   *
   * @throws UcException UNRESOLVED_COLUMN.WITH_SUGGESTION
   */
  TableColumn column(ResolvedTable table, String name) {
    List<TableColumn> columns = TableDetails.of(metastore.physical(table.table())).columns();
    return columns.stream()
        .filter(c -> c.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UcException(
                    400,
                    "UNRESOLVED_COLUMN.WITH_SUGGESTION",
                    "A column, variable, or function parameter with name `"
                        + name
                        + "` cannot be resolved. Did you mean one of the following? ["
                        + columns.stream()
                            .map(c -> "`" + c.name() + "`")
                            .collect(Collectors.joining(", "))
                        + "]"));
  }
}
