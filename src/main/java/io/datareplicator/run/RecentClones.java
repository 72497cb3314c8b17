package io.datareplicator.run;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.model.TableName;
import io.datareplicator.plan.LastClone;
import io.datareplicator.replicate.DataReplication;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The last clone of each table: of this very run, else what earlier runs recorded. */
final class RecentClones implements Function<TableName, LastClone> {
  private final Map<TableName, LastClone> recorded;
  private final ResultLog log;
  private final Map<TableName, LastClone> fresh = new HashMap<>();
  private int seen;

  RecentClones(Map<TableName, LastClone> recorded, ResultLog log) {
    this.recorded = recorded;
    this.log = log;
  }

  @Override
  public synchronized LastClone apply(TableName table) {
    List<OperationResult> results = log.results();
    for (OperationResult result : results.subList(seen, results.size())) {
      if (result.operationType().equals(DataReplication.TYPE)
          && result.status() == Status.SUCCESS
          && result.schema() != null
          && result.details().get("source_version") instanceof Number version
          && result.details().get("source_commit_millis") instanceof Number millis) {
        fresh.put(
            new TableName(result.catalog(), result.schema(), result.object()),
            new LastClone(
                (String) result.details().get("source_table_id"),
                version.longValue(),
                Instant.ofEpochMilli(millis.longValue()),
                result.seconds(),
                bytes(result)));
      }
    }
    seen = results.size();
    LastClone own = fresh.get(table);
    return own == null ? recorded.get(table) : own;
  }

  private static long bytes(OperationResult result) {
    return result.details().get("metrics") instanceof Map<?, ?> metrics
            && metrics.get("source_table_size") instanceof Number size
        ? size.longValue()
        : 0;
  }
}
