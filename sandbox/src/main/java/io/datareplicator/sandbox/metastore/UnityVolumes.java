package io.datareplicator.sandbox.metastore;

import io.datareplicator.sandbox.metastore.MetastoreState.CatalogState;
import io.datareplicator.sandbox.metastore.MetastoreState.SchemaState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The volumes of one metastore of a {@link World}. */
final class UnityVolumes implements Volumes {
  private final World world;
  private final World.Cell cell;

  private final UnaryOperator<Map<String, Object>> ownerCheck;

  /**
   * @param ownerCheck the changes of a PATCH with their owner under its own name, if there is such
   */
  UnityVolumes(World world, World.Cell cell, UnaryOperator<Map<String, Object>> ownerCheck) {
    this.world = world;
    this.cell = cell;
    this.ownerCheck = ownerCheck;
  }

  @Override
  public List<ResolvedVolume> list(String catalog, String schema) {
    return world.read(
        cell,
        s -> {
          CatalogState state = CatalogRules.catalog(s, catalog);
          if (isShared(state)) {
            return List.copyOf(shared(s).volumes(state.entry, schema).values());
          }
          SchemaState found = CatalogRules.schema(s, catalog, schema);
          return found.volumes.values().stream().map(v -> local(found, v)).toList();
        });
  }

  @Override
  public ResolvedVolume get(String catalog, String schema, String volume) {
    return world.read(
        cell,
        s -> {
          CatalogState state = CatalogRules.catalog(s, catalog);
          if (!isShared(state)) {
            SchemaState found = CatalogRules.schema(s, catalog, schema);
            return local(found, VolumeRules.entry(found, volume));
          }
          ResolvedVolume found = shared(s).volumes(state.entry, schema).get(Names.key(volume));
          if (found == null) {
            throw VolumeRules.missing(
                state.entry.name() + "." + Names.key(schema) + "." + Names.key(volume));
          }
          return found;
        });
  }

  @Override
  public ResolvedVolume create(
      String catalog,
      String schema,
      String name,
      String volumeType,
      String storageLocation,
      String comment,
      String owner) {
    VolumeRules.check(volumeType, storageLocation);
    String id = UUID.randomUUID().toString();
    return world.write(
        cell,
        s -> {
          VolumeEntry requested =
              new VolumeEntry(id, name, volumeType, storageLocation, comment, owner, 0, 0);
          CatalogRules.writable(s, catalog);
          String managed = UnityMetastore.managedLocation(s, catalog, schema, "volumes", id);
          VolumeEntry created = VolumeRules.create(s, catalog, schema, requested, managed);
          return local(CatalogRules.schema(s, catalog, schema), created);
        });
  }

  @Override
  public ResolvedVolume update(
      String catalog, String schema, String volume, Map<String, Object> changes) {
    return world.write(
        cell,
        s -> {
          VolumeEntry changed =
              VolumeRules.update(s, catalog, schema, volume, ownerCheck.apply(changes));
          return local(CatalogRules.schema(s, catalog, schema), changed);
        });
  }

  @Override
  public void drop(String catalog, String schema, String volume) {
    world.write(
        cell,
        s -> {
          VolumeRules.drop(s, catalog, schema, volume);
          return null;
        });
  }

  private SharedView shared(MetastoreState state) {
    return new SharedView(state, world.states());
  }

  private static boolean isShared(CatalogState catalog) {
    return "DELTASHARING_CATALOG".equals(catalog.entry.catalogType());
  }

  private static ResolvedVolume local(SchemaState schema, VolumeEntry volume) {
    return new ResolvedVolume(schema.entry.catalogName(), schema.entry.name(), volume, false);
  }
}
