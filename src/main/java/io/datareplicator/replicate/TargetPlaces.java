package io.datareplicator.replicate;

import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.model.SchemaName;
import io.datareplicator.plan.TableAction;
import io.datareplicator.setup.TargetCatalogs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the catalogs and schemas that clones go into, when there is something to clone. */
final class TargetPlaces {
  private final CatalogConfig catalog;
  private final TargetCatalogs catalogs;
  private final SetupSteps steps;
  private final Set<SchemaName> ready = new HashSet<>();
  private final Map<SchemaName, StopCatalog> failed = new HashMap<>();

  TargetPlaces(CatalogConfig catalog, TargetCatalogs catalogs, SetupSteps steps) {
    this.catalog = catalog;
    this.catalogs = catalogs;
    this.steps = steps;
  }

  /** The actions whose places are there now; the others are recorded as failed. */
  List<TableAction> prepare(SchemaInventory schema, List<TableAction> actions) {
    List<TableAction> possible = new ArrayList<>();
    for (TableAction action : actions) {
      try {
        if (!schema.targetExists()) {
          make(new SchemaName(catalog.name(), schema.schema()), null);
        }
        if (action instanceof TableAction.Clone clone
            && clone.via() != null
            && !clone.via().exists()) {
          ReplicationConfig settings =
              catalog.schema(schema.schema()).table(action.target().table()).replication();
          make(clone.via().name().schemaName(), settings);
        }
        possible.add(action);
      } catch (StopCatalog recorded) {
        steps.ended(
            schema.schema(),
            action.kind().objectType(),
            action.target().table(),
            Status.FAILED,
            Map.of(),
            "its schema could not be made: " + recorded.getMessage());
      }
    }
    return possible;
  }

  /**
   * @param intermediate settings that name the intermediate catalog; null for the target catalog
   */
  private void make(SchemaName name, ReplicationConfig intermediate) {
    if (ready.contains(name)) {
      return;
    }
    if (failed.containsKey(name)) {
      throw failed.get(name);
    }
    try {
      steps.step(
          "catalog",
          name.catalog(),
          () ->
              intermediate == null
                  ? catalogs.ensureTarget(catalog)
                  : catalogs.ensureIntermediate(intermediate));
      steps.step(name.schema(), "schema", name.schema(), () -> catalogs.ensureSchema(name));
      ready.add(name);
    } catch (StopCatalog recorded) {
      failed.put(name, recorded);
      throw recorded;
    }
  }
}
