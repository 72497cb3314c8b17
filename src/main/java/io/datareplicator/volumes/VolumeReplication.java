package io.datareplicator.volumes;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.OperationResult.Status;
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
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.VolumeConfig;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi.CatalogInfo;
import io.datareplicator.databricks.files.FileTransfer;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.VolumeName;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.setup.SourceCatalogs;
import io.datareplicator.setup.TargetCatalogs;
import io.datareplicator.setup.Visibility;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Copies the files of the volumes of one catalog after the other. */
public final class VolumeReplication {
  public static final String TYPE = "replication";

  private static final String VOLUME = "volume";

  private final Workspace source;
  private final Workspace target;
  private final ResultSink sink;
  private final Applier applier;
  private final Clock clock;
  private final UrlMapping mapping;
  private final String runId;
  private final Map<String, String> tags;
  private final RandomGenerator random;
  private final FileTransfer.Sizes sizes;
  private final Visibility visibility;
  private final TargetCatalogs catalogs;
  private final SourceCatalogs sourceCatalogs;

  /**
   * @param mapping where storage of the source lies on the target
   * @param runId written to the ingestion log
   * @param wait longest time to wait for shared objects to appear, over all catalogs
   * @param tags query tags of the run
   * @param random for tokens that make requests repeatable
   */
  public VolumeReplication(
      Workspace source,
      Workspace target,
      ResultSink sink,
      Applier applier,
      Clock clock,
      UrlMapping mapping,
      String runId,
      Duration wait,
      Map<String, String> tags,
      RandomGenerator random) {
    this(
        source,
        target,
        sink,
        applier,
        clock,
        mapping,
        runId,
        wait,
        tags,
        random,
        FileTransfer.Sizes.DEFAULT);
  }

  VolumeReplication(
      Workspace source,
      Workspace target,
      ResultSink sink,
      Applier applier,
      Clock clock,
      UrlMapping mapping,
      String runId,
      Duration wait,
      Map<String, String> tags,
      RandomGenerator random,
      FileTransfer.Sizes sizes) {
    this.source = source;
    this.target = target;
    this.sink = sink;
    this.applier = applier;
    this.clock = clock;
    this.mapping = mapping;
    this.runId = runId;
    this.tags = tags;
    this.random = random;
    this.sizes = sizes;
    this.visibility = new Visibility(clock, wait);
    this.catalogs = new TargetCatalogs(source, target, visibility);
    this.sourceCatalogs = new SourceCatalogs(catalogs);
  }

  /**
   * Replicates one catalog.
   *
   * @param shared schemas that the backup of this run put into the share; null when it did not run
   * @throws StopCatalog when a set-up step fails; the failure is recorded
   */
  public void run(CatalogConfig catalog, Set<String> shared) throws InterruptedException {
    SetupSteps steps = new SetupSteps(TYPE, catalog.name(), sink, clock, catalog.retry());
    if (catalog.schemas().isEmpty()) {
      sourceCatalogs.ensure(catalog.replication(), steps);
    }
    VolumeInventory inventory = new VolumeInventory(source, target, catalog, visibility);
    Set<String> schemas =
        steps.step("catalog", catalog.name(), () -> new Outcome<>(inventory.schemas(shared), null));
    List<String> readable = new ArrayList<>();
    for (String schema : schemas) {
      SchemaConfig settings = catalog.schema(schema);
      if (settings.objects().kind() != ObjectSelection.Kind.VOLUMES) {
        refuse(
            schema,
            "files of volumes of this catalog are replicated; leave uc_object_types and table_types"
                + " out of its schemas",
            steps);
      } else if (settings.replication().enabled() && sourceCatalogs.isReadable(settings, steps)) {
        readable.add(schema);
      }
    }
    try (VolumeEngines engines =
        new VolumeEngines(target, applier, clock, random, runId, catalog.retry(), tags, sizes)) {
      if (catalog.concurrency().processSchemasInSerial()) {
        for (String schema : readable) {
          replicate(catalog, take(List.of(schema), catalog, inventory, steps), engines, steps);
        }
      } else {
        replicate(catalog, take(readable, catalog, inventory, steps), engines, steps);
      }
    }
  }

