package io.datareplicator.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.apply.Applier;
import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.StopRun;
import io.datareplicator.config.CredentialType;
import io.datareplicator.config.Operation;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.Side;
import io.datareplicator.config.StorageCredentialConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.bindings.BindingsApi.Binding;
import io.datareplicator.databricks.connections.ConnectionsApi.ConnectionInfo;
import io.datareplicator.databricks.storage.StorageApi.AwsIamRole;
import io.datareplicator.databricks.storage.StorageApi.AzureManagedIdentity;
import io.datareplicator.databricks.storage.StorageApi.CredentialInfo;
import io.datareplicator.databricks.storage.StorageApi.GcpServiceAccount;
import io.datareplicator.databricks.storage.StorageApi.LocationInfo;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi.TagPolicy;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi.Value;
import io.datareplicator.inventory.MetastoreReader;
import io.datareplicator.model.uc.CloudIdentity;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.plan.uc.Change;
import io.datareplicator.plan.uc.Principals;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeMetastore;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.datareplicator.testkit.MovableClock;
import io.datareplicator.testkit.Results;
import io.datareplicator.testkit.RunConfigs;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From two metastores to results and back again. */
@QuarkusTest
class MetastoreReplicationTest {
  private static final UcObjectType[] ALL = {
    UcObjectType.STORAGE_CREDENTIAL,
    UcObjectType.EXTERNAL_LOCATION,
    UcObjectType.TAG_POLICY,
    UcObjectType.CONNECTION
  };
  private static final String ROLE = "arn:aws:iam::000000000000:role/r";

  private final FakeMetastore source =
      new FakeMetastore("azure:eu:1")
          .with(azure("lake", "ISOLATION_MODE_OPEN"))
          .with(azure("unmapped", "ISOLATION_MODE_OPEN"))
          .with(azure("zone", "ISOLATION_MODE_OPEN"))
          .with(location("raw", "abfss://lake@p/raw"))
          .with(location("fine", "abfss://lake@p/fine"))
          .with(location("far", "abfss://far@p/"))
          .with(new TagPolicy("PII", "who", List.of(new Value("low"), new Value("high")), "1"))
          .with(
              new ConnectionInfo(
                  "pg",
                  "POSTGRESQL",
                  "c",
                  Map.of("host", "it's", "port", "5432"),
                  Map.of(),
                  "ana",
                  "said",
                  true,
                  "USERNAME_PASSWORD",
                  null));
  private final FakeMetastore target = new FakeMetastore("aws:us:2");
  private Results results = new Results();
  private Map<String, String> urls = Map.of("abfss://lake@p/", "s3://standby/");
  private RunConfig config =
      Configs.with(
          RunConfigs.metadata(ALL),
          "storageCredentials",
          new StorageCredentialConfig(CredentialType.AWS, Map.of("lake", ROLE, "zone", ROLE)));

  private static CredentialInfo azure(String name, String isolation) {
    return new CredentialInfo(
        name,
        "id",
        null,
        new AzureManagedIdentity("/s/c", null),
        null,
        null,
        "ana",
        "comment of " + name,
        false,
        isolation,
        false);
  }

  private static LocationInfo location(String name, String url) {
    return new LocationInfo(
        name, url, "lake", "id", "ana", "", false, true, "ISOLATION_MODE_OPEN", false);
  }

  private boolean run() throws InterruptedException {
    return run(source.workspace(Side.SOURCE), target.workspace(Side.TARGET));
  }

  private boolean run(Workspace from, Workspace to) throws InterruptedException {
    results = new Results();
    MovableClock clock = new MovableClock();
    try (Applier applier = new Applier(clock, results)) {
      return new MetastoreReplication(
              from,
              to,
              results,
              applier,
              clock,
              new UrlMapping(urls),
              new Principals(Map.of("ana", "eva")),
              Map.of())
          .run(config);
    }
  }

