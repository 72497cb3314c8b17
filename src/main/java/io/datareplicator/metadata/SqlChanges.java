package io.datareplicator.metadata;

import io.datareplicator.compare.metadata.ShownStatement;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.TablesApi.ForeignKey;
import io.datareplicator.databricks.catalog.TablesApi.PrimaryKey;
import io.datareplicator.databricks.catalog.TablesApi.TableConstraint;
import io.datareplicator.databricks.sql.Identifier;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.databricks.sql.ddl.ColumnStatements;
import io.datareplicator.databricks.sql.ddl.CommentStatements;
import io.datareplicator.databricks.sql.ddl.ConstraintStatements;
import io.datareplicator.databricks.sql.ddl.FunctionStatements;
import io.datareplicator.databricks.sql.ddl.TableOptions;
import io.datareplicator.databricks.sql.ddl.TableOptions.Mode;
import io.datareplicator.databricks.sql.ddl.TableStatements;
import io.datareplicator.databricks.sql.ddl.TagStatements;
import io.datareplicator.databricks.sql.ddl.ViewStatements;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change;
import io.datareplicator.plan.uc.UcRules;
import io.datareplicator.sqltext.CreateStatement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Changes that SQL makes. */
final class SqlChanges {
  private static final Set<String> OF_THE_SOURCES_PIPELINE =
      Set.of("pipelines.pipelineId", "spark.sql.internal.pipelines.parentTableId");

  private final Workspace source;
  private final String sourceCatalog;
  private final Workspace target;
  private final UcRules rules;
  private final Survivors survivors;
  private final Duration timeout;
  private final Map<String, String> queryTags;

  /**
   * @param sourceCatalog null for objects of the metastore
   * @param timeout longest time of one statement
   */
  SqlChanges(
      Workspace source,
      String sourceCatalog,
      Workspace target,
      UcRules rules,
      Survivors survivors,
      Duration timeout,
      Map<String, String> queryTags) {
    this.source = source;
    this.sourceCatalog = sourceCatalog;
    this.target = target;
    this.rules = rules;
    this.survivors = survivors;
    this.timeout = timeout;
    this.queryTags = queryTags;
  }

  void run(UcName object, Change change, Map<String, Object> details) {
    if (change instanceof Change.CreateTable create) {
      create(object, create);
    } else if (change instanceof Change.AlterTable alter) {
      alter(ActionRunner.table(object), alter);
    } else if (change instanceof Change.CreateView create) {
      create(object, create);
    } else if (change instanceof Change.CreateDataset create) {
      create(object, create);
    } else if (change instanceof Change.CreateFunction create) {
      create(object, create);
    } else if (change instanceof Change.AddConstraint add) {
      TableName table = ActionRunner.table(object);
      send(
          add.key() == null
              ? ConstraintStatements.addCheck(table, add.name(), add.check())
              : ConstraintStatements.addKey(
                  table, add.key(), isRelied(table, add.name(), details)));
    } else if (change instanceof Change.DropConstraint drop) {
      send(ConstraintStatements.drop(ActionRunner.table(object), drop.name(), false));
    } else if (change instanceof Change.SetTags tags) {
      if (!tags.unset().isEmpty()) {
        send(TagStatements.unset(object, tags.unset()));
      }
      if (!tags.set().isEmpty()) {
        send(TagStatements.set(object, tags.set()));
      }
    } else if (change instanceof Change.SetColumnTags tags) {
      tags.columns().forEach((column, set) -> columnTags(object, column, set));
    } else if (change instanceof Change.SetColumnComments comments) {
      columnComments(object, comments);
    } else if (change instanceof Change.SetRowFilter filter) {
      send(ConstraintStatements.setRowFilter(ActionRunner.table(object), filter.filter()));
    } else if (change instanceof Change.SetMasks masks) {
      masks
          .masks()
          .forEach(
              (column, mask) ->
                  send(ColumnStatements.setMask(ActionRunner.table(object), column, mask)));
    } else {
      throw new IllegalArgumentException(
          "no statement for " + change.getClass().getSimpleName() + " of " + object);
    }
  }

  /** Only a look at the one table tells whether its keys are trusted. */
  private boolean isRelied(TableName table, String key, Map<String, Object> details) {
    List<TableConstraint> constraints =
        source
            .catalogs()
            .table(table.in(sourceCatalog))
            .map(info -> info.tableConstraints())
            .orElse(List.of());
    for (TableConstraint constraint : constraints) {
      PrimaryKey primary = constraint.primaryKeyConstraint();
      ForeignKey foreign = constraint.foreignKeyConstraint();
      if (primary != null && primary.name().equals(key)) {
        if (primary.timeseriesColumns() != null && !primary.timeseriesColumns().isEmpty()) {
          details.put(
              "warnings",
              List.of("TIMESERIES of " + primary.timeseriesColumns() + " is not replicated"));
        }
        return Boolean.TRUE.equals(primary.rely());
      }
      if (foreign != null && foreign.name().equals(key)) {
        return Boolean.TRUE.equals(foreign.rely());
      }
    }
    return false;
  }

