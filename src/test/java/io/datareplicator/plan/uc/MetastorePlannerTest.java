package io.datareplicator.plan.uc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.datareplicator.config.CredentialType;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.CloudIdentity;
import io.datareplicator.model.uc.LocationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.CreateCredential;
import io.datareplicator.plan.uc.Change.CreateLocation;
import io.datareplicator.plan.uc.Change.UpdateCredential;
import io.datareplicator.plan.uc.Change.UpdateLocation;
import io.datareplicator.testkit.Configs;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of storage credentials and external locations. */
class MetastorePlannerTest extends MetastorePlanning {
  // Storage credentials

  @Test
  void aMappedCredentialIsMadeWithThePrincipalOfTheTarget() {
    fromCredentials.add(SOURCE_CREDENTIAL);
    UcAction action = only(plan());
    assertThat(action.object()).isEqualTo(CRED);
    assertThat(action.change())
        .isEqualTo(new CreateCredential(SOURCE_CREDENTIAL, CloudIdentity.awsRole(ROLE), List.of()));
  }

  @Test
  void aCredentialThatIsAsItShouldBeStays() {
    fromCredentials.add(SOURCE_CREDENTIAL);
    toCredentials.add(TARGET_CREDENTIAL);
    unchanged(plan(), 1);
  }

  @Test
  void namesOfTheMappingHaveNoCase() {
    mapping.clear();
    mapping.put("CRED", ROLE);
    fromCredentials.add(SOURCE_CREDENTIAL);
    toCredentials.add(TARGET_CREDENTIAL);
    unchanged(plan(), 1);
    mapping.put("Cred", ROLE + "2");
    reported(Finding.Outcome.FAILED, "twice");
  }

  @Test
  void onlyWhatDiffersOfACredentialIsSent() {
    fromCredentials.add(SOURCE_CREDENTIAL);
    toCredentials.add(Configs.with(TARGET_CREDENTIAL, "readOnly", false));
    assertThat(only(plan()).change()).isEqualTo(new UpdateCredential(null, null, true));
    toCredentials.set(0, Configs.with(TARGET_CREDENTIAL, "comment", null));
    assertThat(only(plan()).change()).isEqualTo(new UpdateCredential(null, "said", null));
    toCredentials.set(0, Configs.with(TARGET_CREDENTIAL, "identity", CloudIdentity.awsRole("x")));
    UcAction moved = only(plan());
    assertThat(moved.change())
        .isEqualTo(new UpdateCredential(CloudIdentity.awsRole(ROLE), null, null));
    assertThat(moved.reason()).isEqualTo("differs in principal (IAM role x)");
  }

  @Test
  void commentsOfTheTargetStayUnlessTheyAreToBeOverwritten() {
    fromCredentials.add(Configs.with(SOURCE_CREDENTIAL, "comment", null));
    toCredentials.add(TARGET_CREDENTIAL);
    fromLocations.add(Configs.with(SOURCE_LOCATION, "comment", "other"));
    toLocations.add(TARGET_LOCATION);
    unchanged(plan(), 2);
    overwriteComments = true;
    assertThat(plan().actions())
        .extracting(UcAction::change)
        .containsExactly(
            new UpdateCredential(null, "", null),
            new UpdateLocation(null, null, "other", null, null, null));
  }

