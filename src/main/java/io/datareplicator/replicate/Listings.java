package io.datareplicator.replicate;

import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.databricks.sql.DaemonThreads;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Takes the inventories of many schemas at once; a schema that cannot be listed is left out. */
final class Listings {
  private static final Logger LOG = Logger.getLogger(Listings.class);
  private static final int AT_ONCE = 8;

  private final InventoryTaker taker;
  private final SetupSteps steps;

  Listings(InventoryTaker taker, SetupSteps steps) {
    this.taker = taker;
    this.steps = steps;
  }

  /** The inventories that could be taken; failures are recorded. */
  List<SchemaInventory> of(Collection<String> schemas) throws InterruptedException {
    return each(schemas, taker::take);
  }

  private List<SchemaInventory> each(
      Collection<String> schemas, Function<String, SchemaInventory> take)
      throws InterruptedException {
    if (schemas.isEmpty()) {
      return List.of();
    }
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE, DaemonThreads.named("inventory"));
    try {
      Map<String, Future<SchemaInventory>> listings = new LinkedHashMap<>();
      for (String schema : schemas) {
        listings.put(schema, pool.submit(() -> one(schema, take)));
      }
      List<SchemaInventory> taken = new ArrayList<>();
      for (Map.Entry<String, Future<SchemaInventory>> listing : listings.entrySet()) {
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

  private SchemaInventory one(String schema, Function<String, SchemaInventory> take) {
    return steps.step(schema, "schema", schema, () -> new Outcome<>(take.apply(schema), null));
  }

  /**
   * The inventories of schemas that only the target has.
   *
   * @param present schemas that the source has
   */
  List<SchemaInventory> ofVanished(Set<String> present) throws InterruptedException {
    Set<String> vanished =
        steps.step(
            "catalog", taker.catalog(), () -> new Outcome<>(taker.onlyOnTarget(present), null));
    return each(vanished, taker::takeVanished);
  }
}