  void comment(UcName object, String comment) {
    send(CommentStatements.on(object, comment));
  }

  private void create(UcName object, Change.CreateTable create) {
    TableOptions options =
        TableOptions.of(create.replace() ? Mode.OR_REPLACE : Mode.CREATE)
            .at(create.location())
            .with(create.properties())
            .with(create.clustering());
    TableName table = ActionRunner.table(object);
    String text = TableStatements.create(create.source(), table, options);
    send(text, create.replace() ? null : madeBefore(table));
    if (create.replace()) {
      survivors.restore(object);
    }
  }

  private void alter(TableName table, Change.AlterTable alter) {
    if (!alter.addColumns().isEmpty()) {
      ColumnStatements.add(table, alter.addColumns()).forEach(this::send);
    }
    alter.dropNotNull().forEach(c -> send(ColumnStatements.dropNotNull(table, c)));
    if (alter.defaults().values().stream().anyMatch(d -> d != null)) {
      send(ColumnStatements.allowDefaults(table));
    }
    alter
        .defaults()
        .forEach(
            (column, expression) ->
                send(
                    expression == null
                        ? ColumnStatements.dropDefault(table, column)
                        : ColumnStatements.setDefault(table, column, expression)));
    if (!alter.properties().isEmpty()) {
      send(TableStatements.setProperties(table, alter.properties()));
    }
    if (alter.clustering() != null) {
      send(TableStatements.clusterBy(table, alter.clustering()));
    }
  }

  private void create(UcName object, Change.CreateView create) {
    RelationMeta view = create.source();
    Statement statement =
        change(
            ViewStatements.create(
                ActionRunner.table(object),
                view.columns(),
                view.comment(),
                create.properties(),
                create.query(),
                create.replace()),
            create.replace() ? null : madeBefore(ActionRunner.table(object)));
    target.sql().run(create.context() ? statement.in(ActionRunner.schema(object)) : statement);
    if (create.replace()) {
      survivors.restore(object);
    }
  }

  /** The statement is the source's own, with its names changed: nothing else tells all of it. */
  private void create(UcName object, Change.CreateDataset create) {
    RelationMeta from = create.source();
    String text = ShownStatement.creating(source, from.name(), queryTags);
    String rewritten = rules.rewrite(text).text().stripTrailing();
    boolean streaming = from.kind() == TableKind.STREAMING_TABLE;
    String replace = streaming ? "CREATE OR REFRESH" : "CREATE OR REPLACE";
    CreateStatement parsed = CreateStatement.parse(rewritten);
    String statement =
        parsed.with(
            Identifier.quote(ActionRunner.table(object)),
            (create.replace() ? replace : "CREATE")
                + (streaming ? " STREAMING TABLE" : " MATERIALIZED VIEW"),
            OF_THE_SOURCES_PIPELINE);
    boolean context =
        parsed
            .queryText()
            .map(query -> rules.needsOf(query, object.schema()).context())
            .orElse(false);
    Statement sent =
        change(statement, create.replace() ? null : madeBefore(ActionRunner.table(object)));
    target.sql().run(context ? sent.in(ActionRunner.schema(object)) : sent);
    if (create.replace()) {
      survivors.restore(object);
    }
  }

  private void create(UcName object, Change.CreateFunction create) {
    Statement statement =
        change(
            FunctionStatements.create(create.source(), object, create.body(), create.replace()),
            create.replace()
                ? null
                : () ->
                    target
                        .functions()
                        .find(object.fullName())
                        .map(there -> new StatementResult(null, List.of(), List.of())));
    target.sql().run(create.context() ? statement.in(ActionRunner.schema(object)) : statement);
    if (create.replace()) {
      survivors.restore(object);
    }
  }

  private void columnTags(UcName object, String column, Change.SetTags tags) {
    if (!tags.unset().isEmpty()) {
      TagStatements.unsetColumn(object, column, tags.unset()).forEach(this::send);
    }
    if (!tags.set().isEmpty()) {
      TagStatements.setColumn(object, column, tags.set(), survivors.columnTags(object, column))
          .forEach(this::send);
    }
  }

  private void columnComments(UcName object, Change.SetColumnComments comments) {
    if (object.kind() == UcKind.TABLE) {
      Map<List<String>, String> byPath = new LinkedHashMap<>();
      comments.comments().forEach((column, comment) -> byPath.put(List.of(column), comment));
      ColumnStatements.comments(ActionRunner.table(object), byPath, 1).forEach(this::send);
    } else {
      comments
          .comments()
          .forEach((column, comment) -> send(CommentStatements.onColumn(object, column, comment)));
    }
  }

  private Supplier<Optional<StatementResult>> madeBefore(TableName table) {
    return () ->
        target.catalogs().exists(table)
            ? Optional.of(new StatementResult(null, List.of(), List.of()))
            : Optional.empty();
  }

  private Statement change(String text, Supplier<Optional<StatementResult>> effect) {
    return Statement.change(text, timeout, queryTags, effect);
  }

  private void send(String text, Supplier<Optional<StatementResult>> effect) {
    target.sql().run(change(text, effect));
  }

  private void send(String text) {
    send(text, null);
  }
}
