package io.datareplicator.testkit;

import io.datareplicator.config.Side;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.bindings.Bindings;
import io.datareplicator.databricks.bindings.BindingsApi;
import io.datareplicator.databricks.connections.Connections;
import io.datareplicator.databricks.connections.ConnectionsApi;
import io.datareplicator.databricks.connections.ConnectionsApi.ConnectionInfo;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.storage.Storage;
import io.datareplicator.databricks.storage.StorageApi;
import io.datareplicator.databricks.tagpolicies.TagPolicies;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What one side has above its catalogs, in memory behind the API interfaces: pages of two, PATCH
 * changes what is given. Keeps the calls, and refuses what it is told to refuse.
 */
public final class FakeMetastore implements StorageApi, TagPoliciesApi, BindingsApi {
  private record Refusal(Predicate<String> call, ApiException failure) {}

  private static final int PAGE = 2;

  private final String id;
  private final List<String> calls = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Map<String, CredentialInfo> credentials = new TreeMap<>();
  private final Map<String, LocationInfo> locations = new TreeMap<>();
  private final Map<String, TagPolicy> policies = new TreeMap<>();
  private final Map<String, ConnectionInfo> connections = new TreeMap<>();
  private final Map<String, List<Binding>> bindings = new TreeMap<>();

  /**
   * @param id global id; null = it cannot be told
   */
  public FakeMetastore(String id) {
    this.id = id;
  }

  /** A workspace on this metastore, without SQL. */
  public Workspace workspace(Side side) {
    HttpPipeline http = FakeUnityCatalog.pipeline();
    return new Workspace(
        Configs.with(Configs.side(side), "sharingIdentifier", id),
        http,
        SomeClients.of(
            new Storage(this, http),
            new TagPolicies(this, http),
            new Connections(new OfConnections(), http),
            new Bindings(this, http)),
        new FakeSql());
  }

  public synchronized FakeMetastore refuse(Predicate<String> call, ApiException failure) {
    refusals.add(new Refusal(call, failure));
    return this;
  }

  public synchronized FakeMetastore accept() {
    refusals.clear();
    return this;
  }

  public synchronized FakeMetastore with(CredentialInfo credential) {
    credentials.put(credential.name(), credential);
    return this;
  }

  public synchronized FakeMetastore with(LocationInfo location) {
    locations.put(location.name(), location);
    return this;
  }

  public synchronized FakeMetastore with(TagPolicy policy) {
    policies.put(policy.tagKey(), policy);
    return this;
  }

  public synchronized FakeMetastore with(ConnectionInfo connection) {
    connections.put(connection.name(), connection);
    return this;
  }

  /**
   * @param object {@code type/name} as the path has it
   */
  public synchronized FakeMetastore bound(String object, Binding... to) {
    bindings.put(object, List.of(to));
    return this;
  }

  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** Calls that change something. */
  public List<String> changes() {
    return calls().stream().filter(c -> c.startsWith("POST") || c.startsWith("PATCH")).toList();
  }

  public synchronized CredentialInfo credential(String name) {
    return credentials.get(name);
  }

  public synchronized LocationInfo location(String name) {
    return locations.get(name);
  }

