package io.datareplicator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.apply.Applier;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.config.CredentialType;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.Side;
import io.datareplicator.config.StorageCredentialConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.databricks.Clients;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.http.RestClients;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.metadata.MetastoreReplication;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.plan.uc.Principals;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeSql;
import io.datareplicator.testkit.Results;
import io.datareplicator.testkit.RunConfigs;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objects above catalogs between two workspaces of the sandbox. */
@QuarkusTest
@Tag("jvm")
@ExtendWith(SandboxExtension.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
class MetastoreReplicationIT {
  private static final String CREDENTIALS = SandboxSide.UNITY + "/storage-credentials";
  private static final String LOCATIONS = SandboxSide.UNITY + "/external-locations";
  private static final String POLICIES = "/api/2.1/tag-policies";
  private static final String CREDENTIAL = "above-lake";
  private static final String GOOGLE = "above-google";
  private static final String KEY = "Above_PII";

  private static Workspace open(Side side, SandboxSide box) {
    URI host = URI.create(box.host());
    HttpPipeline http =
        new HttpPipeline(
            host,
            Network.DIRECT,
            new TestTokens(box.token()),
            SqlEngineContract.IMPATIENT,
            new RetryBudget(),
            new Random(1),
            8);
    Clock clock = Clock.systemUTC();
    return new Workspace(
        Configs.with(Configs.side(side), "host", host),
        http,
        Clients.of(new RestClients(host, "above/1", Network.DIRECT, clock), http, clock),
        new FakeSql());
  }

  private Results run(SandboxProcess sandbox, RunConfig config) throws InterruptedException {
    Results now = new Results();
    try (Workspace source = open(Side.SOURCE, sandbox.source());
        Workspace target = open(Side.TARGET, sandbox.target());
        Applier applier = new Applier(Clock.systemUTC(), now)) {
      new MetastoreReplication(
              source,
              target,
              now,
              applier,
              Clock.systemUTC(),
              new UrlMapping(config.cloudUrlMapping()),
              Principals.SAME,
              Map.of())
          .run(config);
    }
    return now;
  }

  private static RunConfig config(CredentialType type, String credential, String principal) {
    RunConfig all =
        RunConfigs.metadata(
            UcObjectType.STORAGE_CREDENTIAL,
            UcObjectType.EXTERNAL_LOCATION,
            UcObjectType.TAG_POLICY,
            UcObjectType.CONNECTION);
    RunConfig mapped =
        Configs.with(
            all,
            "storageCredentials",
            new StorageCredentialConfig(type, Map.of(credential, principal)));
    return Configs.with(mapped, "tagPolicies", List.of(KEY));
  }

  private static void location(SandboxSide side, String name, String url, String credential) {
    side.call(
        "POST",
        LOCATIONS,
        Map.of("name", name, "url", url, "credential_name", credential, "comment", name));
  }

  private static void azureCredential(SandboxSide side, String name) {
    side.call(
        "POST",
        CREDENTIALS,
        Map.of(
            "name",
            name,
            "comment",
            "it's ✓",
            "azure_managed_identity",
            Map.of("access_connector_id", "/subscriptions/s/accessConnectors/c")));
  }

  @Test
  void objectsAboveCatalogsAreMadeMendedAndThenLeftAlone(SandboxProcess sandbox)
      throws InterruptedException {
    SandboxSide source = sandbox.source();
    SandboxSide target = sandbox.target();
    azureCredential(source, CREDENTIAL);
    source.call(
        "PATCH",
        CREDENTIALS + "/" + CREDENTIAL,
        Map.of("isolation_mode", "ISOLATION_MODE_ISOLATED"));
    location(source, "above-raw", "abfss://above@p.dfs.core.windows.net/raw", CREDENTIAL);
    location(source, "above-fine", "abfss://above@p.dfs.core.windows.net/fine", CREDENTIAL);
    location(source, "above-far", "abfss://far-above@p.dfs.core.windows.net/", CREDENTIAL);
    source.call(
        "PATCH",
        LOCATIONS + "/above-fine",
        Map.of("fallback", true, "enable_file_events", false, "read_only", true));
    source.call(
        "POST",
        POLICIES,
        Map.of(
            "tag_key",
            KEY,
            "description",
            "who may \"see\" it",
            "values",
            List.of(Map.of("name", "low"), Map.of("name", "hoch ü"))));
    source.call(
        "POST",
        SandboxSide.UNITY + "/connections",
        Map.of(
            "name",
            "above_pg",
            "connection_type",
            "POSTGRESQL",
            "options",
            Map.of("host", "h", "port", "5432", "user", "u", "password", "not-to-be-seen")));
    RunConfig config =
        Configs.with(
            config(CredentialType.AWS, CREDENTIAL, "arn:aws:iam::123456789012:role/above"),
            "cloudUrlMapping",
            Map.of("abfss://above@p.dfs.core.windows.net/", "s3://above-standby/x/"));

    Results made = run(sandbox, config);

    assertThat(made.lines())
        .contains(
            "storage_credential above-lake success",
            "workspace_binding above-lake skipped",
            "external_location above-raw success",
            "external_location above-fine success",
            "external_location above-far skipped",
            "tag_policy Above_PII success",
            "connection above_pg skipped");
    JsonNode credential = target.call("GET", CREDENTIALS + "/" + CREDENTIAL, null);
    assertThat(credential.at("/aws_iam_role/role_arn").asText()).endsWith(":role/above");
    assertThat(credential.path("comment").asText()).isEqualTo("it's ✓");
    JsonNode fine = target.call("GET", LOCATIONS + "/above-fine", null);
    assertThat(fine.path("url").asText()).isEqualTo("s3://above-standby/x/fine");
    assertThat(fine.path("fallback").asBoolean()).isTrue();
    assertThat(fine.path("read_only").asBoolean()).isTrue();
    assertThat(fine.path("enable_file_events").asBoolean()).isFalse();
    assertThat(target.call("GET", POLICIES + "/" + KEY, null).at("/values/1/name").asText())
        .isEqualTo("hoch ü");
    assertThat(made.the("storage_credential", CREDENTIAL).details()).containsKey("external_id");
    assertThat((String) made.the("connection", "above_pg").details().get("advice"))
        .contains("CREATE CONNECTION `above_pg` TYPE POSTGRESQL OPTIONS (host 'h'")
        .doesNotContain("not-to-be-seen");

    nothingIsLeft(sandbox, config);

    source.call("PATCH", LOCATIONS + "/above-fine", Map.of("fallback", false));
    source.call(
        "PATCH",
        POLICIES + "/" + KEY + "?update_mask=description",
        Map.of("tag_key", KEY, "description", "nobody"));
    target.call(
        "PATCH",
        CREDENTIALS + "/" + CREDENTIAL,
        Map.of("aws_iam_role", Map.of("role_arn", "arn:aws:iam::123456789012:role/other")));
    target.call("PATCH", LOCATIONS + "/above-raw", Map.of("url", "s3://above-standby/else"));
    Results mended = run(sandbox, config);
    assertThat(mended.lines())
        .contains(
            "storage_credential above-lake success",
            "external_location above-raw success",
            "external_location above-fine success",
            "tag_policy Above_PII success");
    assertThat(
            target
                .call("GET", CREDENTIALS + "/" + CREDENTIAL, null)
                .at("/aws_iam_role/role_arn")
                .asText())
        .endsWith(":role/above");
    JsonNode policy = target.call("GET", POLICIES + "/" + KEY, null);
    assertThat(policy.path("description").asText()).isEqualTo("nobody");
    assertThat(policy.path("values")).hasSize(2);
    nothingIsLeft(sandbox, config);
  }

  /** A further run sends no change of the kinds that this test is about. */
  private void nothingIsLeft(SandboxProcess sandbox, RunConfig config) throws InterruptedException {
    sandbox.target().clearRequests();
    Results again = run(sandbox, config);
    assertThat(again.all()).isNotEmpty().allMatch(r -> r.status() == Status.SKIPPED);
    assertThat(sandbox.target().requests().counts().keySet())
        .isNotEmpty()
        .allMatch(route -> route.startsWith("GET "));
  }

  @Test
  void aServiceAccountIsMadeBeforeItHasAccess(SandboxProcess sandbox) throws InterruptedException {
    azureCredential(sandbox.source(), GOOGLE);
    location(sandbox.source(), "above-gs", "abfss://above-gs@p.dfs.core.windows.net/", GOOGLE);
    RunConfig config =
        Configs.with(
            config(CredentialType.GCP_SERVICE_ACCOUNT, GOOGLE, "ignored"),
            "objects",
            RunConfigs.metadata(UcObjectType.STORAGE_CREDENTIAL, UcObjectType.EXTERNAL_LOCATION)
                .objects());
    config =
        Configs.with(
            config,
            "cloudUrlMapping",
            Map.of("abfss://above-gs@p.dfs.core.windows.net/", "gs://above-bucket/"));

    Results made = run(sandbox, config);

    String account =
        sandbox
            .target()
            .call("GET", CREDENTIALS + "/" + GOOGLE, null)
            .at("/databricks_gcp_service_account/email")
            .asText();
    assertThat(account).contains("@");
    assertThat(made.the("storage_credential", GOOGLE).details().toString())
        .contains(
            "gcloud storage buckets add-iam-policy-binding gs://above-bucket"
                + " --member=serviceAccount:"
                + account
                + " --role=roles/storage.objectAdmin");
    assertThat(made.the("external_location", "above-gs").status()).isEqualTo(Status.SUCCESS);
    nothingIsLeft(sandbox, config);
  }
}
