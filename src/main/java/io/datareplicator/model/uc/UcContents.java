package io.datareplicator.model.uc;

import io.datareplicator.model.TableName;
import io.datareplicator.model.VolumeName;
import java.util.Map;

/**
 * What is in one schema of one side; kinds that nobody asks for are empty.
 *
 * @param schema null when there is none
 */
public record UcContents(
    SchemaMeta schema,
    Map<TableName, RelationMeta> relations,
    Map<VolumeName, VolumeMeta> volumes,
    Map<UcName, FunctionMeta> functions,
    Map<UcName, ModelMeta> models) {
  public static final UcContents NOTHING =
      new UcContents(null, Map.of(), Map.of(), Map.of(), Map.of());

  /** The same with other tables and views. */
  public UcContents with(Map<TableName, RelationMeta> others) {
    return new UcContents(schema, others, volumes, functions, models);
  }
}