  private static void refuse(String schema, String why, SetupSteps steps) {
    steps.ended(schema, "schema", schema, Status.FAILED, Map.of(), why);
  }

  private List<SchemaVolumes> take(
      Collection<String> schemas,
      CatalogConfig catalog,
      VolumeInventory inventory,
      SetupSteps steps)
      throws InterruptedException {
    return SchemaListings.each(
        schemas,
        schema -> {
          String from = catalog.schema(schema).replication().sourceCatalog();
          return inventory.take(schema, sourceCatalogs.isShared(from));
        },
        steps);
  }

  private void replicate(
      CatalogConfig catalog, List<SchemaVolumes> schemas, VolumeEngines engines, SetupSteps steps)
      throws InterruptedException {
    for (SchemaVolumes schema : schemas) {
      ReplicationConfig settings = catalog.schema(schema.schema()).replication();
      CatalogInfo readable = sourceCatalogs.get(settings.sourceCatalog());
      steps.step("catalog", readable.name(), () -> catalogs.verifyProvider(readable, settings));
    }
    List<WorkUnit> units = new ArrayList<>();
    for (SchemaVolumes schema : schemas) {
      units.addAll(units(catalog, schema, engines, steps));
    }
    applier.run(units, catalog.concurrency().maxWorkers());
  }

  private List<WorkUnit> units(
      CatalogConfig catalog, SchemaVolumes schema, VolumeEngines engines, SetupSteps steps) {
    SchemaConfig settings = catalog.schema(schema.schema());
    schema
        .unreadable()
        .forEach(
            (volume, why) ->
                steps.ended(schema.schema(), VOLUME, volume, Status.FAILED, Map.of(), why));
    Map<SourceVolume, VolumePlace> places = new LinkedHashMap<>();
    for (SourceVolume volume : schema.volumes()) {
      String name = volume.readable().volume();
      VolumePlace place =
          VolumePlace.of(
              volume,
              volume.readable().in(catalog.name()),
              schema.target().get(name),
              settings.volume(name).replication(),
              settings.objects().volumeTypes(),
              mapping);
      if (place.refusal().isPresent()) {
        steps.ended(schema.schema(), VOLUME, name, Status.FAILED, Map.of(), place.refusal().get());
      } else {
        places.put(volume, place);
      }
    }
    if (places.isEmpty()
        || (!schema.targetExists() && !makeSchema(catalog, schema, places, steps))) {
      return List.of();
    }
    List<WorkUnit> units = new ArrayList<>();
    places.forEach((volume, place) -> units.add(unit(settings, volume, place, engines)));
    return units;
  }

  private boolean makeSchema(
      CatalogConfig catalog,
      SchemaVolumes schema,
      Map<SourceVolume, VolumePlace> wanted,
      SetupSteps steps) {
    SchemaName name = new SchemaName(catalog.name(), schema.schema());
    try {
      steps.step("catalog", catalog.name(), () -> catalogs.ensureTarget(catalog));
      steps.step(name.schema(), "schema", name.schema(), () -> catalogs.ensureSchema(name));
      return true;
    } catch (StopCatalog recorded) {
      for (SourceVolume volume : wanted.keySet()) {
        steps.ended(
            name.schema(),
            VOLUME,
            volume.readable().volume(),
            Status.FAILED,
            Map.of(),
            "its schema could not be made: " + recorded.getMessage());
      }
      return false;
    }
  }

  private WorkUnit unit(
      SchemaConfig schema, SourceVolume volume, VolumePlace place, VolumeEngines engines) {
    VolumeConfig settings = schema.volume(volume.readable().volume());
    VolumeName name = volume.readable().in(schema.catalog());
    VolumeCopy copy =
        new VolumeCopy(volume.readable(), name, settings.replication().volume(), settings.retry());
    return new WorkUnit(
        TYPE,
        name.catalog(),
        name.schema(),
        name.volume(),
        VOLUME,
        settings.retry(),
        trace -> engines.start(copy, place, trace));
  }
}
