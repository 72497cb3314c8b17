package io.datareplicator.inventory;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.connections.ConnectionsApi.ConnectionInfo;
import io.datareplicator.databricks.storage.StorageApi.CredentialInfo;
import io.datareplicator.databricks.storage.StorageApi.LocationInfo;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi.TagPolicy;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi.Value;
import io.datareplicator.model.uc.CloudIdentity;
import io.datareplicator.model.uc.CloudIdentity.Type;
import io.datareplicator.model.uc.ConnectionMeta;
import io.datareplicator.model.uc.CredentialMeta;
import io.datareplicator.model.uc.LocationMeta;
import io.datareplicator.model.uc.TagPolicyMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads what a side has above its catalogs, one paged listing per kind (databricks-api.md §4). Each
 * method throws what the listing throws: a refused one is not an empty one.
 */
public final class MetastoreReader {
  private static final String ISOLATED = "ISOLATION_MODE_ISOLATED";

  private MetastoreReader() {}

  public static SortedMap<UcName, CredentialMeta> credentials(Workspace workspace) {
    return byName(
        workspace.storage().credentials(), MetastoreReader::credential, CredentialMeta::name);
  }

  public static SortedMap<UcName, LocationMeta> locations(Workspace workspace) {
    return byName(workspace.storage().locations(), MetastoreReader::location, LocationMeta::name);
  }

  public static SortedMap<UcName, TagPolicyMeta> tagPolicies(Workspace workspace) {
    return byName(workspace.tagPolicies().list(), MetastoreReader::tagPolicy, TagPolicyMeta::name);
  }

  public static SortedMap<UcName, ConnectionMeta> connections(Workspace workspace) {
    return byName(
        workspace.connections().list(), MetastoreReader::connection, ConnectionMeta::name);
  }

  private static <I, T> SortedMap<UcName, T> byName(
      List<I> infos, Function<I, T> read, Function<T, UcName> name) {
    SortedMap<UcName, T> all = new TreeMap<>();
    for (I info : infos) {
      T meta = read.apply(info);
      all.put(name.apply(meta), meta);
    }
    return all;
  }

  /** A credential as an answer tells it. */
  public static CredentialMeta credential(CredentialInfo info) {
    return new CredentialMeta(
        name(UcKind.STORAGE_CREDENTIAL, info.name()),
        identity(info),
        text(info.comment()),
        info.owner(),
        Boolean.TRUE.equals(info.readOnly()),
        ISOLATED.equals(info.isolationMode()));
  }

  private static CloudIdentity identity(CredentialInfo info) {
    if (info.awsIamRole() != null) {
      return CloudIdentity.awsRole(info.awsIamRole().roleArn());
    }
    if (info.azureManagedIdentity() != null) {
      return CloudIdentity.azure(
          info.azureManagedIdentity().accessConnectorId(),
          text(info.azureManagedIdentity().managedIdentityId()));
    }
    if (info.databricksGcpServiceAccount() != null) {
      return CloudIdentity.gcp();
    }
    return CloudIdentity.other(
        info.azureServicePrincipal() == null ? Type.OTHER : Type.AZURE_SERVICE_PRINCIPAL);
  }

  /** A location as an answer tells it. */
  public static LocationMeta location(LocationInfo info) {
    return new LocationMeta(
        name(UcKind.EXTERNAL_LOCATION, info.name()),
        info.url(),
        text(info.credentialName()),
        text(info.comment()),
        info.owner(),
        Boolean.TRUE.equals(info.readOnly()),
        Boolean.TRUE.equals(info.fallback()),
        info.enableFileEvents(),
        ISOLATED.equals(info.isolationMode()));
  }

  /** A governed tag as an answer tells it. */
  public static TagPolicyMeta tagPolicy(TagPolicy info) {
    return new TagPolicyMeta(
        name(UcKind.TAG_POLICY, info.tagKey()),
        text(info.description()),
        info.values().stream().map(Value::name).filter(Objects::nonNull).toList());
  }

  private static ConnectionMeta connection(ConnectionInfo info) {
    return ConnectionMeta.of(
        name(UcKind.CONNECTION, info.name()),
        info.connectionType(),
        text(info.credentialType()),
        info.options(),
        text(info.comment()),
        info.owner());
  }

  private static UcName name(UcKind kind, String name) {
    if (name == null || name.isEmpty()) {
      throw new IllegalStateException("the listing has a " + kind.label() + " without a name");
    }
    return UcName.of(kind, name);
  }

  private static String text(String value) {
    return value == null || value.isEmpty() ? null : value;
  }
}
