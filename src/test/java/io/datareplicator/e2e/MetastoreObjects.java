package io.datareplicator.e2e;

import java.util.List;
import java.util.Map;

/** Objects of a metastore that are in no catalog, each with privileges of {@link Principals}. */
final class MetastoreObjects {
  private static final String UNITY = SandboxSide.UNITY;

  private MetastoreObjects() {}

  /** Makes the policy of {@link EverythingCatalog#TIER} where it is missing. */
  static void tier(SandboxSide side) {
    if (!side.exists("/api/2.1/tag-policies/everything%20tier")) {
      policy(side, EverythingCatalog.TIER, "it's \"tier\" \\ 🐘", "gold", "silver");
    }
  }

  /**
   * Makes storage credentials {@code <prefix>-role} and {@code <prefix>-reader} (read-only),
   * external locations {@code <prefix>-raw} (below {@code s3://<prefix>-raw/}) and {@code
   * <prefix>-sub} (read- only), tag policies {@code <prefix> class} and {@code <prefix> flag} (no
   * values), connection {@code <prefix>-pg}.
   */
  static void seed(SandboxSide side, String prefix, String robotId) {
    credential(side, prefix + "-role", "it's \"role\" \\ 🐘", false);
    credential(side, prefix + "-reader", "", true);
    location(side, prefix + "-raw", "s3://" + prefix + "-raw/a b", prefix + "-role", false);
    location(side, prefix + "-sub", "s3://" + prefix + "-sub/x", prefix + "-reader", true);
    policy(side, prefix + " class", "it's \"class\" \\ ${x}", "public", "it's secret", "ü 🐘");
    policy(side, prefix + " flag", "");
    side.call(
        "POST",
        UNITY + "/connections",
        Map.of(
            "name",
            prefix + "-pg",
            "connection_type",
            "POSTGRESQL",
            "options",
            Map.of("host", "pg.example.test", "port", "5432", "user", "u", "password", "p"),
            "comment",
            "it's foreign"));
    grant(side, "storage_credential", prefix + "-role", Principals.GROUP, "READ_FILES");
    grant(side, "external_location", prefix + "-raw", Principals.GROUP, "CREATE_EXTERNAL_TABLE");
    grant(side, "external_location", prefix + "-raw", robotId, "READ_FILES", "WRITE_FILES");
    grant(side, "connection", prefix + "-pg", Principals.USER, "USE_CONNECTION");
  }

  private static void credential(SandboxSide side, String name, String comment, boolean readOnly) {
    side.call(
        "POST",
        UNITY + "/storage-credentials",
        Map.of(
            "name",
            name,
            "comment",
            comment,
            "read_only",
            readOnly,
            "aws_iam_role",
            Map.of("role_arn", "arn:aws:iam::123456789012:role/" + name)));
  }

  private static void location(
      SandboxSide side, String name, String url, String credential, boolean readOnly) {
    side.call(
        "POST",
        UNITY + "/external-locations",
        Map.of(
            "name",
            name,
            "url",
            url,
            "credential_name",
            credential,
            "comment",
            "it's " + name,
            "read_only",
            readOnly));
  }

  private static void policy(SandboxSide side, String key, String description, String... values) {
    side.call(
        "POST",
        "/api/2.1/tag-policies",
        Map.of(
            "tag_key",
            key,
            "description",
            description,
            "values",
            List.of(values).stream().map(v -> Map.of("name", v)).toList()));
  }

  /** Gives privileges on an object of any kind. */
  static void grant(
      SandboxSide side, String type, String name, String principal, String... privileges) {
    side.call(
        "PATCH",
        UNITY + "/permissions/" + type + "/" + name,
        Map.of("changes", List.of(Map.of("principal", principal, "add", List.of(privileges)))));
  }
}
