package io.datareplicator.replicate;

import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.model.SchemaName;
import io.datareplicator.plan.Destination;
import io.datareplicator.plan.TableAction;
import io.datareplicator.setup.TargetCatalogs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

  /**
   * Without external tables that would be written to one place: each would destroy the other. They
   * are recorded as failed.
   */
  List<TableAction> apart(List<TableAction> actions) {
    Map<String, List<TableAction>> byPlace = new TreeMap<>();
    for (TableAction action : actions) {
      if (action instanceof TableAction.Clone clone
          && clone.destination() instanceof Destination.External external) {
        byPlace.computeIfAbsent(external.url(), url -> new ArrayList<>()).add(action);
      }
    }
    List<TableAction> possible = new ArrayList<>(actions);
    byPlace.forEach(
        (url, sharing) -> {
          if (sharing.size() > 1) {
            String names =
                sharing.stream()
                    .map(action -> action.target().fullName())
                    .collect(Collectors.joining(", "));
            sharing.forEach(
                action ->
                    failed(
                        action,
                        "cloud_url_mapping sends several tables to "
                            + url
                            + " ("
                            + names
                            + "); map their prefixes to different places"));
            possible.removeAll(sharing);
          }
        });
    return possible;
  }

  private void failed(TableAction action, String why) {
    steps.ended(
        action.target().schema(),
        action.kind().objectType(),
        action.target().table(),
        Status.FAILED,
        Map.of(),
        why);
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
        failed(action, "its schema could not be made: " + recorded.getMessage());
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
