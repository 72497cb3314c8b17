package io.datareplicator.sandbox.metastore;

import io.datareplicator.sandbox.metastore.Metastore.Provider;
import io.datareplicator.sandbox.metastore.Metastore.Recipient;
import io.datareplicator.sandbox.metastore.Metastore.Share;
import io.datareplicator.sandbox.metastore.Metastore.SharedObject;
import io.datareplicator.sandbox.metastore.MetastoreState.SchemaState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a recipient metastore sees of its providers' shares, read live; the caller holds the world's
 * lock.
 */
final class SharedView {
  private final MetastoreState own;
  private final Collection<MetastoreState> all;

  SharedView(MetastoreState own, Collection<MetastoreState> all) {
    this.own = own;
    this.all = all;
  }

  List<Provider> providers() {
    List<Provider> providers = new ArrayList<>();
    for (MetastoreState other : all) {
      Recipient recipient = recipientForOwn(other);
      if (recipient != null) {
        providers.add(new Provider(Names.key(other.name), other.globalId(), recipient.createdAt()));
      }
    }
    return providers;
  }

  Provider provider(String name) {
    return providers().stream()
        .filter(p -> p.name().equals(Names.key(name)))
        .findFirst()
        .orElseThrow(() -> UcException.notFound("PROVIDER", "Provider", Names.key(name)));
  }

  /** Shares of the provider that are granted to this metastore. */
  List<String> shares(String provider) {
    MetastoreState state = state(provider(provider));
    String recipient = recipientForOwn(state).name();
    return state.shares.keySet().stream()
        .filter(share -> state.grants.getOrDefault(share, new TreeMap<>()).containsKey(recipient))
        .toList();
  }

  void checkAccessible(String provider, String share) {
    if (!shares(provider).contains(Names.key(share))) {
      throw notAccessible(provider, share);
    }
  }

  SortedMap<String, SchemaEntry> schemas(CatalogEntry catalog) {
    SortedMap<String, SchemaEntry> schemas = new TreeMap<>();
    Mounted mounted = mounted(catalog);
    for (SharedObject object : mounted.share().objects()) {
      String visible = SharedObjects.visibleName(object);
      String name = visible.contains(".") ? visible.substring(0, visible.indexOf('.')) : visible;
      SchemaState source = source(mounted.state(), object);
      if (source != null) {
        schemas.putIfAbsent(name, schema(catalog, name, object, source));
      }
    }
    return schemas;
  }

  SortedMap<String, ResolvedTable> tables(CatalogEntry catalog, String schemaName) {
    String wanted = Names.key(schemaName);
    if (!schemas(catalog).containsKey(wanted)) {
      throw UcException.notFound("SCHEMA", "Schema", catalog.name() + "." + wanted);
    }
    Mounted mounted = mounted(catalog);
    SortedMap<String, ResolvedTable> tables = new TreeMap<>();
    for (SharedObject object : mounted.share().objects()) {
      String visible = SharedObjects.visibleName(object);
      SchemaState source = source(mounted.state(), object);
      if (source == null) {
        continue;
      }
      if (object.type().equals("SCHEMA")) {
        if (visible.equals(wanted)) {
          // A table that is also listed on its own keeps the settings of that entry.
          source.tables.forEach(
              (name, table) -> {
                if (!PipelineRules.hidden(mounted.state(), table)) {
                  tables.putIfAbsent(name, resolved(catalog, wanted, name, table, object));
                }
              });
        }
      } else if (!object.type().equals("VOLUME") && visible.startsWith(wanted + ".")) {
        TableEntry table =
            source.tables.get(object.name().substring(object.name().lastIndexOf('.') + 1));
        if (table != null) {
          String name = visible.substring(wanted.length() + 1);
          tables.put(name, resolved(catalog, wanted, name, table, object));
        }
      }
    }
    return tables;
  }

