package io.datareplicator.compare.metadata;

import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.RelationMeta;
import io.datareplicator.model.uc.UcContents;
import io.datareplicator.sqltext.CreateStatement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * What listings do not show of materialized views and streaming tables: whether a pipeline of the
 * user's defines them, and the query of streaming tables. Asked for only where it decides
 * something.
 */
final class Datasets {
  private final Workspace source;
  private final Workspace target;
  private final Map<String, String> queryTags;
  private final boolean everyQuery;
  private final Map<String, Boolean> users = new ConcurrentHashMap<>();

  /**
   * @param everyQuery whether queries of streaming tables that may not be replaced are read, too
   */
  Datasets(Workspace source, Workspace target, Map<String, String> queryTags, boolean everyQuery) {
    this.source = source;
    this.target = target;
    this.queryTags = queryTags;
    this.everyQuery = everyQuery;
  }

  /** Both sides of a schema, with the queries of streaming tables that are compared. */
  <T> T complete(
      SchemaConfig config,
      UcContents from,
      UcContents to,
      BiFunction<UcContents, UcContents, T> pair) {
    if (!config.objects().ucObjectTypes().contains(UcObjectType.STREAMING_TABLE)) {
      return pair.apply(from, to);
    }
    Map<TableName, RelationMeta> here = new HashMap<>(from.relations());
    Map<TableName, RelationMeta> there = new HashMap<>(to.relations());
    for (RelationMeta relation : from.relations().values()) {
      RelationMeta other = to.relations().get(relation.name().in(config.catalog()));
      boolean wanted =
          everyQuery
              || config
                  .table(relation.name().table())
                  .replication()
                  .createOrReplaceStreamingTable();
      if (relation.kind() == TableKind.STREAMING_TABLE
          && other != null
          && other.kind() == TableKind.STREAMING_TABLE
          && wanted
          && config.selectsTable(relation.name().table())
          && !isUsers(relation.pipelineId())) {
        here.put(relation.name(), relation.defined(query(source, relation.name())));
        there.put(other.name(), other.defined(query(target, other.name())));
      }
    }
    return pair.apply(from.with(here), to.with(there));
  }

  private String query(Workspace workspace, TableName table) {
    return CreateStatement.parse(ShownStatement.creating(workspace, table, queryTags))
        .queryText()
        .map(String::strip)
        .orElse(null);
  }

  /** Whether a pipeline has source code of its own; those of single SQL objects have none. */
  boolean isUsers(String pipelineId) {
    return pipelineId != null
        && users.computeIfAbsent(
            pipelineId,
            id ->
                source
                    .pipelines()
                    .find(id)
                    .map(p -> p.spec() != null && !p.spec().libraries().isEmpty())
                    .orElse(false));
  }
}
