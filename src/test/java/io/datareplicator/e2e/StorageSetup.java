package io.datareplicator.e2e;

import java.util.Map;

/** Storage credentials and external locations of a workspace of the sandbox. */
final class StorageSetup {
  private StorageSetup() {}

  /** Covers these URLs, each with a credential that its scheme allows. */
  static void locations(SandboxSide side, String name, String... urls) {
    for (int i = 0; i < urls.length; i++) {
      String each = name + "-" + i;
      side.call("POST", SandboxSide.UNITY + "/storage-credentials", credential(each, urls[i]));
      side.call(
          "POST",
          SandboxSide.UNITY + "/external-locations",
          Map.of("name", each, "url", urls[i], "credential_name", each));
    }
  }

  private static Map<String, Object> credential(String name, String url) {
    if (url.startsWith("abfss:")) {
      return Map.of(
          "name",
          name,
          "azure_managed_identity",
          Map.of("access_connector_id", "/subscriptions/s/accessConnectors/c"));
    }
    return url.startsWith("gs:")
        ? Map.of("name", name, "databricks_gcp_service_account", Map.of())
        : Map.of(
            "name",
            name,
            "aws_iam_role",
            Map.of("role_arn", "arn:aws:iam::123456789012:role/" + name));
  }
}
