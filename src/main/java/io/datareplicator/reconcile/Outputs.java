package io.datareplicator.reconcile;

import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.ReconciliationConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.CreateCatalog;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.databricks.sql.rows.OutputNames;
import io.datareplicator.databricks.sql.rows.ReconTables;
import io.datareplicator.databricks.sql.rows.SchemaDifference;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.recon.ColumnDifference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The two tables on the target that hold what differs. A statement whose answer got lost is not
 * sent again before it was looked whether its rows are there.
 */
final class Outputs {
  private final Workspace target;
  private final Map<String, String> tags;
  private final Set<TableName> ready = new HashSet<>();

  Outputs(Workspace target, Map<String, String> tags) {
    this.target = target;
    this.tags = tags;
  }

  static TableName schemaCheck(ReconciliationConfig config) {
    return new TableName(
        config.reconOutputsCatalog(), config.reconOutputsSchema(), config.reconSchemaCheckTable());
  }

  static TableName missingData(ReconciliationConfig config) {
    return new TableName(
        config.reconOutputsCatalog(), config.reconOutputsSchema(), config.reconMissingDataTable());
  }

  /**
   * Makes sure that the tables of these settings are there; asks nothing when they were looked at
   * before.
   *
   * @throws StopCatalog when they cannot be made; the failure is recorded
   */
  void ensure(ReconciliationConfig config, SetupSteps steps) {
    TableName schemaCheck = schemaCheck(config);
    TableName missingData = missingData(config);
    if (ready.contains(schemaCheck) && ready.contains(missingData)) {
      return;
    }
    SchemaName schema = schemaCheck.schemaName();
    if (ready.stream().noneMatch(t -> t.schemaName().equals(schema))) {
      steps.step("catalog", schema.catalog(), () -> ensureCatalog(config));
      steps.step("schema", schema.fullName(), () -> ensureSchema(schema));
    }
    make(schemaCheck, ReconTables.createSchemaCheck(schemaCheck), steps);
    make(missingData, ReconTables.createMissingData(missingData), steps);
  }

  private void make(TableName table, String statement, SetupSteps steps) {
    if (!ready.contains(table)) {
      steps.step(
          "table",
          table.fullName(),
          () -> new Outcome<>(target.sql().run(Statement.query(statement, tags)), null));
      ready.add(table);
    }
  }

  private Outcome<String> ensureCatalog(ReconciliationConfig config) {
    String name = config.reconOutputsCatalog();
    if (target.catalogs().find(name).isPresent()) {
      return new Outcome<>(name, null);
    }
    if (!config.createReconCatalog()) {
      throw new StopCatalog(
          "catalog '"
              + name
              + "' for what reconciliation finds does not exist on the "
              + target.label()
              + "; create it, or set reconciliation_config.create_recon_catalog: true",
          null);
    }
    target
        .catalogs()
        .create(new CreateCatalog(name, null, config.reconCatalogLocation(), null, null));
    return new Outcome<>(name, "created");
  }

  private Outcome<String> ensureSchema(SchemaName schema) {
    if (target.catalogs().findSchema(schema).isPresent()) {
      return new Outcome<>(schema.schema(), null);
    }
    target.catalogs().createSchema(schema, null);
    return new Outcome<>(schema.schema(), "created");
  }

  /** Adds what differs in the columns of one table. */
  void storeColumns(
      ReconciliationConfig config, OutputNames names, List<ColumnDifference> differences) {
    TableName table = schemaCheck(config);
    List<SchemaDifference> rows =
        differences.stream()
            .map(
                d ->
                    new SchemaDifference(
                        d.column(),
                        d.sourceType(),
                        d.targetType(),
                        d.sourceNullable(),
                        d.targetNullable(),
                        d.kind().label()))
            .toList();
    String text = ReconTables.insertSchemaDifferences(table, names, rows);
    target.sql().run(insert(text, table, names));
  }

  /** A statement that adds rows of one run and pair of tables. */
  Statement insert(String text, TableName table, OutputNames names) {
    Statement plain = Statement.query(text, tags);
    return Statement.change(text, plain.timeout(), tags, lookFor(table, names));
  }

  /** Whether the rows of a run and pair are there. */
  Supplier<Optional<StatementResult>> lookFor(TableName table, OutputNames names) {
    Map<String, String> own = new HashMap<>(tags);
    return () -> {
      StatementResult found =
          target.sql().run(Statement.query(ReconTables.stored(table, names), own));
      long rows = Long.parseLong(found.value(0, ReconTables.STORED_ROWS));
      return rows > 0 ? Optional.of(found) : Optional.empty();
    };
  }
}
