package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.Securable;
import io.datareplicator.sandbox.metastore.SecurableType;
import io.datareplicator.sandbox.metastore.Tags;
import io.datareplicator.sandbox.sql.SqlEngine.SqlRequest;
import io.datareplicator.sandbox.sql.SqlEngine.SqlResult;
import io.datareplicator.sandbox.sql.engine.Errors;
import io.datareplicator.sandbox.sql.engine.StatementSession;
import io.datareplicator.sandbox.sql.grammar.GovernanceStatement;
import io.datareplicator.sandbox.sql.grammar.GovernanceStatement.Subject;

/** Tags, privileges, comments and owners. */
final class GovernanceCommands {
  private final Metastore metastore;
  private final SubjectResolver subjects;
  private final String user;

  GovernanceCommands(
      Metastore metastore, TableResolver tables, StatementSession session, SqlRequest request) {
    this.metastore = metastore;
    this.subjects = new SubjectResolver(metastore, tables);
    this.user = request.user();
  }

  SqlResult run(GovernanceStatement statement) throws Exception {
    if (statement instanceof GovernanceStatement.SetTags s) {
      metastore.tags().set(altered(s.subject()), s.tags(), user);
    } else if (statement instanceof GovernanceStatement.UnsetTags s) {
      metastore.tags().unset(altered(s.subject()), s.keys());
    } else if (statement instanceof GovernanceStatement.SetTag s) {
      metastore.tags().create(tagged(s.subject()), s.key(), s.value(), user);
    } else if (statement instanceof GovernanceStatement.UnsetTag s) {
      metastore.tags().remove(tagged(s.subject()), s.key());
    }
    return Results.empty();
  }

  /** ALTER names tables and views each by their own word. */
  private Tags.Target altered(Subject subject) throws Exception {
    if (subject.type() == SecurableType.TABLE) {
      subjects.relation(subject);
    }
    return tagged(subject);
  }

  private Tags.Target tagged(Subject subject) throws Exception {
    if (!subject.type().taggable()) {
      throw Errors.unsupported("tags of a " + subject.kind());
    }
    Securable securable = subjects.resolve(subject);
    if (subject.column() == null) {
      return Tags.Target.of(securable);
    }
    ResolvedTable table = subjects.relation(subject);
    return new Tags.Target(securable, subjects.column(table, subject.column()).name());
  }
}
