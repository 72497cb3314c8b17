package io.datareplicator.metadata;

import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.storage.StorageApi.AwsIamRole;
import io.datareplicator.databricks.storage.StorageApi.AzureManagedIdentity;
import io.datareplicator.databricks.storage.StorageApi.CreateCredential;
import io.datareplicator.databricks.storage.StorageApi.CreateLocation;
import io.datareplicator.databricks.storage.StorageApi.CredentialInfo;
import io.datareplicator.databricks.storage.StorageApi.GcpServiceAccount;
import io.datareplicator.databricks.storage.StorageApi.LocationInfo;
import io.datareplicator.databricks.storage.StorageApi.UpdateCredential;
import io.datareplicator.databricks.storage.StorageApi.UpdateLocation;
import io.datareplicator.inventory.MetastoreReader;
import io.datareplicator.model.uc.CloudIdentity;
import io.datareplicator.model.uc.CloudIdentity.Type;
import io.datareplicator.model.uc.CredentialMeta;
import io.datareplicator.model.uc.LocationMeta;
import io.datareplicator.model.uc.TagPolicyMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.plan.uc.Change;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Changes of objects above catalogs; what the server answers is compared with what was asked. */
final class MetastoreChanges {
  private final Workspace target;

  MetastoreChanges(Workspace target) {
    this.target = target;
  }

  void run(UcName object, Change.OfMetastore change, Map<String, Object> details) {
    if (change instanceof Change.CreateCredential create) {
      create(object, create, details);
    } else if (change instanceof Change.UpdateCredential update) {
      update(object, update, details);
    } else if (change instanceof Change.CreateLocation create) {
      create(object, create);
    } else if (change instanceof Change.UpdateLocation update) {
      update(object, update);
    } else if (change instanceof Change.CreateTagPolicy create) {
      TagPolicyMeta from = create.source();
      verify(
          object,
          MetastoreReader.tagPolicy(
              target.tagPolicies().create(object.object(), from.description(), from.values())),
          from.description(),
          from.values());
    } else if (change instanceof Change.UpdateTagPolicy update) {
      verify(
          object,
          MetastoreReader.tagPolicy(
              target.tagPolicies().update(object.object(), update.description(), update.values())),
          update.description(),
          update.values());
    }
  }

  void owner(UcName object, String owner) {
    if (object.kind() == UcKind.STORAGE_CREDENTIAL) {
      target
          .storage()
          .updateCredential(
              object.object(),
              new UpdateCredential(null, null, null, null, null, owner, null, null, null));
    } else {
      target
          .storage()
          .updateLocation(
              object.object(),
              new UpdateLocation(null, null, null, null, null, null, owner, null, null, null));
    }
  }

  private void create(UcName object, Change.CreateCredential create, Map<String, Object> details) {
    CloudIdentity identity = create.identity();
    boolean google = identity.type() == Type.GCP_SERVICE_ACCOUNT;
    CredentialMeta from = create.source();
    CredentialInfo made =
        target
            .storage()
            .createCredential(
                new CreateCredential(
                    object.object(),
                    aws(identity),
                    azure(identity),
                    google ? new GcpServiceAccount() : null,
                    from.comment(),
                    from.readOnly(),
                    // Nobody can have given access to an account that comes into being now.
                    google ? true : null));
    verify(object, MetastoreReader.credential(made), identity, from.readOnly());
    trust(made, details);
    if (google) {
      details.put(
          GoogleAccess.SERVICE_ACCOUNT, GoogleAccess.account(made, target, object.object()));
      details.put(
          "warnings",
          List.of(
              GoogleAccess.advice(
                  String.valueOf(details.get(GoogleAccess.SERVICE_ACCOUNT)),
                  create.buckets(),
                  from.readOnly())));
    }
  }

  private void update(UcName object, Change.UpdateCredential update, Map<String, Object> details) {
    CloudIdentity identity = update.identity();
    CredentialInfo changed =
        target
            .storage()
            .updateCredential(
                object.object(),
                new UpdateCredential(
                    identity == null ? null : aws(identity),
                    identity == null ? null : azure(identity),
                    null,
                    update.comment(),
                    update.readOnly(),
                    null,
                    null,
                    null,
                    null));
    verify(object, MetastoreReader.credential(changed), identity, update.readOnly());
    if (identity != null) {
      trust(changed, details);
    }
  }

  private static AwsIamRole aws(CloudIdentity identity) {
    return identity.type() == Type.AWS_IAM_ROLE ? new AwsIamRole(identity.principal()) : null;
  }

  private static AzureManagedIdentity azure(CloudIdentity identity) {
    return identity.type() == Type.AZURE_MANAGED_IDENTITY
        ? new AzureManagedIdentity(identity.principal(), identity.managedIdentity())
        : null;
  }

  /** What the trust policy of a role must name; no secret. */
  private static void trust(CredentialInfo credential, Map<String, Object> details) {
    AwsIamRole role = credential.awsIamRole();
    if (role != null && role.externalId() != null) {
      details.put("external_id", role.externalId());
    }
    if (role != null && role.unityCatalogIamArn() != null) {
      details.put("unity_catalog_iam_arn", role.unityCatalogIamArn());
    }
  }

  private void create(UcName object, Change.CreateLocation create) {
    LocationMeta from = create.source();
    LocationInfo made =
        target
            .storage()
            .createLocation(
                new CreateLocation(
                    object.object(),
                    create.url(),
                    from.credential(),
                    from.comment(),
                    from.readOnly(),
                    create.unchecked() ? true : null,
                    from.fallback(),
                    from.fileEvents()));
    verify(object, MetastoreReader.location(made), create.url(), from.credential());
  }

  private void update(UcName object, Change.UpdateLocation update) {
    LocationInfo changed =
        target
            .storage()
            .updateLocation(
                object.object(),
                new UpdateLocation(
                    update.url(),
                    update.credential(),
                    update.comment(),
                    update.readOnly(),
                    update.fallback(),
                    update.fileEvents(),
                    null,
                    null,
                    null,
                    null));
    LocationMeta now = MetastoreReader.location(changed);
    verify(object, now, update.url(), update.credential());
    if ((update.readOnly() != null && update.readOnly() != now.readOnly())
        || (update.fallback() != null && update.fallback() != now.fallback())) {
      throw ignored(object, now.toString());
    }
  }

  private static void verify(
      UcName object, CredentialMeta now, CloudIdentity identity, Boolean readOnly) {
    if ((identity != null && !identity.same(now.identity()))
        || (readOnly != null && readOnly != now.readOnly())) {
      throw ignored(object, now.identity() + (now.readOnly() ? ", read-only" : ""));
    }
  }

  private static void verify(UcName object, LocationMeta now, String url, String credential) {
    if ((url != null && !UrlMapping.same(url, now.url()))
        || (credential != null && !credential.equalsIgnoreCase(now.credential()))) {
      throw ignored(object, now.url() + " with " + now.credential());
    }
  }

  private static void verify(
      UcName object, TagPolicyMeta now, String description, List<String> values) {
    boolean said =
        description == null
            || description.equals(now.description() == null ? "" : now.description());
    if (!said || (values != null && !new HashSet<>(values).equals(new HashSet<>(now.values())))) {
      throw ignored(object, "values " + now.values());
    }
  }

  private static IllegalStateException ignored(UcName object, String now) {
    return new IllegalStateException(
        "the target has "
            + object
            + " otherwise than asked for: "
            + now
            + "; somebody else may have made or changed it meanwhile, so run again");
  }
}
