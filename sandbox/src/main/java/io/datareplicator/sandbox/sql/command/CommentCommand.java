package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Pipeline;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.Securable;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.delta.StatementContext;
import io.datareplicator.sandbox.sql.engine.Errors;
import io.datareplicator.sandbox.sql.engine.StatementSession;
import io.datareplicator.sandbox.sql.grammar.GovernanceStatement;
import io.datareplicator.sandbox.sql.grammar.GovernanceStatement.Subject;
import io.datareplicator.sandbox.sql.grammar.Literals;
import io.datareplicator.sandbox.sql.grammar.ObjectName;
import io.datareplicator.sandbox.sql.schema.ViewCodec;
import java.util.List;
import java.util.Map;

/** {@code COMMENT ON}; comments of tables and their columns are in the Delta log too. */
final class CommentCommand {
  private final Metastore metastore;
  private final SubjectResolver subjects;
  private final StatementSession session;

  CommentCommand(Metastore metastore, SubjectResolver subjects, StatementSession session) {
    this.metastore = metastore;
    this.subjects = subjects;
    this.session = session;
  }

  void run(GovernanceStatement.Comment statement) throws Exception {
    Subject subject = statement.subject();
    String comment = statement.comment() == null ? "" : statement.comment();
    Securable securable = subjects.resolve(subject);
    String[] name = securable.name().split("\\.");
    switch (subject.type()) {
      case CATALOG -> metastore.updateCatalog(name[0], Map.of("comment", comment));
      case SCHEMA -> metastore.updateSchema(name[0], name[1], Map.of("comment", comment));
      case TABLE -> table(subject, name, comment);
      default -> throw Errors.unsupported("COMMENT ON " + subject.kind());
    }
  }

  private void table(Subject subject, String[] name, String comment) {
    // COMMENT ON TABLE takes views as well; COMMENT ON VIEW takes no table.
    ResolvedTable found =
        subjects.relation(
            subject.kind().equals("TABLE")
                ? new Subject(subject.type(), "RELATION", subject.name(), subject.column())
                : subject);
    if (found.readOnly()) {
      throw UcException.denied("'" + String.join(".", name) + "' is read-only.");
    }
    String column =
        subject.column() == null ? null : subjects.column(found, subject.column()).name();
    if (found.table().location() == null) {
      metastore.putTable(name[0], name[1], view(found.table(), column, comment), true);
      return;
    }
    if (column != null && found.table().isDataset()) {
      dataset(found.table(), column, comment);
      return;
    }
    String table = new ObjectName(List.of(name)).quoted();
    session.run(
        column == null
            ? "COMMENT ON TABLE " + table + " IS " + Literals.string(comment)
            : "ALTER TABLE "
                + table
                + " ALTER COLUMN "
                + new ObjectName(List.of(column)).quoted()
                + " COMMENT "
                + Literals.string(comment),
        Map.of(),
        0);
  }

  /** A dataset's columns are those of the table behind it, which nobody alters directly. */
  private void dataset(TableEntry entry, String column, String comment) {
    Pipeline.Place backing =
        metastore.pipelines().ofTable(entry.id()).dataset(entry.id()).backing();
    session.addCatalog(backing.catalog());
    StatementContext context = StatementContext.current();
    context.internal(true);
    try {
      session.run(
          "ALTER TABLE "
              + backing.quoted()
              + " ALTER COLUMN "
              + new ObjectName(List.of(column)).quoted()
              + " COMMENT "
              + Literals.string(comment),
          Map.of(),
          0);
    } finally {
      context.internal(false);
    }
  }

  private static TableEntry view(TableEntry e, String column, String comment) {
    String own = column != null ? e.comment() : comment.isEmpty() ? null : comment;
    Map<String, Object> view =
        column == null
            ? ViewCodec.withComment(e.view(), comment)
            : ViewCodec.withColumnComment(e.view(), column, comment);
    return new TableEntry(
        e.id(),
        e.name(),
        e.tableType(),
        null,
        own,
        e.owner(),
        e.createdAt(),
        System.currentTimeMillis(),
        view);
  }
}
