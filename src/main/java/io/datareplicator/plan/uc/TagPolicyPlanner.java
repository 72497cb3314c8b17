package io.datareplicator.plan.uc;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.TagPolicyMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.uc.Change.UpdateTagPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** Governed tags: description and values as the source has them, whatever else the target has. */
final class TagPolicyPlanner {
  private final MetastoreRules rules;
  private final UcPlan plan;

  TagPolicyPlanner(MetastoreRules rules, UcPlan plan) {
    this.rules = rules;
    this.plan = plan;
  }

  void plan(SortedMap<UcName, TagPolicyMeta> source, SortedMap<UcName, TagPolicyMeta> target) {
    Set<String> configured =
        rules.tagPolicies() == null ? null : new TreeSet<>(rules.tagPolicies());
    for (TagPolicyMeta from : source.values()) {
      if (configured == null || configured.contains(from.key())) {
        one(from, target.get(from.name()));
        plan.compared(from.name());
      }
    }
    if (configured != null) {
      for (String key : configured) {
        UcName name = UcName.of(UcKind.TAG_POLICY, key);
        if (!source.containsKey(name)) {
          plan.failed(
              name,
              "tag_policy_config names it, and the source shows no such tag policy",
              "correct the key, which is compared with case, or grant the caller a privilege on"
                  + " it");
        }
      }
    }
  }

  private void one(TagPolicyMeta from, TagPolicyMeta to) {
    if (to == null) {
      plan.add(
          from.name(),
          UcObjectType.TAG_POLICY,
          new Change.CreateTagPolicy(from),
          "missing at the target");
      return;
    }
    // The order of values means nothing, and need not be the same on two servers.
    boolean values = !new HashSet<>(from.values()).equals(new HashSet<>(to.values()));
    Optional<String> description = Comments.change(from.description(), to.description(), true);
    UpdateTagPolicy change =
        new UpdateTagPolicy(description.orElse(null), values ? from.values() : null);
    if (!change.equals(UpdateTagPolicy.NOTHING)) {
      List<String> parts = new ArrayList<>();
      description.ifPresent(d -> parts.add("description"));
      if (values) {
        parts.add("values" + difference(from.values(), to.values()));
      }
      plan.add(
          from.name(), UcObjectType.TAG_POLICY, change, "differs in " + String.join(", ", parts));
    }
  }

  private static String difference(List<String> wanted, List<String> present) {
    String more = only(wanted, present);
    String less = only(present, wanted);
    return (more.isEmpty() ? "" : ", more at the source: " + more)
        + (less.isEmpty() ? "" : ", more at the target: " + less);
  }

  private static String only(List<String> of, List<String> notOf) {
    Set<String> others = new HashSet<>(notOf);
    return Words.list(
        of.stream().filter(v -> !others.contains(v)).sorted(Comparator.naturalOrder()).toList());
  }
}