  @Test
  void aCredentialThatNobodyMappedIsNotReplicated() {
    mapping.clear();
    mapping.put("cred", ROLE);
    fromCredentials.add(SOURCE_CREDENTIAL);
    toCredentials.add(TARGET_CREDENTIAL);
    UcName other = UcName.of(UcKind.STORAGE_CREDENTIAL, "other");
    fromCredentials.add(Configs.with(SOURCE_CREDENTIAL, "name", other));
    UcPlan plan = plan();
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings())
        .extracting(Finding::object, Finding::outcome)
        .containsExactlyInAnyOrder(
            tuple(CRED, Finding.Outcome.UNCHANGED), tuple(other, Finding.Outcome.NOT_REPLICATED));
  }

  @Test
  void withoutAConfigurationNoCredentialIsReplicated() {
    configured = false;
    fromCredentials.add(SOURCE_CREDENTIAL);
    reported(Finding.Outcome.NOT_REPLICATED, "storage_credential_config is not set");
    toCredentials.add(TARGET_CREDENTIAL);
    reported(Finding.Outcome.NOT_REPLICATED, "left as it is");
  }

  @Test
  void aMappingOfWhatTheSourceLacksFails() {
    reported(Finding.Outcome.FAILED, "mapping names it", "no such storage credential");
  }

  @Test
  void theTypeOfACredentialCannotChange() {
    fromCredentials.add(SOURCE_CREDENTIAL);
    toCredentials.add(
        Configs.with(
            TARGET_CREDENTIAL,
            "identity",
            CloudIdentity.other(CloudIdentity.Type.AZURE_SERVICE_PRINCIPAL)));
    reported(Finding.Outcome.FAILED, "Azure service principal", "IAM role", "drop it there");
  }

  @ParameterizedTest
  @CsvSource({
    "AZURE_ACCESS_CONNECTOR, /s/c, /s/c,",
    "AZURE_ACCESS_CONNECTOR, ' /s/c ', /s/c,",
    "AZURE_MANAGED_IDENTITY, /s/c, /s/c,",
    "AZURE_MANAGED_IDENTITY, /s/c;/s/i, /s/c, /s/i",
    "AZURE_MANAGED_IDENTITY, '/s/c ; /s/i', /s/c, /s/i",
  })
  void azurePrincipals(CredentialType type, String value, String connector, String identity) {
    assertThat(CredentialPlanner.identity(type, value))
        .isEqualTo(CloudIdentity.azure(connector, identity));
  }

  @ParameterizedTest
  @CsvSource({
    "AZURE_ACCESS_CONNECTOR, /s/c;/s/i, one access connector",
    "AZURE_MANAGED_IDENTITY, /s/c;/s/i;/s/j, <identity id>",
    "AZURE_MANAGED_IDENTITY, /s/c;, lacks the part",
    "AZURE_MANAGED_IDENTITY, ;/s/i, lacks the part",
    "AWS, arn:a;arn:b, one role",
    "AWS, ' ', lacks",
    "AWS, ';', one role",
  })
  void principalsThatAreNone(CredentialType type, String value, String said) {
    assertThatThrownBy(() -> CredentialPlanner.identity(type, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }

  @Test
  void resourceIdsHaveNoCase() {
    type = CredentialType.AZURE_ACCESS_CONNECTOR;
    mapping.put("cred", CONNECTOR);
    fromCredentials.add(SOURCE_CREDENTIAL);
    toCredentials.add(
        Configs.with(
            TARGET_CREDENTIAL,
            "identity",
            CloudIdentity.azure(CONNECTOR.toUpperCase(Locale.ROOT), null)));
    unchanged(plan(), 1);
    toCredentials.set(
        0, Configs.with(TARGET_CREDENTIAL, "identity", CloudIdentity.azure(CONNECTOR, "/i")));
    assertThat(only(plan()).change())
        .isEqualTo(new UpdateCredential(CloudIdentity.azure(CONNECTOR, null), null, null));
  }

  @Test
  void aServiceAccountKnowsTheBucketsItWillNeed() {
    type = CredentialType.GCP_SERVICE_ACCOUNT;
    urls =
        Map.of(
            "abfss://lake@p/", "gs://one/a/", "abfss://lake@q/", "gs://two/", "s3://x/", "gs:///");
    fromCredentials.add(SOURCE_CREDENTIAL);
    fromLocations.add(SOURCE_LOCATION);
    fromLocations.add(location("again", "abfss://lake@p/again"));
    fromLocations.add(location("two", "abfss://lake@q/"));
    fromLocations.add(location("none", "s3://x/y"));
    fromLocations.add(location("uncovered", "s3://y/y"));
    CreateCredential made = (CreateCredential) plan().actions().get(0).change();
    assertThat(made.identity()).isEqualTo(CloudIdentity.gcp());
    assertThat(made.buckets()).containsExactly("gs://one", "gs://two");
  }

  private static LocationMeta location(String name, String url) {
    return Configs.with(
        Configs.with(SOURCE_LOCATION, "name", UcName.of(UcKind.EXTERNAL_LOCATION, name)),
        "url",
        url);
  }

  @Test
  void placesOfANewServiceAccountAreNotTriedYet() {
    type = CredentialType.GCP_SERVICE_ACCOUNT;
    fromCredentials.add(SOURCE_CREDENTIAL);
    fromLocations.add(SOURCE_LOCATION);
    UcAction location = plan().actions().get(1);
    assertThat(location.change())
        .isEqualTo(new CreateLocation(SOURCE_LOCATION, "s3://standby/er", true));
    assertThat(location.warnings()).hasSize(1);
    toCredentials.add(Configs.with(TARGET_CREDENTIAL, "identity", CloudIdentity.gcp()));
    UcAction later = only(plan());
    assertThat(later.change())
        .isEqualTo(new CreateLocation(SOURCE_LOCATION, "s3://standby/er", false));
    assertThat(later.warnings()).isEmpty();
  }

  // External locations

  @Test
  void aLocationIsMadeAtTheLongestPrefixAfterItsCredential() {
    fromCredentials.add(SOURCE_CREDENTIAL);
    fromLocations.add(SOURCE_LOCATION);
    List<UcAction> actions = plan().actions();
    assertThat(actions).hasSize(2);
    assertThat(actions.get(1).change())
        .isEqualTo(new CreateLocation(SOURCE_LOCATION, "s3://standby/er", false));
    assertThat(actions.get(1).needs()).containsExactly(CRED.key());
    assertThat(Waves.of(actions).waves()).hasSize(2);
  }

  @Test
  void aLocationThatIsAsItShouldBeStays() {
    toCredentials.add(TARGET_CREDENTIAL);
    types.remove(UcObjectType.STORAGE_CREDENTIAL);
    fromLocations.add(SOURCE_LOCATION);
    toLocations.add(TARGET_LOCATION);
    unchanged(plan(), 1);
    toLocations.set(0, Configs.with(TARGET_LOCATION, "url", "s3://standby/er/"));
    unchanged(plan(), 1);
    toLocations.set(0, Configs.with(TARGET_LOCATION, "credential", "CRED"));
    unchanged(plan(), 1);
    toLocations.set(0, Configs.with(TARGET_LOCATION, "fileEvents", null));
    unchanged(plan(), 1);
  }

  @Test
  void onlyWhatDiffersOfALocationIsSent() {
    toCredentials.add(TARGET_CREDENTIAL);
    types.remove(UcObjectType.STORAGE_CREDENTIAL);
    fromLocations.add(SOURCE_LOCATION);
    Object[][] cases = {
      {"url", "s3://else", new UpdateLocation("s3://standby/er", null, null, null, null, null)},
      {"credential", "x", new UpdateLocation(null, "cred", null, null, null, null)},
      {"comment", null, new UpdateLocation(null, null, "place", null, null, null)},
      {"readOnly", true, new UpdateLocation(null, null, null, false, null, null)},
      {"fallback", false, new UpdateLocation(null, null, null, null, true, null)},
      {"fileEvents", false, new UpdateLocation(null, null, null, null, null, true)},
    };
    for (Object[] each : cases) {
      toLocations.clear();
      toLocations.add(Configs.with(TARGET_LOCATION, (String) each[0], each[1]));
      UcAction action = only(plan());
      assertThat(action.change()).as((String) each[0]).isEqualTo(each[2]);
      assertThat(action.needs()).containsExactly(CRED.key());
    }
  }

  @Test
  void aLocationThatNoPrefixCoversIsNotReplicated() {
    mapping.clear();
    fromLocations.add(Configs.with(SOURCE_LOCATION, "url", "abfss://lake@pq/x"));
    reported(Finding.Outcome.NOT_REPLICATED, "no prefix of cloud_url_mapping", "abfss://lake@pq/x");
    locations = List.of("LOC");
    reported(Finding.Outcome.FAILED, "no prefix of cloud_url_mapping");
    locations = List.of("other");
    UcPlan plan = plan();
    assertThat(plan.actions()).isEmpty();
    assertThat(finding(plan).object().object()).isEqualTo("other");
    assertThat(finding(plan).outcome()).isEqualTo(Finding.Outcome.FAILED);
  }

  @Test
  void aListingWithoutUrlOrCredentialIsNoReasonToGuess() {
    mapping.clear();
    fromLocations.add(Configs.with(SOURCE_LOCATION, "url", null));
    reported(Finding.Outcome.NOT_REPLICATED, "covers null");
    fromLocations.set(0, Configs.with(SOURCE_LOCATION, "credential", null));
    reported(Finding.Outcome.NOT_REPLICATED, "does not tell its storage credential");
  }

  @Test
  void aLocationNeedsItsCredential() {
    mapping.clear();
    fromLocations.add(SOURCE_LOCATION);
    reported(Finding.Outcome.FAILED, "storage credential 'cred' is not on the target");
    targetCredentialsKnown = false;
    assertThat(only(plan()).change()).isInstanceOf(CreateLocation.class);
  }

  @Test
  void aLocationWhoseCredentialCannotBeMadeWaitsForIt() {
    mapping.put("cred", "a;b");
    fromCredentials.add(SOURCE_CREDENTIAL);
    fromLocations.add(SOURCE_LOCATION);
    UcPlan plan = plan();
    assertThat(finding(plan).object()).isEqualTo(CRED);
    assertThat(only(plan).needs()).containsExactly(CRED.key());
  }

  // Isolation and owners

  @Test
  void isolationIsToldAndNotCopied() {
    fromCredentials.add(Configs.with(SOURCE_CREDENTIAL, "isolated", true));
    toCredentials.add(TARGET_CREDENTIAL);
    fromLocations.add(Configs.with(SOURCE_LOCATION, "isolated", true));
    toLocations.add(TARGET_LOCATION);
    UcPlan plan = plan();
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings())
        .hasSize(2)
        .allSatisfy(
            f -> {
              assertThat(f.objectType()).isEqualTo("workspace_binding");
              assertThat(f.outcome()).isEqualTo(Finding.Outcome.NOT_REPLICATED);
            });
    toCredentials.set(0, Configs.with(TARGET_CREDENTIAL, "isolated", true));
    toLocations.set(0, Configs.with(TARGET_LOCATION, "isolated", true));
    unchanged(plan(), 2);
  }

  @Test
  void ownersAreSetWhereTheyAreAskedFor() {
    principals = Map.of("ana", "eva");
    fromCredentials.add(SOURCE_CREDENTIAL);
    fromLocations.add(SOURCE_LOCATION);
    toCredentials.add(TARGET_CREDENTIAL);
    owned.add(UcObjectType.STORAGE_CREDENTIAL);
    assertThat(plan().actions())
        .extracting(UcAction::object, UcAction::type)
        .containsExactly(
            tuple(CRED, UcObjectType.OWNER), tuple(LOC, UcObjectType.EXTERNAL_LOCATION));
    owned.add(UcObjectType.EXTERNAL_LOCATION);
    List<UcAction> actions = plan().actions();
    assertThat(actions).hasSize(3);
    assertThat(actions.get(2).change()).isEqualTo(new Change.SetOwner("eva"));
    assertThat(actions.get(2).needs()).containsExactly(LOC.key());
    toCredentials.set(0, Configs.with(TARGET_CREDENTIAL, "owner", "eva"));
    toLocations.add(Configs.with(TARGET_LOCATION, "owner", "eva"));
    unchanged(plan(), 2);
  }

  // All of them

  @ParameterizedTest
  @ValueSource(strings = {"a b", "quo'te", "back`tick", "sl/ash", "dot.ted", "ünïcode ✓", "$(rm)"})
  void hostileNamesAreNames(String odd) {
    mapping.clear();
    mapping.put(odd, ROLE);
    fromCredentials.add(
        Configs.with(SOURCE_CREDENTIAL, "name", UcName.of(UcKind.STORAGE_CREDENTIAL, odd)));
    fromLocations.add(Configs.with(location(odd, "abfss://lake@p/" + odd), "credential", odd));
    fromPolicies.add(policy(odd, odd, odd));
    List<UcAction> actions = plan().actions();
    assertThat(actions).hasSize(3);
    assertThat(((CreateLocation) actions.get(1).change()).url()).isEqualTo("s3://wide/" + odd);
    assertThat(actions.get(1).needs()).containsExactly(actions.get(0).object().key());
    assertThat(actions.get(2).object().object()).isEqualTo(odd);
  }

  @Test
  void whatIsNotAskedForIsNotPlanned() {
    types.clear();
    fromCredentials.add(SOURCE_CREDENTIAL);
    fromLocations.add(SOURCE_LOCATION);
    fromPolicies.add(policy("pii", null));
    fromConnections.add(connection(null, Map.of()));
    UcPlan plan = plan();
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings()).isEmpty();
  }
}
