package io.datareplicator.sandbox.sql.catalog;

import io.datareplicator.sandbox.metastore.Names;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.delta.DeepClone;
import io.datareplicator.sandbox.sql.delta.StatementContext;
import io.datareplicator.sandbox.sql.infoschema.InformationSchema;
import io.datareplicator.sandbox.sql.schema.ViewCodec;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.NoSuchViewException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.ViewAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Relation;
import org.apache.spark.sql.connector.catalog.RelationCatalog;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableCatalogCapability;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.catalog.TableSummary;
import org.apache.spark.sql.connector.catalog.TableWritePrivilege;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.delta.catalog.DeltaCatalog;

/** Tables and views of one Unity Catalog catalog, as a Spark catalog plugin. */
public final class WorkspaceCatalog extends WorkspaceNamespaces
    implements RelationCatalog, StagingTableCatalog {

  @Override
  public Set<TableCatalogCapability> capabilities() {
    return Set.of(
        TableCatalogCapability.SUPPORT_TABLE_CONSTRAINT,
        TableCatalogCapability.SUPPORT_COLUMN_DEFAULT_VALUE,
        TableCatalogCapability.SUPPORTS_CREATE_TABLE_WITH_GENERATED_COLUMNS,
        TableCatalogCapability.SUPPORTS_CREATE_TABLE_WITH_IDENTITY_COLUMNS);
  }

  @Override
  public Relation loadRelation(Identifier name) throws NoSuchTableException {
    if (isInformationSchema(name.namespace())) {
      return InformationSchema.table(metastore(), lowerName(), name.name())
          .orElseThrow(() -> missing(name));
    }
    if (isPath(name)) {
      return (Relation) sessionDelta().loadTable(local(name));
    }
    ResolvedTable found = find(name);
    metastore().checkReadable(found);
    TableEntry entry = metastore().physical(found.table());
    if (entry.location() != null) {
      if (found.readOnly() && StatementContext.current() != null) {
        StatementContext.current().protect(entry.location());
      }
      return DeltaTables.table(name(), name, entry);
    }
    if (found.readOnly()) {
      throw UcException.denied(
          "View '"
              + fullName(name)
              + "' is shared; this sandbox evaluates views at the provider only.");
    }
    return ViewCodec.decode(entry.view());
  }

  @Override
  public Table loadTable(Identifier name, Set<TableWritePrivilege> privileges)
      throws NoSuchTableException {
    if (!isPath(name)) {
      requireWritable();
      DatasetRefusals.check(find(name).table(), "WRITE");
    }
    return loadTable(name);
  }

  @Override
  public Table loadTable(Identifier name, String version) throws NoSuchTableException {
    return sessionDelta().loadTable(travelling(name), version);
  }

  @Override
  public Table loadTable(Identifier name, long timestamp) throws NoSuchTableException {
    return sessionDelta().loadTable(travelling(name), timestamp);
  }

  private Identifier travelling(Identifier name) throws NoSuchTableException {
    if (isPath(name)) {
      return local(name);
    }
    ResolvedTable found = find(name);
    if (!found.withHistory()) {
      throw HistoryNotShared.of(fullName(name));
    }
    metastore().checkReadable(found);
    if (found.table().location() == null) {
      throw missing(name);
    }
    return DeltaTables.path(metastore().physical(found.table()).location());
  }

  /** A path as Spark can open it; it is a cloud's URL only where no rewriting could see it. */
  private Identifier local(Identifier path) {
    metastore().external().checkPath(path.name(), false);
    return DeltaTables.path(metastore().storage().local(path.name()));
  }

  @Override
  public Identifier[] listTables(String[] namespace) {
    return list(namespace, entry -> entry.location() != null);
  }

  /** Behind SHOW TABLES, which on Databricks shows views too. */
  @Override
  public TableSummary[] listTableSummaries(String[] namespace) {
    return entries(namespace).stream()
        .map(entry -> TableSummary.of(Identifier.of(namespace, entry.name()), entry.tableType()))
        .toArray(TableSummary[]::new);
  }

  @Override
  public Identifier[] listViews(String[] namespace) {
    return list(namespace, entry -> entry.location() == null);
  }

  @Override
  public StagedTable stageCreate(
      Identifier name, Column[] columns, Transform[] partitions, Map<String, String> properties) {
    requireWritable();
    if (findOrNull(name) != null) {
      throw Rethrow.unchecked(new TableAlreadyExistsException(name));
    }
    if (columns.length == 0) {
      requireTableAt(name, properties.get(TableCatalog.PROP_LOCATION));
    }
    return stage(name, properties, (d, p) -> d.stageCreate(name, columns, partitions, p));
  }

  /** Without columns an external table can only be one that is there already. */
  private void requireTableAt(Identifier name, String location) {
    if (location == null) {
      return;
    }
    metastore().external().checkNewTable(location);
    if (!DeepClone.isTable(metastore().storage().local(location))) {
      throw new UcException(
          400,
          "DELTA_CREATE_EXTERNAL_TABLE_WITHOUT_SCHEMA",
          "You are trying to create an external table "
              + fullName(name)
              + " from `"
              + location
              + "` using Delta, but the schema is not specified when the input path is empty.");
    }
  }

  @Override
  public StagedTable stageReplace(
      Identifier name, Column[] columns, Transform[] partitions, Map<String, String> properties) {
    requireWritable();
    if (findOrNull(name) == null) {
      throw Rethrow.unchecked(missing(name));
    }
    return stage(name, properties, (d, p) -> d.stageReplace(name, columns, partitions, p));
  }

  @Override
  public StagedTable stageCreateOrReplace(
      Identifier name, Column[] columns, Transform[] partitions, Map<String, String> properties) {
    requireWritable();
    return stage(name, properties, (d, p) -> d.stageCreateOrReplace(name, columns, partitions, p));
  }

  @Override
  public StagedTable stageCreate(Identifier name, TableInfo info) {
    return stageCreate(
        name, info.columns(), info.partitions(), TableConstraints.asProperties(info));
  }

  @Override
  public StagedTable stageReplace(Identifier name, TableInfo info) {
    return stageReplace(
        name, info.columns(), info.partitions(), TableConstraints.asProperties(info));
  }

  @Override
  public StagedTable stageCreateOrReplace(Identifier name, TableInfo info) {
    return stageCreateOrReplace(
        name, info.columns(), info.partitions(), TableConstraints.asProperties(info));
  }

  @Override
  public Table createTable(
      Identifier name, Column[] columns, Transform[] partitions, Map<String, String> properties) {
    stageCreate(name, columns, partitions, properties).commitStagedChanges();
    try {
      return loadTable(name);
    } catch (NoSuchTableException e) {
      throw Rethrow.unchecked(e);
    }
  }

  @Override
  public Table createTable(Identifier name, TableInfo info) {
    return createTable(
        name, info.columns(), info.partitions(), TableConstraints.asProperties(info));
  }

  private StagedTable stage(
      Identifier name, Map<String, String> properties, TableStager.Step step) {
    TableEntry existing = findOrNull(name) == null ? null : findOrNull(name).table();
    if (existing != null && existing.isDataset()) {
      DatasetRefusals.check(existing, "CREATE OR REPLACE TABLE");
    }
    if (existing != null && existing.location() == null) {
      throw Rethrow.unchecked(new TableAlreadyExistsException(name));
    }
    return new TableStager(metastore(), name(), schema(name), owner())
        .stage(name, existing, properties, step);
  }

  @Override
  public Table alterTable(Identifier name, TableChange... changes) throws NoSuchTableException {
    requireWritable();
    TableEntry entry = find(name).table();
    if (!onlyComment(changes)) {
      DatasetRefusals.checkAlter(entry);
    }
    sessionDelta().alterTable(DeltaTables.path(metastore().physical(entry).location()), changes);
    for (TableChange change : changes) {
      if (change instanceof TableChange.SetProperty set
          && set.property().equals(TableCatalog.PROP_COMMENT)) {
        putComment(name, entry, set.value());
      } else if (change instanceof TableChange.RemoveProperty remove
          && remove.property().equals(TableCatalog.PROP_COMMENT)) {
        putComment(name, entry, null);
      }
    }
    return DeltaTables.table(name(), name, metastore().physical(find(name).table()));
  }

  private static boolean onlyComment(TableChange[] changes) {
    return Arrays.stream(changes)
        .allMatch(
            change ->
                change instanceof TableChange.SetProperty set
                        && set.property().equals(TableCatalog.PROP_COMMENT)
                    || change instanceof TableChange.RemoveProperty remove
                        && remove.property().equals(TableCatalog.PROP_COMMENT));
  }

  private void putComment(Identifier name, TableEntry e, String comment) {
    String text = comment == null || comment.isEmpty() ? null : comment;
    metastore().putTable(lowerName(), schema(name), EntryCopies.withComment(e, text), true);
  }

  @Override
  public boolean dropTable(Identifier name) {
    requireWritable();
    ResolvedTable found = findOrNull(name);
    if (found == null || found.table().location() == null) {
      return false;
    }
    if (found.table().isDataset() && !found.table().isStreaming()) {
      throw new UcException(
          400,
          "WRONG_COMMAND_FOR_OBJECT_TYPE",
          "The operation DROP TABLE requires a TABLE. But "
              + fullName(name)
              + " is a MATERIALIZED_VIEW. Use DROP MATERIALIZED VIEW instead.");
    }
    metastore().dropTable(lowerName(), schema(name), name.name());
    return true;
  }

  @Override
  public void renameTable(Identifier from, Identifier to) throws NoSuchTableException {
    requireWritable();
    DatasetRefusals.checkAlter(find(from).table());
    String[] namespace = to.namespace();
    // Spark passes "catalog.schema" as namespace when the new name is fully qualified.
    boolean qualified = namespace.length == 2 && namespace[0].equalsIgnoreCase(name());
    if (namespace.length > 1 && !qualified) {
      throw UcException.invalid("A table cannot be renamed into another catalog.");
    }
    String schema = namespace.length == 0 ? schema(from) : namespace[namespace.length - 1];
    metastore().renameTable(lowerName(), schema(from), from.name(), schema, to.name());
  }

  @Override
  public View createView(Identifier name, View view) throws ViewAlreadyExistsException {
    requireWritable();
    Names.valid(name.name());
    if (findOrNull(name) != null) {
      throw new ViewAlreadyExistsException(name);
    }
    put(name, null, view, false);
    return view;
  }

  @Override
  public View replaceView(Identifier name, View view) throws NoSuchViewException {
    requireWritable();
    ResolvedTable found = findOrNull(name);
    if (found == null || found.table().location() != null) {
      throw new NoSuchViewException(name);
    }
    put(name, found.table(), view, true);
    return view;
  }

  private void put(Identifier name, TableEntry old, View view, boolean replace) {
    long now = System.currentTimeMillis();
    metastore()
        .putTable(
            lowerName(),
            schema(name),
            new TableEntry(
                old == null ? UUID.randomUUID().toString() : old.id(),
                lower(name.name()),
                "VIEW",
                null,
                view.properties().get(TableCatalog.PROP_COMMENT),
                old == null ? owner() : old.owner(),
                old == null ? now : old.createdAt(),
                now,
                ViewCodec.encode(view)),
            replace);
  }

  @Override
  public boolean dropView(Identifier name) {
    requireWritable();
    ResolvedTable found = findOrNull(name);
    boolean materialized =
        found != null && found.table().isDataset() && !found.table().isStreaming();
    if (found == null || found.table().location() != null && !materialized) {
      return false;
    }
    metastore().dropTable(lowerName(), schema(name), name.name());
    return true;
  }

  @Override
  public void renameView(Identifier from, Identifier to) throws NoSuchViewException {
    try {
      renameTable(from, to);
    } catch (NoSuchTableException e) {
      throw new NoSuchViewException(from);
    }
  }

  private static String owner() {
    StatementContext context = StatementContext.current();
    return context == null ? "" : context.user();
  }

  private static DeltaCatalog sessionDelta() {
    var session = (org.apache.spark.sql.classic.SparkSession) SparkSession.active();
    return (DeltaCatalog) session.sessionState().catalogManager().v2SessionCatalog();
  }
}