  @Test
  void everythingIsMadeOnceAndThenLeftAlone() throws InterruptedException {
    assertThat(run()).isTrue();
    assertThat(results.lines())
        .containsExactlyInAnyOrder(
            "storage_credential lake success",
            "storage_credential zone success",
            "storage_credential unmapped skipped",
            "external_location raw success",
            "external_location fine success",
            "external_location far skipped",
            "tag_policy PII success",
            "connection pg skipped");
    assertThat(results.all())
        .allSatisfy(
            r -> {
              assertThat(r.operationType()).isEqualTo("uc_replication");
              assertThat(r.catalog()).isEqualTo("group");
              assertThat(r.schema()).isNull();
            });
    assertThat(target.credential("lake").awsIamRole().roleArn()).isEqualTo(ROLE);
    assertThat(target.credential("lake").comment()).isEqualTo("comment of lake");
    assertThat(results.the("storage_credential", "lake").details())
        .containsEntry("external_id", "external-1")
        .containsEntry("unity_catalog_iam_arn", "arn:master");
    assertThat(target.location("raw").url()).isEqualTo("s3://standby/raw");
    assertThat(target.location("raw").fallback()).isTrue();
    assertThat(target.location("raw").enableFileEvents()).isFalse();
    assertThat(target.policy("PII").values()).hasSize(2);
    assertThat((String) results.the("connection", "pg").details().get("advice"))
        .endsWith(
            "CREATE CONNECTION `pg` TYPE POSTGRESQL OPTIONS (host 'it\\'s', port '5432', password"
                + " secret('<scope>', '<key>')) COMMENT 'said'");
    int before = target.changes().size();
    assertThat(run()).isTrue();
    assertThat(target.changes()).hasSize(before);
    assertThat(results.all()).allMatch(r -> r.status() == Status.SKIPPED).hasSize(8);
    assertThat(results.the("external_location", "raw").details())
        .containsEntry("reason", "unchanged");
    assertThat(source.changes()).isEmpty();
    // Listings only, nothing about single objects.
    assertThat(source.calls()).noneMatch(c -> c.matches("GET \\w+ .+"));
  }

  @Test
  void differencesAreSentAlone() throws InterruptedException {
    run();
    target.with(location("raw", "s3://elsewhere"));
    target.with(Configs.with(target.policy("PII"), "description", "nobody"));
    CredentialInfo lake = target.credential("lake");
    target.with(Configs.with(lake, "awsIamRole", new AwsIamRole("arn:other")));
    int before = target.changes().size();
    run();
    assertThat(target.changes().subList(before, target.changes().size()))
        .containsExactlyInAnyOrder(
            "PATCH credential lake [awsIamRole]",
            "PATCH location raw [url]",
            "PATCH policy PII [description]");
    assertThat(target.credential("lake").awsIamRole().roleArn()).isEqualTo(ROLE);
    assertThat(results.the("external_location", "raw").details())
        .containsEntry("reason", "differs in url (s3://elsewhere)");
  }

  @Test
  void ownersComeLast() throws InterruptedException {
    config =
        Configs.with(
            config,
            "objects",
            RunConfigs.metadata(
                    UcObjectType.STORAGE_CREDENTIAL,
                    UcObjectType.EXTERNAL_LOCATION,
                    UcObjectType.OWNER)
                .objects());
    run();
    assertThat(target.credential("lake").owner()).isEqualTo("eva");
    assertThat(target.location("fine").owner()).isEqualTo("eva");
    assertThat(target.changes().subList(4, target.changes().size()))
        .containsExactlyInAnyOrder(
            "PATCH credential lake [owner]",
            "PATCH credential zone [owner]",
            "PATCH location raw [owner]",
            "PATCH location fine [owner]");
    assertThat(results.lines()).contains("external_location_owner raw success");
    int before = target.changes().size();
    run();
    assertThat(target.changes()).hasSize(before);
  }

