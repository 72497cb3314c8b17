package io.datareplicator.compare.volumes;

import io.datareplicator.apply.Failures;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.VolumeConfig;
import io.datareplicator.config.VolumeType;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.VolumesApi.VolumeInfo;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.model.SchemaName;
import io.datareplicator.model.VolumeKind;
import io.datareplicator.setup.SelectedSchemas;
import io.datareplicator.setup.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Finds out which volumes of a catalog are to be replicated, in three listings per schema. */
public final class VolumeInventory {
  private static final Logger LOG = Logger.getLogger(VolumeInventory.class);

  private final Workspace source;
  private final Workspace target;
  private final CatalogConfig catalog;
  private final Visibility visibility;

  public VolumeInventory(
      Workspace source, Workspace target, CatalogConfig catalog, Visibility visibility) {
    this.source = source;
    this.target = target;
    this.catalog = catalog;
    this.visibility = visibility;
  }

  /**
   * The schemas to replicate.
   *
   * @param shared what the backup of this run put into the share; null when there was none
   */
  public Set<String> schemas(Set<String> shared) {
    if (catalog.schemaTableFilter() != null) {
      throw new StopCatalog(
          "schema_table_filter_expression selects tables; name the schemas of volumes in"
              + " target_schemas");
    }
    return SelectedSchemas.of(catalog, shared, target, visibility);
  }

  /**
   * Lists one schema.
   *
   * @param overShare whether the target reads the source through a share, which hides what is
   *     external; else it sees the source itself
   * @throws ApiException when a listing fails: then nothing is known about the schema
   * @throws IllegalStateException when the schema of the source cannot be seen
   */
  public SchemaVolumes take(String schema, boolean overShare) {
    SchemaConfig settings = catalog.schema(schema);
    SchemaName readable = new SchemaName(settings.replication().sourceCatalog(), schema);
    String originCatalog =
        settings.backup() == null ? catalog.name() : settings.backup().sourceCatalog();
    Map<String, VolumeInfo> visible =
        visibility
            .await(() -> target.catalogs().volumes(readable))
            .map(VolumeInventory::byName)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "schema '"
                            + readable
                            + "' cannot be seen on the target: it is not in the share, or does not exist at the source"));
    Optional<Map<String, VolumeInfo>> origin =
        overShare ? origin(new SchemaName(originCatalog, schema)) : Optional.of(visible);
    Optional<Map<String, VolumeInfo>> there =
        target
            .catalogs()
            .volumes(new SchemaName(catalog.name(), schema))
            .map(VolumeInventory::byName);

    Map<String, VolumeInfo> known = new TreeMap<>(visible);
    origin.ifPresent(known::putAll);
    List<SourceVolume> selected = new ArrayList<>();
    Map<String, String> unreadable = new TreeMap<>();
    for (Map.Entry<String, VolumeInfo> volume : known.entrySet()) {
      String name = volume.getKey();
      VolumeKind kind = VolumeKind.fromApi(volume.getValue().volumeType());
      boolean kindKnown = origin.isPresent();
      if (!settings.selectsVolume(name)
          || !settings.volume(name).replication().enabled()
          || !isSelected(kind, kindKnown, settings.objects().volumeTypes())) {
        continue;
      }
      if (!visible.containsKey(name)) {
        unreadable.put(
            name,
            "the volume exists at the source but not in shared catalog '"
                + readable.catalog()
                + "': Delta Sharing does not offer it, or not yet");
        continue;
      }
      selected.add(
          new SourceVolume(
              readable.volume(name),
              kind,
              kindKnown,
              kind == VolumeKind.EXTERNAL ? volume.getValue().storageLocation() : null,
              volume.getValue().comment()));
    }
    for (VolumeConfig named : settings.volumes()) {
      if (!known.containsKey(named.name())) {
        unreadable.put(
            named.name(), "there is no such volume in schema '" + schema + "' of the source");
      }
    }
    return new SchemaVolumes(
        schema,
        selected,
        there.orElseGet(Map::of),
        there.isPresent(),
        unreadable,
        Set.copyOf(known.keySet()));
  }

  private static Map<String, VolumeInfo> byName(List<VolumeInfo> volumes) {
    Map<String, VolumeInfo> byName = new TreeMap<>();
    volumes.forEach(v -> byName.put(v.name().toLowerCase(Locale.ROOT), v));
    return byName;
  }

  /** What only the share is known of may be external, too. */
  public static boolean isSelected(VolumeKind kind, boolean kindKnown, Set<VolumeType> types) {
    return switch (kind) {
      case MANAGED ->
          types.contains(VolumeType.MANAGED) || (!kindKnown && types.contains(VolumeType.EXTERNAL));
      case EXTERNAL -> types.contains(VolumeType.EXTERNAL);
      case OTHER -> types.containsAll(Set.of(VolumeType.MANAGED, VolumeType.EXTERNAL));
    };
  }

  /**
   * The source's own listing: it knows kinds and places that a share hides. Without it the share
   * alone must do.
   */
  private Optional<Map<String, VolumeInfo>> origin(SchemaName schema) {
    try {
      return source.catalogs().volumes(schema).map(VolumeInventory::byName);
    } catch (ApiException e) {
      if (Failures.stopsRun(e) || e.status() != 0) {
        throw e;
      }
      LOG.warnf(
          "the %s cannot be reached, going on with what the share shows: %s",
          source.label(), e.getMessage());
      return Optional.empty();
    }
  }
}
