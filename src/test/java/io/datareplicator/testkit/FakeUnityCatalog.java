package io.datareplicator.testkit;

import io.datareplicator.config.Side;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.catalog.CatalogApi;
import io.datareplicator.databricks.catalog.Catalogs;
import io.datareplicator.databricks.catalog.TablesApi;
import io.datareplicator.databricks.catalog.VolumesApi;
import io.datareplicator.databricks.files.Files;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.RetryPolicy;
import io.datareplicator.databricks.http.TokenSource;
import io.datareplicator.databricks.sharing.Sharing;
import io.datareplicator.databricks.sharing.SharingApi;
import io.datareplicator.databricks.sql.SqlEngine;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One metastore in memory behind both API interfaces; keeps the calls, and refuses what it is told
 * to refuse.
 */
public final class FakeUnityCatalog implements CatalogApi, TablesApi, VolumesApi, SharingApi {
  private record Refusal(Predicate<String> call, ApiException failure) {}

  private final String metastore;
  private final List<String> calls = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Map<String, CatalogInfo> catalogs = new TreeMap<>();
  private final Map<String, Map<String, List<TableInfo>>> schemas = new TreeMap<>();
  private final Map<String, Map<String, VolumeInfo>> volumes = new TreeMap<>();
  private final Map<String, List<DataObject>> shares = new TreeMap<>();
  private final Map<String, Set<String>> grants = new HashMap<>();
  private final List<RecipientInfo> recipients = new ArrayList<>();
  private final List<ProviderInfo> providers = new ArrayList<>();
  private final Map<String, TableInfo> registered = new HashMap<>();
  private final Set<String> hidden = new HashSet<>();
  private final List<String> offered = new ArrayList<>();

  public FakeUnityCatalog(String metastore) {
    this.metastore = metastore;
  }

  public static ApiException error(int status, String code, String message) {
    return new ApiException(status, code, message, null, null, null);
  }

