package io.datareplicator.compare.metadata;

import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementResult;
import io.datareplicator.databricks.sql.infoschema.InformationSchema;
import io.datareplicator.databricks.sql.infoschema.Level;
import io.datareplicator.inventory.UcReader.Wanted;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.UcContents;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What has to be read of a catalog for what is asked for. */
final class Scopes {
  /** Listings take a request for each schema, so that one query first is worth it. */
  private static final int FEW_SCHEMAS = 3;

  private static final Set<UcObjectType> RELATIONS =
      EnumSet.of(
          UcObjectType.TABLE,
          UcObjectType.VIEW,
          UcObjectType.MATERIALIZED_VIEW,
          UcObjectType.STREAMING_TABLE,
          UcObjectType.TABLE_COMMENT,
          UcObjectType.TABLE_TAG,
          UcObjectType.TABLE_GRANT,
          UcObjectType.COLUMN_COMMENT,
          UcObjectType.COLUMN_TAG,
          UcObjectType.ROW_FILTER,
          UcObjectType.COLUMN_MASK);
  private static final Map<UcObjectType, Level> TAGS =
      new EnumMap<>(
          Map.of(
              UcObjectType.CATALOG_TAG, Level.CATALOG,
              UcObjectType.SCHEMA_TAG, Level.SCHEMA,
              UcObjectType.TABLE_TAG, Level.TABLE,
              UcObjectType.VOLUME_TAG, Level.VOLUME,
              UcObjectType.COLUMN_TAG, Level.COLUMN));
  private static final Map<UcObjectType, Level> GRANTS =
      new EnumMap<>(
          Map.of(
              UcObjectType.CATALOG_GRANT, Level.CATALOG,
              UcObjectType.SCHEMA_GRANT, Level.SCHEMA,
              UcObjectType.TABLE_GRANT, Level.TABLE,
              UcObjectType.VOLUME_GRANT, Level.VOLUME,
              UcObjectType.FUNCTION_GRANT, Level.ROUTINE));

  private final Set<UcObjectType> types = EnumSet.noneOf(UcObjectType.class);
  private Filters filters;
  private Set<String> withFunctions;
  private Set<String> withVolumes;

  private Scopes() {}

  static Scopes read(
      Workspace source,
      String catalog,
      CatalogConfig config,
      List<SchemaConfig> schemas,
      Map<String, String> queryTags) {
    Scopes scopes = new Scopes();
    scopes.types.addAll(config.objects().ucObjectTypes());
    int listings = 0;
    for (SchemaConfig schema : schemas) {
      scopes.types.addAll(schema.objects().ucObjectTypes());
      listings += functions(schema) || volumes(schema) ? 1 : 0;
    }
    scopes.filters = Filters.read(source, catalog, config, schemas, queryTags);
    if (listings > FEW_SCHEMAS) {
      StatementResult census =
          source.sql().run(Statement.query(InformationSchema.census(catalog), queryTags));
      scopes.withFunctions = new HashSet<>();
      scopes.withVolumes = new HashSet<>();
      for (int row = 0; row < census.rows().size(); row++) {
        boolean routine = Level.ROUTINE.name().equals(census.value(row, "kind"));
        (routine ? scopes.withFunctions : scopes.withVolumes).add(census.value(row, "schema_name"));
      }
    }
    return scopes;
  }

  private static boolean any(SchemaConfig schema, Set<UcObjectType> of) {
    return schema.objects().ucObjectTypes().stream().anyMatch(of::contains);
  }

  private static boolean functions(SchemaConfig schema) {
    return any(schema, EnumSet.of(UcObjectType.FUNCTION, UcObjectType.FUNCTION_GRANT));
  }

  private static boolean volumes(SchemaConfig schema) {
    return any(
        schema,
        EnumSet.of(UcObjectType.VOLUME, UcObjectType.VOLUME_TAG, UcObjectType.VOLUME_GRANT));
  }

  /** What is read of a schema of the source. */
  Wanted wanted(SchemaConfig schema) {
    Wanted all = everything(schema);
    return new Wanted(
        all.relations(),
        all.volumes() && (withVolumes == null || withVolumes.contains(schema.name())),
        all.functions() && (withFunctions == null || withFunctions.contains(schema.name())),
        all.models());
  }

  /** What the types ask for, whether the source has it or not. */
  static Wanted everything(SchemaConfig schema) {
    boolean owners = any(schema, EnumSet.of(UcObjectType.OWNER));
    return new Wanted(
        owners || any(schema, RELATIONS),
        owners || volumes(schema),
        owners || functions(schema),
        any(schema, EnumSet.of(UcObjectType.REGISTERED_MODEL)));
  }

  /** What is read of the schema of the target: kinds of which the source has any. */
  static Wanted wanted(UcContents source) {
    return new Wanted(
        !source.relations().isEmpty(),
        !source.volumes().isEmpty(),
        !source.functions().isEmpty(),
        !source.models().isEmpty());
  }

  /** Levels of tags that anybody asks for. */
  Set<Level> tags() {
    return levels(TAGS);
  }

  /** Levels of grants that anybody asks for. */
  Set<Level> grants() {
    return levels(GRANTS);
  }

  boolean keys() {
    return types.contains(UcObjectType.TABLE);
  }

  private Set<Level> levels(Map<UcObjectType, Level> of) {
    Set<Level> levels = EnumSet.noneOf(Level.class);
    of.forEach(
        (type, level) -> {
          if (types.contains(type)) {
            levels.add(level);
          }
        });
    return levels;
  }

  /** Whether a table of the source is let through. */
  Predicate<TableName> filter(SchemaConfig schema) {
    return filters.of(schema.name());
  }
}
