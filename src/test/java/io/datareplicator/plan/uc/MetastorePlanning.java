package io.datareplicator.plan.uc;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.datareplicator.testkit.Configs;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Two metastores and a configuration, to be changed by tests of what is planned for them. */
abstract class MetastorePlanning {
  static final String ROLE = "arn:aws:iam::000000000000:role/r";
  static final String CONNECTOR = "/subscriptions/s/accessConnectors/c";
  static final UcName CRED = UcName.of(UcKind.STORAGE_CREDENTIAL, "cred");
  static final UcName LOC = UcName.of(UcKind.EXTERNAL_LOCATION, "loc");
  static final CredentialMeta SOURCE_CREDENTIAL =
      new CredentialMeta(
          CRED, CloudIdentity.azure("/source/connector", null), "said", "ana", true, false);
  static final CredentialMeta TARGET_CREDENTIAL =
      new CredentialMeta(CRED, CloudIdentity.awsRole(ROLE), "said", "ana", true, false);
  static final LocationMeta SOURCE_LOCATION =
      new LocationMeta(
          LOC, "abfss://lake@p/deep/er", "cred", "place", "ana", false, true, true, false);
  static final LocationMeta TARGET_LOCATION =
      Configs.with(SOURCE_LOCATION, "url", "s3://standby/er");

  final List<CredentialMeta> fromCredentials = new ArrayList<>();
  final List<CredentialMeta> toCredentials = new ArrayList<>();
  final List<LocationMeta> fromLocations = new ArrayList<>();
  final List<LocationMeta> toLocations = new ArrayList<>();
  final List<TagPolicyMeta> fromPolicies = new ArrayList<>();
  final List<TagPolicyMeta> toPolicies = new ArrayList<>();
  final List<ConnectionMeta> fromConnections = new ArrayList<>();
  final List<ConnectionMeta> toConnections = new ArrayList<>();
  final Map<String, String> mapping = new TreeMap<>(Map.of("cred", ROLE));
  CredentialType type = CredentialType.AWS;
  boolean configured = true;
  boolean overwriteComments;
  boolean targetCredentialsKnown = true;
  List<String> locations;
  List<String> policies;
  final Set<UcObjectType> types = EnumSet.copyOf(MetastoreRules.TYPES);
  final Set<UcObjectType> owned = EnumSet.noneOf(UcObjectType.class);
  Map<String, String> principals = Map.of();
  Map<String, String> urls =
      Map.of("abfss://lake@p/", "s3://wide/", "abfss://lake@p/deep/", "s3://standby/");

  UcPlan plan() {
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

  static UcAction only(UcPlan plan) {
    assertThat(plan.actions()).hasSize(1);
    return plan.actions().get(0);
  }

  static Finding finding(UcPlan plan) {
    assertThat(plan.findings()).as(plan.toString()).hasSize(1);
    return plan.findings().get(0);
  }

  void unchanged(UcPlan plan, int objects) {
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.findings())
        .hasSize(objects)
        .allSatisfy(f -> assertThat(f.outcome()).isEqualTo(Finding.Outcome.UNCHANGED));
  }

  void reported(Finding.Outcome outcome, String... words) {
    UcPlan plan = plan();
    assertThat(plan.actions()).isEmpty();
    Finding finding = finding(plan);
    assertThat(finding.outcome()).isEqualTo(outcome);
    assertThat(finding.reason() + " | " + finding.advice()).contains(words);
    assertThat(finding.advice()).isNotBlank();
  }

  static TagPolicyMeta policy(String key, String description, String... values) {
    return new TagPolicyMeta(UcName.of(UcKind.TAG_POLICY, key), description, List.of(values));
  }

  static ConnectionMeta connection(String comment, Map<String, String> options) {
    return ConnectionMeta.of(
        UcName.of(UcKind.CONNECTION, "pg"),
        "POSTGRESQL",
        "USERNAME_PASSWORD",
        options,
        comment,
        "ana");
  }
}
