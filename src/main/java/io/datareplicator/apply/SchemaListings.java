package io.datareplicator.apply;

import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.databricks.sql.DaemonThreads;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Lists many schemas at once; one that cannot be listed is recorded as failed and left out. */
public final class SchemaListings {
  private static final Logger LOG = Logger.getLogger(SchemaListings.class);
  private static final int AT_ONCE = 8;

  private SchemaListings() {}

  /**
   * What {@code take} finds in each schema, in the order given.
   *
   * @throws StopRun when nothing more can succeed
   */
  public static <T> List<T> each(
      Collection<String> schemas, Function<String, T> take, SetupSteps steps)
      throws InterruptedException {
    if (schemas.isEmpty()) {
      return List.of();
    }
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE, DaemonThreads.named("inventory"));
    try {
      Map<String, Future<T>> listings = new LinkedHashMap<>();
      for (String schema : schemas) {
        listings.put(
            schema,
            pool.submit(
                () ->
                    steps.step(
                        schema, "schema", schema, () -> new Outcome<>(take.apply(schema), null))));
      }
      List<T> taken = new ArrayList<>();
      for (Map.Entry<String, Future<T>> listing : listings.entrySet()) {
        try {
          taken.add(listing.getValue().get());
        } catch (ExecutionException e) {
          if (e.getCause() instanceof StopCatalog recorded) {
            LOG.debugf("schema %s is left out: %s", listing.getKey(), recorded.getMessage());
          } else if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          } else {
            throw new IllegalStateException(e.getCause());
          }
        }
      }
      return taken;
    } finally {
      pool.shutdownNow();
    }
  }
}
