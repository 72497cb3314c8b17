package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.Grants.Held;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Metastore.PermissionChange;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tags, privileges, comments and owners. */
final class GovernanceCommands {
  private final Metastore metastore;
  private final SubjectResolver subjects;
  private final StatementSession session;
  private final String user;

  GovernanceCommands(
      Metastore metastore, TableResolver tables, StatementSession session, SqlRequest request) {
    this.metastore = metastore;
    this.subjects = new SubjectResolver(metastore, tables);
    this.session = session;
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
    } else if (statement instanceof GovernanceStatement.Grant s) {
      List<String> none = List.of();
      var change =
          new PermissionChange(
              s.principal(),
              s.revoke() ? none : s.privileges(),
              s.revoke() ? s.privileges() : none);
      metastore.grants().update(subjects.resolve(s.subject()), List.of(change), user);
    } else if (statement instanceof GovernanceStatement.ShowGrants s) {
      return showGrants(s);
    } else if (statement instanceof GovernanceStatement.SetOwner s) {
      setOwner(s.subject(), s.owner());
    } else if (statement instanceof GovernanceStatement.SetOptimization s) {
      setOptimization(s.subject(), s.mode());
    } else if (statement instanceof GovernanceStatement.Comment s) {
      new CommentCommand(metastore, subjects, session).run(s);
    }
    return Results.empty();
  }

  /** With what is inherited, in the words of SQL. */
  private SqlResult showGrants(GovernanceStatement.ShowGrants statement) {
    Securable securable = subjects.resolve(statement.subject());
    List<String[]> rows = new ArrayList<>();
    for (Held held : metastore.grants().effective(securable)) {
      Securable on = held.from() == null ? securable : held.from();
      if (statement.principal() == null || statement.principal().equals(held.principal())) {
        rows.add(
            new String[] {
              held.principal(),
              held.privilege().replace('_', ' '),
              on.type().name().replace('_', ' '),
              on.name()
            });
      }
    }
    return Results.strings(List.of("principal", "actionType", "objectType", "objectKey"), rows);
  }

  private void setOptimization(Subject subject, String mode) throws Exception {
    Map<String, Object> change = Map.of("enable_predictive_optimization", mode);
    String[] name = subjects.resolve(subject).name().split("\\.");
    switch (subject.type()) {
      case CATALOG -> metastore.updateCatalog(name[0], change);
      case SCHEMA -> metastore.updateSchema(name[0], name[1], change);
      default -> throw Errors.unsupported("PREDICTIVE OPTIMIZATION of a " + subject.kind());
    }
  }

  private void setOwner(Subject subject, String owner) throws Exception {
    Map<String, Object> change = Map.of("owner", owner);
    if (subject.type() == SecurableType.TABLE) {
      subjects.relation(subject);
    }
    Securable securable = subjects.resolve(subject);
    String[] name = securable.name().split("\\.");
    switch (subject.type()) {
      case CATALOG -> metastore.updateCatalog(name[0], change);
      case SCHEMA -> metastore.updateSchema(name[0], name[1], change);
      case TABLE -> metastore.setTableOwner(name[0], name[1], name[2], owner);
      case FUNCTION -> metastore.functions().setOwner(name[0], name[1], name[2], owner);
      default -> throw Errors.unsupported("ALTER " + subject.kind() + " ... OWNER TO");
    }
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
