package io.datareplicator.replicate;

import io.datareplicator.apply.SchemaListings;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Takes the inventories of many schemas at once; a schema that cannot be listed is left out. */
final class Listings {

  private final InventoryTaker taker;
  private final SetupSteps steps;

  Listings(InventoryTaker taker, SetupSteps steps) {
    this.taker = taker;
    this.steps = steps;
  }

  /** The inventories that could be taken; failures are recorded. */
  List<SchemaInventory> of(Collection<String> schemas) throws InterruptedException {
    return SchemaListings.each(schemas, taker::take, steps);
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
    return SchemaListings.each(vanished, taker::takeVanished, steps);
  }
}
