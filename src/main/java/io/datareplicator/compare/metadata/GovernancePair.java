package io.datareplicator.compare.metadata;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.Trace;
import io.datareplicator.databricks.sql.DaemonThreads;
import io.datareplicator.inventory.GovernanceReader;
import io.datareplicator.model.uc.Governance;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tags, grants and keys of a catalog on both sides, read at the same time. */
record GovernancePair(Governance source, Governance target) {
  /**
   * @param targetCatalog null when there is none
   */
  static GovernancePair read(
      Workspace source,
      Workspace target,
      String sourceCatalog,
      String targetCatalog,
      Scopes scopes,
      Map<String, String> queryTags)
      throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(2, DaemonThreads.named("inventory"));
    try {
      Trace trace = Trace.current();
      Future<Governance> from =
          pool.submit(() -> trace.during(() -> side(source, sourceCatalog, scopes, queryTags)));
      Future<Governance> to =
          pool.submit(
              () ->
                  trace.during(
                      () ->
                          targetCatalog == null
                              ? Governance.NONE
                              : side(target, targetCatalog, scopes, queryTags)));
      return new GovernancePair(from.get(), to.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static Governance side(
      Workspace workspace, String catalog, Scopes scopes, Map<String, String> queryTags) {
    return new GovernanceReader(workspace, catalog, null, queryTags)
        .read(scopes.tags(), scopes.grants(), scopes.keys());
  }
}