  public synchronized TagPolicy policy(String key) {
    return policies.get(key);
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
      throw FakeUnityCatalog.error(404, what + "_DOES_NOT_EXIST", what + " does not exist");
    }
    return value;
  }

  private static <T> void absent(Map<String, T> all, String name, String what) {
    if (all.containsKey(name)) {
      throw FakeUnityCatalog.error(400, what + "_ALREADY_EXISTS", what + " exists");
    }
  }

  private static <T> T or(T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  private static <T> List<T> page(Map<String, T> all, String token) {
    List<T> values = new ArrayList<>(all.values());
    int from = token == null ? 0 : Integer.parseInt(token);
    return values.subList(from, Math.min(values.size(), from + PAGE));
  }

  private static String next(Map<String, ?> all, String token) {
    int to = (token == null ? 0 : Integer.parseInt(token)) + PAGE;
    return to < all.size() ? String.valueOf(to) : null;
  }

  @Override
  public synchronized CredentialPage listCredentials(int max, String token) {
    called("GET credentials");
    return new CredentialPage(page(credentials, token), next(credentials, token));
  }

  @Override
  public synchronized CredentialInfo getCredential(String name) {
    called("GET credential " + name);
    return there(credentials.get(name), "STORAGE_CREDENTIAL");
  }

  @Override
  public synchronized CredentialInfo createCredential(CreateCredential r) {
    called("POST credential " + r.name() + (r.skipValidation() == null ? "" : " unchecked"));
    absent(credentials, r.name(), "STORAGE_CREDENTIAL");
    credentials.put(
        r.name(),
        new CredentialInfo(
            r.name(),
            "id",
            r.awsIamRole() == null
                ? null
                : new AwsIamRole(r.awsIamRole().roleArn(), "arn:master", "external-1"),
            r.azureManagedIdentity(),
            null,
            r.databricksGcpServiceAccount() == null
                ? null
                : new GcpServiceAccount("uc-1@p.iam.gserviceaccount.com", "c"),
            "me",
            or(r.comment(), ""),
            r.readOnly(),
            "ISOLATION_MODE_OPEN",
            false));
    return credentials.get(r.name());
  }

  @Override
  public synchronized CredentialInfo updateCredential(String name, UpdateCredential r) {
    called("PATCH credential " + name + " " + set(r));
    CredentialInfo old = there(credentials.get(name), "STORAGE_CREDENTIAL");
    credentials.put(
        name,
        new CredentialInfo(
            name,
            old.id(),
            or(r.awsIamRole(), old.awsIamRole()),
            or(r.azureManagedIdentity(), old.azureManagedIdentity()),
            null,
            old.databricksGcpServiceAccount(),
            or(r.owner(), old.owner()),
            or(r.comment(), old.comment()),
            or(r.readOnly(), old.readOnly()),
            old.isolationMode(),
            false));
    return credentials.get(name);
  }

  /** The names of the fields that are given. */
  private static List<String> set(Record request) {
    List<String> given = new ArrayList<>();
    try {
      for (var part : request.getClass().getRecordComponents()) {
        if (part.getAccessor().invoke(request) != null) {
          given.add(part.getName());
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    return given;
  }

  @Override
  public synchronized LocationPage listLocations(int max, String token) {
    called("GET locations");
    return new LocationPage(page(locations, token), next(locations, token));
  }

  @Override
  public synchronized LocationInfo getLocation(String name) {
    called("GET location " + name);
    return there(locations.get(name), "EXTERNAL_LOCATION");
  }

  @Override
  public synchronized LocationInfo createLocation(CreateLocation r) {
    called("POST location " + r.name() + (r.skipValidation() == null ? "" : " unchecked"));
    absent(locations, r.name(), "EXTERNAL_LOCATION");
    there(credentials.get(r.credentialName()), "STORAGE_CREDENTIAL");
    locations.put(
        r.name(),
        new LocationInfo(
            r.name(),
            r.url(),
            r.credentialName(),
            "id",
            "me",
            or(r.comment(), ""),
            r.readOnly(),
            r.fallback(),
            "ISOLATION_MODE_OPEN",
            or(r.enableFileEvents(), true)));
    return locations.get(r.name());
  }

  @Override
  public synchronized LocationInfo updateLocation(String name, UpdateLocation r) {
    called("PATCH location " + name + " " + set(r));
    LocationInfo old = there(locations.get(name), "EXTERNAL_LOCATION");
    locations.put(
        name,
        new LocationInfo(
            name,
            or(r.url(), old.url()),
            or(r.credentialName(), old.credentialName()),
            "id",
            or(r.owner(), old.owner()),
            or(r.comment(), old.comment()),
            or(r.readOnly(), old.readOnly()),
            or(r.fallback(), old.fallback()),
            old.isolationMode(),
            or(r.enableFileEvents(), old.enableFileEvents())));
    return locations.get(name);
  }

  @Override
  public synchronized TagPolicyPage list(String token) {
    called("GET policies");
    return new TagPolicyPage(page(policies, token), next(policies, token));
  }

  @Override
  public synchronized TagPolicy get(String key) {
    called("GET policy " + key);
    return there(policies.get(key), "RESOURCE");
  }

  @Override
  public synchronized TagPolicy create(PolicyContent p) {
    called("POST policy " + p.tagKey());
    absent(policies, p.tagKey(), "TAG_POLICY");
    policies.put(p.tagKey(), new TagPolicy(p.tagKey(), or(p.description(), ""), p.values(), "i"));
    return policies.get(p.tagKey());
  }

  @Override
  public synchronized TagPolicy update(String key, String mask, PolicyContent p) {
    called("PATCH policy " + key + " [" + mask + "]");
    TagPolicy old = there(policies.get(key), "RESOURCE");
    policies.put(
        key,
        new TagPolicy(
            key,
            mask.contains("description") ? or(p.description(), "") : old.description(),
            mask.contains("values") ? p.values() : old.values(),
            "i"));
    return policies.get(key);
  }

  @Override
  public synchronized BindingPage list(String type, String name, int max, String token) {
    called("GET bindings " + type + "/" + name);
    return new BindingPage(there(bindings.get(type + "/" + name), "SECURABLE"), null);
  }

  private final class OfConnections implements ConnectionsApi {
    @Override
    public ConnectionPage list(int max, String token) {
      synchronized (FakeMetastore.this) {
        called("GET connections");
        return new ConnectionPage(page(connections, token), next(connections, token));
      }
    }

    @Override
    public ConnectionInfo get(String name) {
      throw new AssertionError("one listing tells all");
    }

    @Override
    public ConnectionInfo create(CreateConnection request) {
      throw new AssertionError("connections are not made");
    }
  }
}
