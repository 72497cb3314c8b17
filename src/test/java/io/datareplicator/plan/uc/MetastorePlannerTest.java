package io.datareplicator.plan.uc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.datareplicator.config.CredentialType;
import io.datareplicator.config.StorageCredentialConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.CloudIdentity;
import io.datareplicator.model.uc.ConnectionMeta;
import io.datareplicator.model.uc.CredentialMeta;
import io.datareplicator.model.uc.LocationMeta;
import io.datareplicator.model.uc.MetastoreContents;
import io.datareplicator.model.uc.TagPolicyMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.plan.uc.Change.CreateCredential;
import io.datareplicator.plan.uc.Change.CreateLocation;
import io.datareplicator.plan.uc.Change.UpdateCredential;
import io.datareplicator.plan.uc.Change.UpdateLocation;
import io.datareplicator.plan.uc.Change.UpdateTagPolicy;
import io.datareplicator.testkit.Configs;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of storage credentials, external locations, governed tags and connections. */
class MetastorePlannerTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/r";
  private static final String CONNECTOR = "/subscriptions/s/accessConnectors/c";
  private static final UcName CRED = UcName.of(UcKind.STORAGE_CREDENTIAL, "cred");
  private static final UcName LOC = UcName.of(UcKind.EXTERNAL_LOCATION, "loc");
  private static final CredentialMeta SOURCE_CREDENTIAL =
      new CredentialMeta(
          CRED, CloudIdentity.azure("/source/connector", null), "said", "ana", true, false);
  private static final CredentialMeta TARGET_CREDENTIAL =
      new CredentialMeta(CRED, CloudIdentity.awsRole(ROLE), "said", "ana", true, false);
  private static final LocationMeta SOURCE_LOCATION =
      new LocationMeta(
          LOC, "abfss://lake@p/deep/er", "cred", "place", "ana", false, true, true, false);
  private static final LocationMeta TARGET_LOCATION =
      Configs.with(SOURCE_LOCATION, "url", "s3://standby/er");

  private final List<CredentialMeta> fromCredentials = new ArrayList<>();
  private final List<CredentialMeta> toCredentials = new ArrayList<>();
  private final List<LocationMeta> fromLocations = new ArrayList<>();
  private final List<LocationMeta> toLocations = new ArrayList<>();
  private final List<TagPolicyMeta> fromPolicies = new ArrayList<>();
  private final List<TagPolicyMeta> toPolicies = new ArrayList<>();
  private final List<ConnectionMeta> fromConnections = new ArrayList<>();
  private final List<ConnectionMeta> toConnections = new ArrayList<>();
  private final Map<String, String> mapping = new TreeMap<>(Map.of("cred", ROLE));
  private CredentialType type = CredentialType.AWS;
  private boolean configured = true;
  private boolean overwriteComments;
  private boolean targetCredentialsKnown = true;
  private List<String> locations;
  private List<String> policies;
  private final Set<UcObjectType> types = EnumSet.copyOf(MetastoreRules.TYPES);
  private final Set<UcObjectType> owned = EnumSet.noneOf(UcObjectType.class);
  private Map<String, String> principals = Map.of();
  private Map<String, String> urls =
      Map.of("abfss://lake@p/", "s3://wide/", "abfss://lake@p/deep/", "s3://standby/");

  private UcPlan plan() {
    UcPlan plan = new UcPlan();
    MetastorePlanner.plan(
        new MetastoreContents(
            map(fromCredentials), map(fromLocations), map(fromPolicies), map(fromConnections)),
        new MetastoreContents(
            targetCredentialsKnown ? map(toCredentials) : null,
            map(toLocations),
            map(toPolicies),
            map(toConnections)),
        new MetastoreRules(
            types,
            owned,
            Configs.with(Configs.replication(), "overwriteComments", overwriteComments),
            configured ? new StorageCredentialConfig(type, mapping) : null,
            locations,
            policies,
            new UrlMapping(urls),
            new Principals(principals)),
        c -> "CREATE " + c.name().object(),
        plan);
    return plan;
  }

  private static <T extends Record> SortedMap<UcName, T> map(List<T> all) {
    SortedMap<UcName, T> map = new TreeMap<>();
    for (T one : all) {
      try {
        map.put((UcName) one.getClass().getMethod("name").invoke(one), one);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    return map;
  }

  private static UcAction only(UcPlan plan) {
    assertThat(plan.actions()).hasSize(1);
    return plan.actions().get(0);
  }

  private static Finding finding(UcPlan plan) {
    assertThat(plan.findings()).as(plan.toString()).hasSize(1);
    return plan.findings().get(0);
  }

  private void unchanged(UcPlan plan, int objects) {
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings())
        .hasSize(objects)
        .allSatisfy(f -> assertThat(f.outcome()).isEqualTo(Finding.Outcome.UNCHANGED));
  }

  private void reported(Finding.Outcome outcome, String... words) {
    UcPlan plan = plan();
    assertThat(plan.actions()).isEmpty();
    Finding finding = finding(plan);
    assertThat(finding.outcome()).isEqualTo(outcome);
    assertThat(finding.reason() + " | " + finding.advice()).contains(words);
    assertThat(finding.advice()).isNotBlank();
  }

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

  // Governed tags

  private static TagPolicyMeta policy(String key, String description, String... values) {
    return new TagPolicyMeta(UcName.of(UcKind.TAG_POLICY, key), description, List.of(values));
  }

  @Test
  void governedTagsBecomeThoseOfTheSource() {
    mapping.clear();
    fromPolicies.add(policy("pii", "said", "low", "high"));
    assertThat(only(plan()).change()).isEqualTo(new Change.CreateTagPolicy(fromPolicies.get(0)));
    toPolicies.add(policy("pii", "said", "high", "low"));
    unchanged(plan(), 1);
    toPolicies.set(0, policy("pii", "other", "high", "low"));
    assertThat(only(plan()).change()).isEqualTo(new UpdateTagPolicy("said", null));
    toPolicies.set(0, policy("pii", "said", "high", "it's \"odd\" ✓"));
    UcAction values = only(plan());
    assertThat(values.change()).isEqualTo(new UpdateTagPolicy(null, List.of("low", "high")));
    assertThat(values.reason())
        .isEqualTo(
            "differs in values, more at the source: low, more at the target: it's \"odd\" ✓");
    fromPolicies.set(0, policy("pii", null));
    assertThat(only(plan()).change()).isEqualTo(new UpdateTagPolicy("", List.of()));
  }

  @Test
  void keysOfGovernedTagsHaveCase() {
    mapping.clear();
    fromPolicies.add(policy("PII", "upper", "a"));
    fromPolicies.add(policy("pii", "lower", "b"));
    toPolicies.add(policy("pii", "lower", "b"));
    UcPlan plan = plan();
    assertThat(only(plan).object().object()).isEqualTo("PII");
    assertThat(finding(plan)).isEqualTo(Finding.unchanged(UcName.of(UcKind.TAG_POLICY, "pii")));
  }

  @Test
  void onlyConfiguredTagsAreReplicated() {
    mapping.clear();
    policies = List.of("pii", "Cost");
    fromPolicies.add(policy("pii", null, "a"));
    fromPolicies.add(policy("cost", null, "a"));
    toPolicies.add(policy("only_here", null, "a"));
    UcPlan plan = plan();
    assertThat(only(plan).object().object()).isEqualTo("pii");
    assertThat(finding(plan).object().object()).isEqualTo("Cost");
    assertThat(finding(plan).outcome()).isEqualTo(Finding.Outcome.FAILED);
  }

  // Connections

  private static ConnectionMeta connection(String comment, Map<String, String> options) {
    return ConnectionMeta.of(
        UcName.of(UcKind.CONNECTION, "pg"),
        "POSTGRESQL",
        "USERNAME_PASSWORD",
        options,
        comment,
        "ana");
  }

  @Test
  void aMissingConnectionIsReportedWithItsStatement() {
    mapping.clear();
    fromConnections.add(connection(null, Map.of("host", "h")));
    reported(Finding.Outcome.NOT_REPLICATED, "does not tell its secrets", ": CREATE pg");
  }

  @Test
  void aConnectionIsOnlyCompared() {
    mapping.clear();
    fromConnections.add(connection("said", Map.of("host", "h", "port", "1", "password", "x")));
    toConnections.add(connection("said", Map.of("port", "1", "host", "h", "PASSWORD", "y")));
    unchanged(plan(), 1);
    toConnections.set(0, connection(null, Map.of("host", "other", "user", "u")));
    reported(
        Finding.Outcome.NOT_REPLICATED, "differs in options host, port, user, comment", "ALTER");
    toConnections.set(0, Configs.with(fromConnections.get(0), "type", "MYSQL"));
    reported(Finding.Outcome.NOT_REPLICATED, "type (MYSQL instead of POSTGRESQL)");
  }

  @Test
  void theOwnerOfAConnectionIsReported() {
    mapping.clear();
    owned.add(UcObjectType.CONNECTION);
    fromConnections.add(connection(null, Map.of()));
    toConnections.add(connection(null, Map.of()));
    unchanged(plan(), 1);
    principals = Map.of("ana", "eva");
    reported(Finding.Outcome.NOT_REPLICATED, "owned by ana instead of eva", "OWNER TO");
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
