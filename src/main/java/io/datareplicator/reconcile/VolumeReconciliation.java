package io.datareplicator.reconcile;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.ResultSink;
import io.datareplicator.apply.SchemaListings;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.apply.SetupSteps.Outcome;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.apply.WorkUnit;
import io.datareplicator.compare.volumes.SchemaVolumes;
import io.datareplicator.compare.volumes.SourceVolume;
import io.datareplicator.compare.volumes.VolumeCopy;
import io.datareplicator.compare.volumes.VolumeInventory;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.ReconciliationConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.VolumeConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.CatalogInfo;
import io.datareplicator.databricks.catalog.VolumesApi.VolumeInfo;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.VolumeKind;
import io.datareplicator.plan.uc.Differences;
import io.datareplicator.setup.SharedCatalog;
import io.datareplicator.setup.TargetCatalogs;
import io.datareplicator.setup.Visibility;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the files of the volumes of one catalog (operations.md §5): names and sizes, and
 * contents where {@code hash_volume_files} asks for it. The source is read where the copy reads it,
 * through the shared catalog. One result for each volume.
 */
public final class VolumeReconciliation {
  private static final String VOLUME = "volume";

  private final Workspace source;
  private final Workspace target;
  private final ResultSink sink;
  private final Applier applier;
  private final Clock clock;
  private final Visibility visibility;
  private final TargetCatalogs catalogs;
  private final Map<String, CatalogInfo> readable = new HashMap<>();

  /**
   * @param applier runs the volumes, and says when the run is to end
   * @param wait longest time to wait for shared objects to appear, over all catalogs
   */
  public VolumeReconciliation(
      Workspace source,
      Workspace target,
      ResultSink sink,
      Applier applier,
      Clock clock,
      Duration wait) {
    this.source = source;
    this.target = target;
    this.sink = sink;
    this.applier = applier;
    this.clock = clock;
    this.visibility = new Visibility(clock, wait);
    this.catalogs = new TargetCatalogs(source, target, visibility);
  }

  /**
   * Compares a catalog whose volumes are selected.
   *
   * @throws StopCatalog when it cannot be read; the failure is recorded
   */
  public void run(CatalogConfig catalog) throws InterruptedException {
    CatalogConfig compared = ComparedSettings.of(catalog);
    SetupSteps steps = new SetupSteps(Verdicts.TYPE, catalog.name(), sink, clock, catalog.retry());
    if (compared.schemas().isEmpty()) {
      ensure(compared.reconciliation(), compared.replication().providerName(), steps);
    }
    VolumeInventory inventory = new VolumeInventory(source, target, compared, visibility);
    Set<String> schemas =
        steps.step("catalog", catalog.name(), () -> new Outcome<>(inventory.schemas(null), null));
    List<String> selected = new ArrayList<>();
    for (String schema : schemas) {
      if (isSelected(compared.schema(schema), steps)) {
        selected.add(schema);
      }
    }
    try (VolumeUnits units = new VolumeUnits(target.files(), applier, clock)) {
      if (catalog.concurrency().processSchemasInSerial()) {
        for (String schema : selected) {
          compare(compared, List.of(schema), inventory, units, steps);
        }
      } else {
        compare(compared, selected, inventory, units, steps);
      }
    }
    if (compared.schemas().isEmpty()) {
      otherSchemas(compared, schemas, steps);
    }
  }

  private void ensure(ReconciliationConfig settings, String provider, SetupSteps steps) {
    if (!readable.containsKey(settings.sourceCatalog())) {
      SharedCatalog wanted = SharedCatalog.ofReconciliation(settings);
      CatalogInfo there =
          steps.step("catalog", settings.sourceCatalog(), () -> catalogs.ensure(wanted, provider));
      readable.put(settings.sourceCatalog(), there);
    }
  }

  private boolean isSelected(SchemaConfig schema, SetupSteps steps) {
    if (schema.objects().kind() != ObjectSelection.Kind.VOLUMES) {
      Verdicts.error(
          steps,
          schema.name(),
          "schema",
          schema.name(),
          "files of volumes of this catalog are compared; leave uc_object_types and table_types"
              + " out of its schemas");
      return false;
    }
    if (!schema.reconciliation().enabled()) {
      return false;
    }
    try {
      ensure(schema.reconciliation(), schema.replication().providerName(), steps);
      return true;
    } catch (StopCatalog recorded) {
      Verdicts.error(
          steps,
          schema.name(),
          "schema",
          schema.name(),
          "its shared catalog cannot be read: " + recorded.getMessage());
      return false;
    }
  }

