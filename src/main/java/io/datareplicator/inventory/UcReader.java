package io.datareplicator.inventory;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.CatalogInfo;
import io.datareplicator.databricks.catalog.CatalogApi.SchemaInfo;
import io.datareplicator.databricks.catalog.PredictiveOptimization;
import io.datareplicator.databricks.catalog.TablesApi.ColumnInfo;
import io.datareplicator.databricks.catalog.TablesApi.ColumnMask;
import io.datareplicator.databricks.catalog.TablesApi.FunctionArgument;
import io.datareplicator.databricks.catalog.TablesApi.RowFilter;
import io.datareplicator.databricks.catalog.TablesApi.TableInfo;
import io.datareplicator.databricks.catalog.VolumesApi.VolumeInfo;
import io.datareplicator.databricks.functions.FunctionsApi.FunctionInfo;
import io.datareplicator.databricks.functions.FunctionsApi.Parameters;
import io.datareplicator.databricks.models.ModelsApi.ModelInfo;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.model.VolumeKind;
import io.datareplicator.model.VolumeName;
import io.datareplicator.model.uc.CatalogMeta;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.FunctionMeta;
import io.datareplicator.model.uc.FunctionUse;
import io.datareplicator.model.uc.ModelMeta;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.SchemaMeta;
import io.datareplicator.model.uc.UcContents;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.model.uc.VolumeMeta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads catalogs, schemas and what is in them, page by page, for metadata replication. */
public final class UcReader {
  private static final String TABLE_FUNCTION = "TABLE_TYPE";

  private UcReader() {}

  /** What of a schema is wanted. */
  public record Wanted(boolean relations, boolean volumes, boolean functions, boolean models) {}

  public static Optional<CatalogMeta> catalog(Workspace workspace, String name) {
    return workspace.catalogs().find(name).map(UcReader::catalog);
  }

  /** The schemas of a catalog by name; empty Optional when there is no such catalog. */
  public static Optional<SortedMap<String, SchemaMeta>> schemas(
      Workspace workspace, String catalog) {
    return workspace
        .catalogs()
        .schemas(catalog)
        .map(
            infos -> {
              SortedMap<String, SchemaMeta> schemas = new TreeMap<>();
              infos.forEach(
                  i -> schemas.put(i.name().toLowerCase(Locale.ROOT), schema(catalog, i)));
              return schemas;
            });
  }

  /**
   * What is in a schema.
   *
   * @throws IllegalStateException when the schema is gone meanwhile
   */
  public static UcContents contents(Workspace workspace, SchemaMeta schema, Wanted wanted) {
    SchemaName name = schema.name();
    Map<TableName, RelationMeta> relations = new HashMap<>();
    if (wanted.relations()) {
      boolean there =
          workspace
              .catalogs()
              .tables(
                  name,
                  true,
                  true,
                  info -> {
                    RelationMeta relation = relation(name, info);
                    relations.put(relation.name(), relation);
                  });
      if (!there) {
        throw gone(name);
      }
    }
    Map<VolumeName, VolumeMeta> volumes = new HashMap<>();
    if (wanted.volumes()) {
      for (VolumeInfo info : workspace.catalogs().volumes(name).orElseThrow(() -> gone(name))) {
        VolumeMeta volume = volume(name, info);
        volumes.put(volume.name(), volume);
      }
    }
    Map<UcName, FunctionMeta> functions = new HashMap<>();
    if (wanted.functions()) {
      for (FunctionInfo info : workspace.functions().list(name).orElseThrow(() -> gone(name))) {
        FunctionMeta function = function(name, info);
        functions.put(function.name(), function);
      }
    }
    Map<UcName, ModelMeta> models = new HashMap<>();
    if (wanted.models()) {
      for (ModelInfo info : workspace.models().list(name).orElseThrow(() -> gone(name))) {
        UcName model = of(UcKind.REGISTERED_MODEL, name, info.name());
        models.put(model, new ModelMeta(model, info.comment(), info.owner()));
      }
    }
    return new UcContents(schema, relations, volumes, functions, models);
  }

  private static IllegalStateException gone(SchemaName schema) {
    return new IllegalStateException(
        "schema '" + schema + "' was listed a moment ago and does not exist any more");
  }

