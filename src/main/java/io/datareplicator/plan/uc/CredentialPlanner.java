package io.datareplicator.plan.uc;

import io.datareplicator.config.CredentialType;
import io.datareplicator.config.StorageCredentialConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.CloudIdentity;
import io.datareplicator.model.uc.CredentialMeta;
import io.datareplicator.model.uc.LocationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.UpdateCredential;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Storage credentials: those that the configuration gives a principal at the target's cloud. */
final class CredentialPlanner {
  /** A credential of this run. */
  enum Made {
    /** It is on the target before, or cannot be made. */
    NO,
    /** It is new and has access to its storage, if the principal has. */
    NEW,
    /** It is new, and nobody could give it access to any storage yet. */
    NEW_WITHOUT_ACCESS
  }

  private static final String GOOGLE = "gs://";
  private static final String MAPPING = "storage_credential_config.mapping";

  private final MetastoreRules rules;
  private final UcPlan plan;
  private final MetastorePlanner common;

  CredentialPlanner(MetastoreRules rules, UcPlan plan, MetastorePlanner common) {
    this.rules = rules;
    this.plan = plan;
    this.common = common;
  }

  /**
   * @param locations of the source, null when not known
   * @return those that this run is asked to see to
   */
  Map<UcName, Made> plan(
      SortedMap<UcName, CredentialMeta> source,
      SortedMap<UcName, CredentialMeta> target,
      SortedMap<UcName, LocationMeta> locations) {
    StorageCredentialConfig config = rules.credentials();
    SortedMap<UcName, String> principals = new TreeMap<>();
    if (config != null) {
      config
          .mapping()
          .forEach(
              (name, principal) -> {
                UcName key = UcName.of(UcKind.STORAGE_CREDENTIAL, name);
                String other = principals.putIfAbsent(key, principal);
                if (other != null && !other.equals(principal)) {
                  principals.put(key, null);
                }
              });
    }
    Map<UcName, Made> made = new HashMap<>();
    for (CredentialMeta from : source.values()) {
      UcName name = from.name();
      if (principals.containsKey(name)) {
        made.put(
            name,
            one(from, target.get(name), config, principals.get(name), buckets(from, locations)));
        plan.compared(name);
      } else {
        plan.notReplicated(
            name,
            config == null
                ? "storage_credential_config is not set, so its principal at the target's cloud is"
                    + " not known"
                : MAPPING + " does not name it",
            target.containsKey(name)
                ? "the target's credential of that name is left as it is"
                : "add it to " + MAPPING + " with its principal at the target's cloud");
      }
    }
    for (UcName name : principals.keySet()) {
      if (!source.containsKey(name)) {
        plan.failed(
            name,
            MAPPING + " names it, and the source shows no such storage credential",
            "correct the name, or grant the caller a privilege on it");
      }
    }
    return made;
  }

  private Made one(
      CredentialMeta from,
      CredentialMeta to,
      StorageCredentialConfig config,
      String principal,
      List<String> buckets) {
    UcName name = from.name();
    CloudIdentity identity;
    try {
      identity = identity(config.targetCredentialType(), principal);
    } catch (IllegalArgumentException e) {
      plan.failed(name, e.getMessage(), "correct " + MAPPING);
      return Made.NO;
    }
    Made made = Made.NO;
    if (to == null) {
      plan.add(
          name,
          UcObjectType.STORAGE_CREDENTIAL,
          new Change.CreateCredential(from, identity, buckets),
          "missing at the target");
      made =
          identity.type() == CloudIdentity.Type.GCP_SERVICE_ACCOUNT
              ? Made.NEW_WITHOUT_ACCESS
              : Made.NEW;
    } else if (to.identity().type() != identity.type()) {
      plan.failed(
          name,
          "at the target it is a "
              + to.identity().type().label()
              + ", and target_credential_type asks for a "
              + identity.type().label(),
          "the type of a credential cannot be changed: drop it there to have it made anew, or"
              + " correct target_credential_type");
      return Made.NO;
    } else {
      update(from, to, identity);
    }
    common.binding(name, from.isolated(), to != null && to.isolated());
    common.owner(
        name, UcObjectType.STORAGE_CREDENTIAL, from.owner(), to == null ? null : to.owner());
    return made;
  }