  public static HttpPipeline pipeline() {
    TokenSource tokens =
        new TokenSource() {
          @Override
          public String token() {
            return "test-token";
          }

          @Override
          public boolean refused(String rejected) {
            return false;
          }

          @Override
          public String kind() {
            return "pat";
          }
        };
    RetryPolicy quick =
        new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(1));
    return new HttpPipeline(
        URI.create("https://unit.test"),
        Network.DIRECT,
        tokens,
        quick,
        new RetryBudget(),
        new Random(1),
        8);
  }

  /** A workspace on this metastore. */
  public Workspace workspace(Side side, SqlEngine sql) {
    return workspace(side, sql, null);
  }

  /** A workspace on this metastore, with files. */
  public Workspace workspace(Side side, SqlEngine sql, Files files) {
    HttpPipeline http = pipeline();
    return new Workspace(
        Configs.side(side),
        http,
        SomeClients.of(new Catalogs(this, this, this, http), new Sharing(this, http), files),
        sql);
  }

  public synchronized FakeUnityCatalog refuse(Predicate<String> call, ApiException failure) {
    refusals.add(new Refusal(call, failure));
    return this;
  }

  public FakeUnityCatalog catalog(String name) {
    return catalog(Infos.catalog(name, "MANAGED_CATALOG", null, null));
  }

  public FakeUnityCatalog sharedCatalog(String name, String provider, String share) {
    return catalog(Infos.catalog(name, "DELTASHARING_CATALOG", provider, share));
  }

  private synchronized FakeUnityCatalog catalog(CatalogInfo info) {
    catalogs.put(info.name(), info);
    schemas.putIfAbsent(info.name(), new TreeMap<>());
    return this;
  }

  public synchronized FakeUnityCatalog schema(String catalog, String schema, TableInfo... tables) {
    schemas.computeIfAbsent(catalog, k -> new TreeMap<>()).put(schema, List.of(tables));
    return this;
  }

  public static TableInfo table(String name, String type, String id) {
    TableInfo info =
        Infos.table(
            null,
            null,
            name,
            type,
            null,
            null,
            List.of(Infos.column("id", "bigint", 0, true)),
            Map.of());
    return Configs.with(info, "tableId", id);
  }

  public synchronized FakeUnityCatalog share(String name, DataObject... objects) {
    shares.put(name, new ArrayList<>(List.of(objects)));
    return this;
  }

  public synchronized FakeUnityCatalog recipient(String name, String metastoreId) {
    recipients.add(new RecipientInfo(name, "DATABRICKS", metastoreId));
    return this;
  }

  public synchronized FakeUnityCatalog provider(String name, String metastoreId) {
    providers.add(new ProviderInfo(name, "DATABRICKS", metastoreId));
    return this;
  }

  public synchronized FakeUnityCatalog granted(String share, String recipient) {
    grants.computeIfAbsent(share, k -> new HashSet<>()).add(recipient);
    return this;
  }

  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** Calls that change something. */
  public List<String> changes() {
    return calls().stream().filter(c -> !c.startsWith("get") && !c.startsWith("list")).toList();
  }

  public synchronized Set<String> schemasOf(String catalog) {
    return Set.copyOf(schemas.getOrDefault(catalog, Map.of()).keySet());
  }

  public synchronized List<DataObject> objectsIn(String share) {
    return List.copyOf(shares.get(share));
  }

  public synchronized List<String> namesIn(String share) {
    return shares.get(share).stream().map(DataObject::name).toList();
  }

  private void called(String call) {
    calls.add(call);
    for (Refusal refusal : refusals) {
      if (refusal.call().test(call)) {
        throw refusal.failure();
      }
    }
  }

  private static <T> T there(T value, String what) {
    if (value == null) {
      throw error(404, what + "_DOES_NOT_EXIST", what + " does not exist");
    }
    return value;
  }

  @Override
  public synchronized MetastoreSummary metastoreSummary() {
    called("getMetastore");
    return new MetastoreSummary("id", "name", metastore, "aws", "x");
  }

  @Override
  public synchronized CatalogInfo getCatalog(String name) {
    called("getCatalog " + name);
    return there(catalogs.get(name), "CATALOG");
  }

  @Override
  public synchronized CatalogInfo createCatalog(CreateCatalog request) {
    called(
        "createCatalog "
            + request.name()
            + " "
            + request.providerName()
            + "."
            + request.shareName());
    boolean shared = request.shareName() != null;
    catalog(
        Infos.catalog(
            request.name(),
            shared ? "DELTASHARING_CATALOG" : "MANAGED_CATALOG",
            request.providerName(),
            request.shareName()));
    return catalogs.get(request.name());
  }

  @Override
  public synchronized SchemaPage listSchemas(String catalog, int maxResults, String pageToken) {
    called("listSchemas " + catalog);
    return new SchemaPage(
        there(schemas.get(catalog), "CATALOG").keySet().stream()
            .map(s -> Infos.schema(catalog, s))
            .toList(),
        null);
  }

  @Override
  public synchronized SchemaInfo getSchema(String fullName) {
    called("getSchema " + fullName);
    String[] parts = fullName.split("\\.");
    there(schemas.getOrDefault(parts[0], Map.of()).get(parts[1]), "SCHEMA");
    return Infos.schema(parts[0], parts[1]);
  }

  @Override
  public synchronized SchemaInfo createSchema(CreateSchema request) {
    called("createSchema " + request.catalogName() + "." + request.name());
    schema(request.catalogName(), request.name());
    return getSchema(request.catalogName() + "." + request.name());
  }

  @Override
  public synchronized TablePage listTables(
      String catalog,
      String schema,
      int maxResults,
      String pageToken,
      Boolean omitColumns,
      Boolean omitProperties) {
    called("listTables " + catalog + "." + schema + (pageToken == null ? "" : " " + pageToken));
    List<TableInfo> all = there(schemas.getOrDefault(catalog, Map.of()).get(schema), "SCHEMA");
    int from = pageToken == null ? 0 : Integer.parseInt(pageToken);
    int to = Math.min(all.size(), from + 2);
    return new TablePage(all.subList(from, to), to < all.size() ? String.valueOf(to) : null);
  }

  @Override
  public synchronized TableInfo getTable(String fullName) {
    called("getTable " + fullName);
    return there(table(fullName), "TABLE");
  }

  private TableInfo table(String fullName) {
    if (registered.containsKey(fullName)) {
      return registered.get(fullName);
    }
    String[] parts = fullName.split("\\.", 3);
    return schemas.getOrDefault(parts[0], Map.of()).getOrDefault(parts[1], List.of()).stream()
        .filter(t -> t.name().equals(parts[2]))
        .findFirst()
        .orElse(null);
  }

  @Override
  public synchronized TableExists tableExists(String fullName) {
    called("getTableExists " + fullName);
    return new TableExists(hidden.contains(fullName) || table(fullName) != null);
  }

  /** What a look at the table finds from now on; no listing shows it. */
  public synchronized FakeUnityCatalog willRegister(String catalog, String schema, TableInfo info) {
    registered.put(catalog + "." + schema + "." + info.name(), info);
    return this;
  }

  /** A table that no listing shows. */
  public synchronized FakeUnityCatalog hidden(String fullName) {
    hidden.add(fullName);
    return this;
  }

  @Override
  public synchronized ProviderSharePage listProviderShares(
      String provider, int max, String pageToken) {
    called("listProviderShares " + provider);
    return new ProviderSharePage(offered.stream().map(ProviderShare::new).toList(), null);
  }

  public synchronized FakeUnityCatalog offered(String share) {
    offered.add(share);
    return this;
  }

  @Override
  public synchronized ShareInfo getShare(String name, boolean includeSharedData) {
    called("getShare " + name);
    return new ShareInfo(name, "me", null, List.copyOf(there(shares.get(name), "SHARE")));
  }

  @Override
  public synchronized ShareInfo createShare(CreateShare request) {
    called("createShare " + request.name());
    shares.put(request.name(), new ArrayList<>());
    return new ShareInfo(request.name(), "me", null, null);
  }

  @Override
  public synchronized ShareInfo updateShare(String name, UpdateShare request) {
    called(
        "updateShare "
            + name
            + " "
            + request.updates().stream().map(u -> u.dataObject().name()).toList());
    for (ObjectUpdate update : request.updates()) {
      if (update.action().equals("REMOVE")) {
        shares.get(name).removeIf(o -> o.name().equals(update.dataObject().name()));
      } else {
        shares.get(name).add(update.dataObject());
      }
    }
    return new ShareInfo(name, "me", null, List.copyOf(shares.get(name)));
  }

  @Override
  public synchronized Permissions getPermissions(String name) {
    called("getPermissions " + name);
    Set<String> principals = grants.get(name);
    return new Permissions(
        principals == null
            ? null
            : principals.stream().map(p -> new Assignment(p, List.of("SELECT"))).toList());
  }

  @Override
  public synchronized Permissions updatePermissions(String name, UpdatePermissions request) {
    called("grant " + name + " " + request.changes().get(0).principal());
    request.changes().forEach(c -> granted(name, c.principal()));
    return new Permissions(null);
  }

  @Override
  public synchronized RecipientPage listRecipients(
      String globalMetastoreId, int max, String token) {
    called("listRecipients " + globalMetastoreId);
    return new RecipientPage(List.copyOf(recipients), null);
  }

  @Override
  public synchronized RecipientInfo getRecipient(String name) {
    called("getRecipient " + name);
    return there(
        recipients.stream().filter(r -> r.name().equals(name)).findFirst().orElse(null),
        "RECIPIENT");
  }

  @Override
  public synchronized RecipientInfo createRecipient(CreateRecipient request) {
    called("createRecipient " + request.name() + " " + request.dataRecipientGlobalMetastoreId());
    recipient(request.name(), request.dataRecipientGlobalMetastoreId());
    return recipients.get(recipients.size() - 1);
  }

  @Override
  public synchronized ProviderPage listProviders(String globalMetastoreId, int max, String token) {
    called("listProviders " + globalMetastoreId);
    return new ProviderPage(List.copyOf(providers), null);
  }

  @Override
  public synchronized ProviderInfo getProvider(String name) {
    called("getProvider " + name);
    return there(
        providers.stream().filter(p -> p.name().equals(name)).findFirst().orElse(null), "PROVIDER");
  }

  /** A volume of a schema that is there already, or is made by this. */
  public synchronized FakeUnityCatalog volume(
      String catalog, String schema, String name, String type, String location) {
    schemas.computeIfAbsent(catalog, k -> new TreeMap<>()).putIfAbsent(schema, List.of());
    volumes
        .computeIfAbsent(catalog + "." + schema, k -> new TreeMap<>())
        .put(name, Infos.volume(catalog, schema, name, type, location));
    return this;
  }

  @Override
  public synchronized VolumePage listVolumes(
      String catalog, String schema, int maxResults, String pageToken) {
    called("listVolumes " + catalog + "." + schema + (pageToken == null ? "" : " " + pageToken));
    there(schemas.getOrDefault(catalog, Map.of()).get(schema), "SCHEMA");
    List<VolumeInfo> all =
        List.copyOf(volumes.getOrDefault(catalog + "." + schema, Map.of()).values());
    int from = pageToken == null ? 0 : Integer.parseInt(pageToken);
    int to = Math.min(all.size(), from + 2);
    return new VolumePage(
        from == to ? null : all.subList(from, to), to < all.size() ? String.valueOf(to) : null);
  }

  @Override
  public synchronized VolumeInfo getVolume(String fullName) {
    called("getVolume " + fullName);
    int dot = fullName.lastIndexOf('.');
    return there(
        volumes.getOrDefault(fullName.substring(0, dot), Map.of()).get(fullName.substring(dot + 1)),
        "VOLUME");
  }

  @Override
  public synchronized VolumeInfo createVolume(CreateVolume request) {
    String name = request.catalogName() + "." + request.schemaName() + "." + request.name();
    called("createVolume " + name + " " + request.volumeType() + " " + request.storageLocation());
    there(
        schemas.getOrDefault(request.catalogName(), Map.of()).get(request.schemaName()), "SCHEMA");
    volume(
        request.catalogName(),
        request.schemaName(),
        request.name(),
        request.volumeType(),
        request.storageLocation());
    return getVolume(name);
  }

  @Override
  public synchronized CatalogInfo updateCatalog(String name, UpdateCatalog request) {
    called("updateCatalog " + name + " " + request);
    CatalogInfo info = there(catalogs.get(name), "CATALOG");
    info = changed(info, "owner", request.owner());
    info = changed(info, "comment", request.comment());
    info = changed(info, "properties", request.properties());
    info = changed(info, "options", request.options());
    info = changed(info, "isolationMode", request.isolationMode());
    info = changed(info, "enablePredictiveOptimization", request.enablePredictiveOptimization());
    catalogs.put(name, info);
    return info;
  }

  private static <R extends Record> R changed(R record, String component, Object value) {
    return value == null ? record : Configs.with(record, component, value);
  }

  /** Schemas are kept by name only. */
  @Override
  public synchronized SchemaInfo updateSchema(String fullName, UpdateSchema request) {
    called("updateSchema " + fullName + " " + request);
    return getSchema(fullName);
  }

  @Override
  public synchronized void updateTable(String fullName, UpdateTable request) {
    called("updateTable " + fullName + " " + request.owner());
    there(table(fullName), "TABLE");
  }

  @Override
  public synchronized VolumeInfo updateVolume(String fullName, UpdateVolume request) {
    called("updateVolume " + fullName + " " + request);
    VolumeInfo info = getVolume(fullName);
    info = changed(info, "comment", request.comment());
    info = changed(info, "owner", request.owner());
    int dot = fullName.lastIndexOf('.');
    volumes.get(fullName.substring(0, dot)).put(info.name(), info);
    return info;
  }
}