  private void compare(
      CatalogConfig catalog,
      Collection<String> schemas,
      VolumeInventory inventory,
      VolumeUnits units,
      SetupSteps steps)
      throws InterruptedException {
    List<SchemaVolumes> listed =
        SchemaListings.each(
            schemas,
            schema ->
                inventory.take(
                    schema,
                    TargetCatalogs.isShared(
                        readable.get(catalog.schema(schema).reconciliation().sourceCatalog()))),
            steps);
    List<WorkUnit> work = new ArrayList<>();
    for (SchemaVolumes schema : listed) {
      SchemaConfig settings = catalog.schema(schema.schema());
      CatalogInfo from = readable.get(settings.reconciliation().sourceCatalog());
      steps.step(
          "catalog",
          from.name(),
          () ->
              catalogs.verifyProvider(
                  from,
                  settings.reconciliation().shareName(),
                  settings.replication().providerName()));
      work.addAll(units(settings, schema, units, steps));
    }
    applier.run(work, catalog.concurrency().maxWorkers());
  }

  private List<WorkUnit> units(
      SchemaConfig settings, SchemaVolumes schema, VolumeUnits units, SetupSteps steps) {
    Set<String> extra = new TreeSet<>();
    schema
        .target()
        .forEach(
            (name, there) -> {
              if (!schema.known().contains(name) && isSelected(settings, name, there)) {
                extra.add(name);
              }
            });
    extra.forEach(
        name ->
            Verdicts.mismatch(steps, settings.name(), VOLUME, name, Differences.ONLY_ON_TARGET));
    schema
        .unreadable()
        .forEach(
            (name, why) -> {
              if (!extra.contains(name)) {
                Verdicts.error(steps, settings.name(), VOLUME, name, why);
              }
            });
    List<WorkUnit> work = new ArrayList<>();
    for (SourceVolume volume : schema.volumes()) {
      String name = volume.readable().volume();
      if (schema.target().containsKey(name)) {
        VolumeConfig own = settings.volume(name);
        VolumeCopy copy =
            new VolumeCopy(
                volume.readable(),
                volume.readable().in(settings.catalog()),
                own.replication().volume(),
                own.retry());
        work.add(units.unit(copy, own.reconciliation(), settings.concurrency().timeout()));
      } else {
        Verdicts.mismatch(steps, settings.name(), VOLUME, name, Differences.MISSING);
      }
    }
    return work;
  }

  private static boolean isSelected(SchemaConfig settings, String name, VolumeInfo there) {
    return settings.selectsVolume(name)
        && settings.volume(name).reconciliation().enabled()
        && VolumeInventory.isSelected(
            VolumeKind.fromApi(there.volumeType()), true, settings.objects().volumeTypes());
  }

  /** Volumes in schemas of the target that the source has not got. */
  private void otherSchemas(CatalogConfig catalog, Set<String> known, SetupSteps steps)
      throws InterruptedException {
    Optional<List<String>> all =
        steps.step(
            "catalog",
            catalog.name(),
            () ->
                new Outcome<>(
                    target
                        .catalogs()
                        .schemas(catalog.name())
                        .map(
                            schemas ->
                                schemas.stream()
                                    .map(s -> s.name().toLowerCase(Locale.ROOT))
                                    .toList()),
                    null));
    List<String> others =
        all.orElse(List.of()).stream()
            .filter(s -> !known.contains(s) && catalog.selects(s))
            .filter(s -> catalog.schema(s).reconciliation().enabled())
            .toList();
    SchemaListings.each(
        others,
        schema -> {
          SchemaConfig settings = catalog.schema(schema);
          target
              .catalogs()
              .volumes(new SchemaName(catalog.name(), schema))
              .orElse(List.of())
              .forEach(
                  there -> {
                    String name = there.name().toLowerCase(Locale.ROOT);
                    if (isSelected(settings, name, there)) {
                      Verdicts.mismatch(steps, schema, VOLUME, name, Differences.ONLY_ON_TARGET);
                    }
                  });
          return schema;
        },
        steps);
  }
}