  private void update(CredentialMeta from, CredentialMeta to, CloudIdentity identity) {
    Optional<String> comment =
        Comments.change(from.comment(), to.comment(), rules.settings().overwriteComments());
    UpdateCredential change =
        new UpdateCredential(
            identity.same(to.identity()) ? null : identity,
            comment.orElse(null),
            from.readOnly() == to.readOnly() ? null : from.readOnly());
    if (!change.equals(UpdateCredential.NOTHING)) {
      List<String> parts = new ArrayList<>();
      if (change.identity() != null) {
        parts.add("principal (" + to.identity() + ")");
      }
      comment.ifPresent(c -> parts.add("comment"));
      if (change.readOnly() != null) {
        parts.add("read_only");
      }
      plan.add(
          from.name(),
          UcObjectType.STORAGE_CREDENTIAL,
          change,
          "differs in " + String.join(", ", parts));
    }
  }

  /**
   * The identity that a value of the mapping names (configuration.md §3): a role ARN; the resource
   * id of an access connector; for {@code azure_managed_identity} that id and, after a semicolon,
   * the resource id of a user-assigned identity. For a GCP service account the value means nothing,
   * as Databricks makes the account.
   *
   * @param principal null when the mapping has several for one name
   * @throws IllegalArgumentException with a sentence for the user
   */
  static CloudIdentity identity(CredentialType type, String principal) {
    if (type == CredentialType.GCP_SERVICE_ACCOUNT) {
      return CloudIdentity.gcp();
    }
    if (principal == null) {
      throw new IllegalArgumentException(
          MAPPING + " names it twice in different spellings, with different principals");
    }
    String[] parts = principal.strip().split(";", -1);
    boolean pair = type == CredentialType.AZURE_MANAGED_IDENTITY && parts.length == 2;
    if (parts.length != 1 && !pair) {
      throw new IllegalArgumentException(
          "its principal '"
              + principal
              + "' is not "
              + switch (type) {
                case AWS -> "the ARN of one role";
                case AZURE_ACCESS_CONNECTOR -> "the resource id of one access connector";
                default -> "'<access connector id>' or '<access connector id>;<identity id>'";
              });
    }
    for (String part : parts) {
      if (part.isBlank()) {
        throw new IllegalArgumentException(
            "its principal '" + principal + "' lacks the part " + (pair ? "beside ';'" : "at all"));
      }
    }
    return type == CredentialType.AWS
        ? CloudIdentity.awsRole(parts[0])
        : CloudIdentity.azure(parts[0].strip(), pair ? parts[1].strip() : null);
  }

  /** Google's buckets that locations of the target are to reach by the credential. */
  private List<String> buckets(CredentialMeta from, SortedMap<UcName, LocationMeta> locations) {
    List<String> buckets = new ArrayList<>();
    if (locations != null) {
      for (LocationMeta location : locations.values()) {
        if (from.name().object().equalsIgnoreCase(location.credential())) {
          rules
              .urls()
              .map(String.valueOf(location.url()))
              .map(CredentialPlanner::bucket)
              .filter(b -> !buckets.contains(b))
              .ifPresent(buckets::add);
        }
      }
    }
    return buckets;
  }

  /** Bucket of a URL of Google's cloud; null for others. */
  private static String bucket(String url) {
    if (!url.startsWith(GOOGLE)) {
      return null;
    }
    int end = url.indexOf('/', GOOGLE.length());
    String bucket = end < 0 ? url : url.substring(0, end);
    return bucket.equals(GOOGLE) ? null : bucket;
  }
}
