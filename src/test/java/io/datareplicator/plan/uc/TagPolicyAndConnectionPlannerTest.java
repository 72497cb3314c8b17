package io.datareplicator.plan.uc;

import static org.assertj.core.api.Assertions.assertThat;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.UpdateTagPolicy;
import io.datareplicator.testkit.Configs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules of governed tags and connections. */
class TagPolicyAndConnectionPlannerTest extends MetastorePlanning {
  // Governed tags

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
}