  private static CatalogMeta catalog(CatalogInfo info) {
    return new CatalogMeta(
        info.name().toLowerCase(Locale.ROOT),
        info.catalogType(),
        info.comment(),
        info.owner(),
        info.properties(),
        info.storageRoot(),
        info.isolationMode(),
        info.enablePredictiveOptimization(),
        effective(info.effectivePredictiveOptimizationFlag()));
  }

  private static SchemaMeta schema(String catalog, SchemaInfo info) {
    return new SchemaMeta(
        new SchemaName(catalog, info.name()),
        info.comment(),
        info.owner(),
        info.properties(),
        info.storageRoot(),
        info.enablePredictiveOptimization(),
        effective(info.effectivePredictiveOptimizationFlag()));
  }

  private static String effective(PredictiveOptimization flag) {
    return flag == null ? null : flag.value();
  }

  private static RelationMeta relation(SchemaName schema, TableInfo info) {
    return new RelationMeta(
        schema.table(info.name()),
        TableKind.fromApi(info.tableType()),
        info.tableType(),
        info.dataSourceFormat(),
        info.comment(),
        info.owner(),
        info.storageLocation(),
        info.viewDefinition(),
        info.pipelineId(),
        filter(info.rowFilter()),
        info.properties(),
        columns(info));
  }

  /** The columns of a table, in their order. */
  static List<ColumnMeta> columns(TableInfo info) {
    List<ColumnInfo> columns = new ArrayList<>(info.columns());
    columns.sort(Comparator.comparingInt(c -> c.position() == null ? 0 : c.position()));
    return columns.stream().map(UcReader::column).toList();
  }

  private static ColumnMeta column(ColumnInfo info) {
    return new ColumnMeta(
        info.name(),
        info.typeText(),
        info.typeJson(),
        info.nullable() == null || info.nullable(),
        info.comment(),
        info.partitionIndex(),
        mask(info.mask()));
  }

  private static FunctionUse mask(ColumnMask mask) {
    return mask == null || mask.functionName() == null
        ? null
        : new FunctionUse(
            mask.functionName(),
            columns(mask.usingColumnNames(), mask.usingArguments()),
            constants(mask.usingArguments()));
  }

  private static FunctionUse filter(RowFilter filter) {
    return filter == null || filter.functionName() == null
        ? null
        : new FunctionUse(
            filter.functionName(),
            columns(filter.inputColumnNames(), filter.inputArguments()),
            constants(filter.inputArguments()));
  }

  private static boolean constants(List<FunctionArgument> arguments) {
    return arguments.stream().anyMatch(a -> a.constant() != null);
  }

  /** Newer servers tell arguments, older ones columns only. */
  private static List<String> columns(List<String> names, List<FunctionArgument> arguments) {
    return names.isEmpty()
        ? arguments.stream().map(FunctionArgument::column).filter(c -> c != null).toList()
        : names;
  }

  private static VolumeMeta volume(SchemaName schema, VolumeInfo info) {
    return new VolumeMeta(
        schema.volume(info.name()),
        VolumeKind.fromApi(info.volumeType()),
        info.comment(),
        info.owner(),
        info.storageLocation());
  }

  private static FunctionMeta function(SchemaName schema, FunctionInfo info) {
    boolean table = TABLE_FUNCTION.equals(info.dataType());
    String language =
        "EXTERNAL".equals(info.routineBody()) && info.externalLanguage() != null
            ? info.externalLanguage()
            : "SQL";
    return new FunctionMeta(
        of(UcKind.FUNCTION, schema, info.name()),
        parameters(info.inputParams()),
        table ? null : info.fullDataType(),
        table ? parameters(info.returnParams()) : List.of(),
        language.toUpperCase(Locale.ROOT),
        info.routineDefinition(),
        info.deterministic(),
        info.sqlDataAccess(),
        info.comment(),
        info.owner());
  }

  private static List<FunctionMeta.Parameter> parameters(Parameters parameters) {
    if (parameters == null) {
      return List.of();
    }
    return parameters.parameters().stream()
        .sorted(Comparator.comparingInt(p -> p.position() == null ? 0 : p.position()))
        .map(
            p ->
                new FunctionMeta.Parameter(
                    p.name(), p.typeText(), p.parameterDefault(), p.comment()))
        .toList();
  }

  private static UcName of(UcKind kind, SchemaName schema, String name) {
    return UcName.of(kind, schema.catalog(), schema.schema(), name);
  }
}