  @Test
  void whatHangsOnACredentialThatFailsIsSkipped() throws InterruptedException {
    target.refuse(
        c -> c.equals("POST credential lake"),
        FakeUnityCatalog.error(400, "INVALID_PARAMETER_VALUE", "the role does not trust us"));
    run();
    OperationResult failed = results.the("storage_credential", "lake");
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.error()).contains("the role does not trust us");
    OperationResult location = results.the("external_location", "raw");
    assertThat(location.status()).isEqualTo(Status.SKIPPED);
    assertThat((String) location.details().get("reason")).contains("storage credential lake");
    assertThat(results.the("storage_credential", "zone").status()).isEqualTo(Status.SUCCESS);
    target.accept();
    run();
    assertThat(results.the("external_location", "raw").status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void overlapsAreTheServersToTell() throws InterruptedException {
    target.refuse(
        c -> c.equals("POST location raw"),
        FakeUnityCatalog.error(400, "INVALID_PARAMETER_VALUE", "overlaps with 'other'"));
    run();
    assertThat(results.the("external_location", "raw").error())
        .contains("overlaps with 'other'", "HTTP 400");
    assertThat(results.the("external_location", "fine").status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void aRefusedListingFailsItsTypeAlone() throws InterruptedException {
    source.refuse(
        c -> c.equals("GET policies"), FakeUnityCatalog.error(403, "PERMISSION_DENIED", "no"));
    target.refuse(
        c -> c.equals("GET connections"), FakeUnityCatalog.error(500, "INTERNAL_ERROR", "down"));
    run();
    OperationResult policies = results.the("tag_policy", "*");
    assertThat(policies.status()).isEqualTo(Status.FAILED);
    assertThat(policies.error())
        .contains("source workspace", "PERMISSION_DENIED", "leave tag_policy out");
    assertThat(results.the("connection", "*").error()).contains("target workspace", "down");
    assertThat(results.the("external_location", "raw").status()).isEqualTo(Status.SUCCESS);
    assertThat(results.all()).hasSize(8);
  }

  @Test
  void credentialsThatCannotBeListedDoNotHoldUpLocations() throws InterruptedException {
    config =
        Configs.with(
            config, "objects", RunConfigs.metadata(UcObjectType.EXTERNAL_LOCATION).objects());
    target.with(azure("lake", "ISOLATION_MODE_OPEN"));
    target.refuse(
        c -> c.equals("GET credentials"), FakeUnityCatalog.error(403, "PERMISSION_DENIED", "no"));
    run();
    assertThat(results.lines())
        .containsExactlyInAnyOrder(
            "external_location raw success",
            "external_location fine success",
            "external_location far skipped");
  }

  @Test
  void aRefusedCredentialStopsTheRun() {
    target.refuse(c -> true, FakeUnityCatalog.error(401, "UNAUTHENTICATED", "who are you"));
    assertThatThrownBy(this::run).isInstanceOf(StopRun.class).hasMessageContaining("who are you");
    assertThat(results.all()).isEmpty();
  }

  @Test
  void workspacesOfOneMetastoreHaveTheSameObjects() throws InterruptedException {
    FakeMetastore same = source;
    run(same.workspace(Side.SOURCE), same.workspace(Side.TARGET));
    assertThat(results.lines())
        .containsExactlyInAnyOrder(
            "storage_credential * skipped",
            "external_location * skipped",
            "connection * skipped",
            "tag_policy PII skipped");
    assertThat(source.changes()).isEmpty();
  }

  @Test
  void anUnknownMetastoreIsNoLicenceToChangeIt() throws InterruptedException {
    FakeMetastore unknown = new FakeMetastore(null);
    run(source.workspace(Side.SOURCE), unknown.workspace(Side.TARGET));
    assertThat(results.the("external_location", "*").status()).isEqualTo(Status.FAILED);
    assertThat(results.the("external_location", "*").error()).contains("in one metastore");
    assertThat(unknown.changes()).containsExactly("POST policy PII");
  }

  @Test
  void aNewServiceAccountComesWithTheCommandsThatGiveItAccess() throws InterruptedException {
    urls = Map.of("abfss://lake@p/", "gs://stand by's/");
    config =
        Configs.with(
            config,
            "storageCredentials",
            new StorageCredentialConfig(
                CredentialType.GCP_SERVICE_ACCOUNT, Map.of("lake", "x", "zone", "x")));
    run();
    assertThat(target.changes())
        .contains("POST credential lake unchecked", "POST location raw unchecked");
    assertThat(results.the("storage_credential", "lake").details())
        .containsEntry("service_account", "uc-1@p.iam.gserviceaccount.com");
    assertThat(warning("storage_credential", "lake"))
        .contains(
            "gcloud storage buckets add-iam-policy-binding 'gs://stand by'\\''s'"
                + " --member=serviceAccount:uc-1@p.iam.gserviceaccount.com"
                + " --role=roles/storage.objectAdmin",
            "--role=roles/storage.legacyBucketReader");
    assertThat(warning("storage_credential", "zone")).contains("gs://BUCKET --member");
    assertThat(warning("external_location", "raw")).contains("no access yet");
    int before = target.changes().size();
    run();
    assertThat(target.changes()).hasSize(before);
  }

  private String warning(String type, String object) {
    List<?> warnings = (List<?>) results.the(type, object).details().get("warnings");
    assertThat(warnings).hasSize(1);
    return String.valueOf(warnings.get(0));
  }

  @Test
  void accessAdviceWithoutAnAddressSaysWhereItIs() {
    CredentialInfo without =
        Configs.with(
            azure("lake", null), "databricksGcpServiceAccount", new GcpServiceAccount(null, "c"));
    target.with(without);
    String email = GoogleAccess.account(without, target.workspace(Side.TARGET), "lake");
    assertThat(GoogleAccess.advice(email, List.of("gs://b"), true))
        .contains("the page of the credential", "serviceAccount:" + email, "objectViewer")
        .doesNotContain("objectAdmin", "null");
  }

  @Test
  void isolatedObjectsTellTheirBindings() throws InterruptedException {
    source
        .with(azure("lake", "ISOLATION_MODE_ISOLATED"))
        .with(azure("zone", "ISOLATION_MODE_ISOLATED"))
        .bound("storage_credential/lake", new Binding(42L, "BINDING_TYPE_READ_WRITE"))
        .refuse(
            c -> c.equals("GET bindings storage_credential/zone"),
            FakeUnityCatalog.error(403, "PERMISSION_DENIED", "no"));
    run();
    OperationResult lake = results.the("workspace_binding", "lake");
    assertThat(lake.status()).isEqualTo(Status.SKIPPED);
    assertThat((String) lake.details().get("advice"))
        .contains("bound to 1 workspace [42 BINDING_TYPE_READ_WRITE]");
    assertThat((String) results.the("workspace_binding", "zone").details().get("advice"))
        .contains("cannot be read", "PERMISSION_DENIED");
    assertThat(results.the("storage_credential", "lake").status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void whatSomebodyElseMadeMeanwhileIsNotTakenForOurs() {
    // It came after the listing, and the creation got no answer.
    target
        .with(azure("lake", "ISOLATION_MODE_OPEN"))
        .with(location("raw", "s3://elsewhere"))
        .with(new TagPolicy("PII", "who", List.of(new Value("other")), "1"))
        .refuse(c -> c.startsWith("POST"), FakeUnityCatalog.error(503, "", "gateway"));
    MetastoreChanges changes = new MetastoreChanges(target.workspace(Side.TARGET));
    Workspace from = source.workspace(Side.SOURCE);
    MetastoreReader.credentials(from)
        .forEach(
            (name, credential) -> {
              if (name.object().equals("lake")) {
                isRefused(
                    changes,
                    name,
                    new Change.CreateCredential(
                        credential, CloudIdentity.awsRole(ROLE), List.of()));
              }
            });
    MetastoreReader.locations(from)
        .forEach(
            (name, location) -> {
              if (name.object().equals("raw")) {
                isRefused(changes, name, new Change.CreateLocation(location, "s3://x", false));
              }
            });
    MetastoreReader.tagPolicies(from)
        .forEach((name, policy) -> isRefused(changes, name, new Change.CreateTagPolicy(policy)));
  }

  private static void isRefused(
      MetastoreChanges changes, UcName object, Change.OfMetastore change) {
    assertThatThrownBy(() -> changes.run(object, change, new HashMap<>()))
        .hasMessageContaining("the target has " + object + " otherwise than asked for");
  }

  @Test
  void catalogsAskToo() throws InterruptedException {
    RunConfig nothing = RunConfigs.metadata();
    assertThat(MetastoreReplication.wanted(nothing)).isFalse();
    RunConfig byCatalog =
        Configs.with(
            nothing,
            "catalogs",
            List.of(
                RunConfigs.catalog(UcObjectType.TABLE, UcObjectType.OWNER),
                RunConfigs.catalog(UcObjectType.TAG_POLICY, UcObjectType.OWNER),
                RunConfigs.catalog(UcObjectType.CONNECTION)));
    assertThat(MetastoreDemand.of(byCatalog).types())
        .containsExactlyInAnyOrder(UcObjectType.TAG_POLICY, UcObjectType.CONNECTION);
    assertThat(MetastoreDemand.of(byCatalog).owned()).containsExactly(UcObjectType.TAG_POLICY);
    RunConfig withoutGroup = Configs.with(byCatalog, "replication", null);
    assertThat(MetastoreDemand.of(withoutGroup).settings())
        .isEqualTo(byCatalog.catalogs().get(1).replication());
    RunConfig disabled =
        Configs.with(
            withoutGroup,
            "catalogs",
            byCatalog.catalogs().stream()
                .map(
                    c ->
                        Configs.with(
                            c, "replication", Configs.with(c.replication(), "enabled", false)))
                .toList());
    assertThat(MetastoreReplication.wanted(disabled)).isFalse();
    RunConfig otherwise = Configs.with(byCatalog, "operations", Set.of(Operation.BACKUP));
    assertThat(MetastoreReplication.wanted(otherwise)).isFalse();
    config = nothing;
    assertThat(run()).isFalse();
    assertThat(source.calls()).isEmpty();
    assertThat(results.all()).isEmpty();
  }
}