  SortedMap<String, ResolvedVolume> volumes(CatalogEntry catalog, String schemaName) {
    String wanted = Names.key(schemaName);
    if (!schemas(catalog).containsKey(wanted)) {
      throw UcException.notFound("SCHEMA", "Schema", catalog.name() + "." + wanted);
    }
    Mounted mounted = mounted(catalog);
    SortedMap<String, ResolvedVolume> volumes = new TreeMap<>();
    for (SharedObject object : mounted.share().objects()) {
      String visible = SharedObjects.visibleName(object);
      SchemaState source = source(mounted.state(), object);
      if (source == null) {
        continue;
      }
      if (object.type().equals("SCHEMA") && visible.equals(wanted)) {
        source.volumes.forEach(
            (name, volume) -> volumes.putIfAbsent(name, resolved(catalog, wanted, name, volume)));
      } else if (object.type().equals("VOLUME") && visible.startsWith(wanted + ".")) {
        VolumeEntry volume =
            source.volumes.get(object.name().substring(object.name().lastIndexOf('.') + 1));
        if (volume != null) {
          String name = visible.substring(wanted.length() + 1);
          volumes.put(name, resolved(catalog, wanted, name, volume));
        }
      }
    }
    return volumes;
  }

  private static ResolvedVolume resolved(
      CatalogEntry catalog, String schema, String name, VolumeEntry v) {
    String seed = catalog.id() + "." + schema + ".volume." + name;
    VolumeEntry entry =
        new VolumeEntry(
            UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString(),
            name,
            "MANAGED",
            v.storageLocation(),
            v.comment(),
            catalog.owner(),
            v.createdAt(),
            v.updatedAt());
    return new ResolvedVolume(catalog.name(), schema, entry, true);
  }

  /** The provider's schema that holds the object; null when it was dropped since. */
  private static SchemaState source(MetastoreState provider, SharedObject object) {
    String[] parts = object.name().split("\\.");
    MetastoreState.CatalogState catalog = provider.catalogs.get(parts[0]);
    return catalog == null ? null : catalog.schemas.get(parts[1]);
  }

  private Mounted mounted(CatalogEntry catalog) {
    MetastoreState provider =
        all.stream()
            .filter(s -> s != own && Names.key(s.name).equals(catalog.providerName()))
            .findFirst()
            .orElseThrow(() -> notAccessible(catalog.providerName(), catalog.shareName()));
    Recipient recipient = recipientForOwn(provider);
    Share share = provider.shares.get(catalog.shareName());
    boolean granted =
        recipient != null
            && share != null
            && provider
                .grants
                .getOrDefault(share.name(), new TreeMap<>())
                .containsKey(recipient.name());
    if (!granted) {
      throw notAccessible(catalog.providerName(), catalog.shareName());
    }
    return new Mounted(provider, share);
  }

  private MetastoreState state(Provider provider) {
    return all.stream()
        .filter(s -> s.globalId().equals(provider.globalMetastoreId()))
        .findFirst()
        .orElseThrow(() -> UcException.notFound("PROVIDER", "Provider", provider.name()));
  }

  private Recipient recipientForOwn(MetastoreState other) {
    if (other == own) {
      return null;
    }
    return other.recipients.values().stream()
        .filter(r -> own.globalId().equals(r.globalMetastoreId()))
        .findFirst()
        .orElse(null);
  }

  private static UcException notAccessible(String provider, String share) {
    return new UcException(
        403,
        "PROVIDER_SHARE_NOT_ACCESSIBLE",
        "Share '"
            + Names.key(share)
            + "' of provider '"
            + Names.key(provider)
            + "' is not accessible");
  }

  private static SchemaEntry schema(
      CatalogEntry catalog, String name, SharedObject object, SchemaState source) {
    String seed = catalog.id() + "." + name;
    return new SchemaEntry(
        UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString(),
        catalog.name(),
        name,
        source.entry.comment(),
        Map.of(),
        catalog.owner(),
        null,
        "INHERIT",
        object.addedAt(),
        object.addedAt());
  }

  private static ResolvedTable resolved(
      CatalogEntry catalog, String schema, String name, TableEntry t, SharedObject object) {
    TableEntry entry =
        new TableEntry(
            t.id(),
            name,
            "EXTERNAL".equals(t.tableType()) ? "MANAGED" : t.tableType(),
            t.location(),
            t.comment(),
            catalog.owner(),
            t.createdAt(),
            t.updatedAt(),
            t.view());
    return new ResolvedTable(
        catalog.name(), schema, entry, true, "ENABLED".equals(object.historyStatus()));
  }

  private record Mounted(MetastoreState state, Share share) {}
}
