package io.datareplicator.sandbox.metastore;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Storage credentials (reference §4); the caller holds the world's lock. */
final class CredentialRules {
  /** Fields of an identity: those that must be given come first, secrets are dropped. */
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "aws_iam_role", List.of("role_arn"),
          "azure_managed_identity", List.of("access_connector_id"),
          "azure_service_principal", List.of("directory_id", "application_id", "client_secret"),
          "databricks_gcp_service_account", List.of(),
          "cloudflare_api_token", List.of("access_key_id", "account_id", "secret_access_key"));

  private static final Set<String> SECRETS = Set.of("client_secret", "secret_access_key");

  private CredentialRules() {}

  static StorageCredential credential(MetastoreState state, String name) {
    StorageCredential found = state.storageCredentials.get(Names.key(name));
    if (found == null) {
      throw UcException.notFound("STORAGE_CREDENTIAL", "Storage Credential", Names.key(name));
    }
    return found;
  }

  static StorageCredential createCredential(MetastoreState state, StorageCredential asked) {
    String name = Names.valid(asked.name());
    if (state.storageCredentials.containsKey(name)) {
      throw UcException.alreadyExists("STORAGE_CREDENTIAL", "Storage Credential", name);
    }
    String id = UUID.randomUUID().toString();
    long now = System.currentTimeMillis();
    StorageCredential made =
        new StorageCredential(
            id,
            name,
            asked.kind(),
            identity(asked.kind(), asked.identity(), id, Map.of()),
            StorageRules.text(asked.comment(), ""),
            asked.readOnly(),
            asked.owner(),
            "ISOLATION_MODE_OPEN",
            now,
            now);
    state.storageCredentials.put(name, made);
    return made;
  }

  /** Fields that are null or absent in {@code asked} stay. */
  static StorageCredential updateCredential(
      MetastoreState state,
      String name,
      String newName,
      StorageCredential asked,
      Boolean readOnly) {
    StorageCredential old = credential(state, name);
    String renamed = newName == null ? old.name() : Names.valid(newName);
    if (!renamed.equals(old.name()) && state.storageCredentials.containsKey(renamed)) {
      throw UcException.alreadyExists("STORAGE_CREDENTIAL", "Storage Credential", renamed);
    }
    boolean identityChanges = asked.kind() != null;
    if (identityChanges && !asked.kind().equals(old.kind())) {
      throw UcException.invalid("The type of a storage credential cannot be changed");
    }
    StorageCredential made =
        new StorageCredential(
            old.id(),
            renamed,
            old.kind(),
            identityChanges
                ? identity(old.kind(), asked.identity(), old.id(), old.identity())
                : old.identity(),
            StorageRules.text(asked.comment(), old.comment()),
            readOnly == null ? old.readOnly() : readOnly,
            StorageRules.text(asked.owner(), old.owner()),
            StorageRules.isolation(StorageRules.text(asked.isolationMode(), old.isolationMode())),
            old.createdAt(),
            System.currentTimeMillis());
    state.storageCredentials.remove(old.name());
    state.storageCredentials.put(renamed, made);
    state.externalLocations.replaceAll(
        (key, l) -> l.credentialId().equals(old.id()) ? withCredential(l, made) : l);
    return made;
  }

  static void dropCredential(MetastoreState state, String name, boolean force) {
    StorageCredential old = credential(state, name);
    for (ExternalLocation location : state.externalLocations.values()) {
      if (!force && location.credentialId().equals(old.id())) {
        throw new UcException(
            400,
            "INVALID_STATE",
            "Storage credential '"
                + old.name()
                + "' cannot be deleted: the external location '"
                + location.name()
                + "' uses it");
      }
    }
    state.storageCredentials.remove(old.name());
  }

  private static Map<String, String> identity(
      String kind, Map<String, String> given, String id, Map<String, String> before) {
    if (!REQUIRED.containsKey(String.valueOf(kind))) {
      throw UcException.invalid("A storage credential needs exactly one identity");
    }
    Map<String, String> identity = new TreeMap<>(before);
    identity.putAll(given);
    for (String field : REQUIRED.get(kind)) {
      if (StorageRules.text(given.get(field), "").isEmpty()) {
        throw UcException.invalid("Missing required field: " + kind + "." + field);
      }
    }
    identity.keySet().removeAll(SECRETS);
    switch (kind) {
      case "aws_iam_role" -> {
        if (!identity.get("role_arn").matches("arn:aws[a-z-]*:iam::\\d{12}:role/.+")) {
          throw UcException.invalid(
              "role_arn '" + identity.get("role_arn") + "' is not the ARN of an IAM role");
        }
        identity.putIfAbsent(
            "unity_catalog_iam_arn",
            "arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-EXAMPLE");
        identity.putIfAbsent("external_id", derived(id, "external"));
      }
      case "azure_managed_identity" ->
          identity.putIfAbsent("credential_id", derived(id, "identity"));
      case "databricks_gcp_service_account" -> {
        identity.putIfAbsent("credential_id", derived(id, "account"));
        identity.putIfAbsent(
            "email", "db-uc-" + id.substring(0, 8) + "@sandbox.iam.gserviceaccount.com");
      }
      default -> {}
    }
    return identity;
  }

  private static String derived(String id, String what) {
    return UUID.nameUUIDFromBytes((id + what).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static ExternalLocation withCredential(ExternalLocation l, StorageCredential c) {
    return new ExternalLocation(
        l.name(),
        l.url(),
        c.name(),
        c.id(),
        l.comment(),
        l.readOnly(),
        l.fallback(),
        l.enableFileEvents(),
        l.owner(),
        l.isolationMode(),
        l.createdAt(),
        l.updatedAt());
  }
}
