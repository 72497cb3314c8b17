package io.datareplicator.plan.uc;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.ConnectionMeta;
import io.datareplicator.model.uc.UcName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Connections: compared, and never made or changed, as both need their secrets, which no server
 * tells.
 */
final class ConnectionPlanner {
  private final MetastoreRules rules;
  private final UcPlan plan;
  private final Function<ConnectionMeta, String> createStatement;

  ConnectionPlanner(
      MetastoreRules rules, UcPlan plan, Function<ConnectionMeta, String> createStatement) {
    this.rules = rules;
    this.plan = plan;
    this.createStatement = createStatement;
  }

  void plan(SortedMap<UcName, ConnectionMeta> source, SortedMap<UcName, ConnectionMeta> target) {
    for (ConnectionMeta from : source.values()) {
      ConnectionMeta to = target.get(from.name());
      if (to == null) {
        plan.notReplicated(
            from.name(),
            "it is not on the target, and the source does not tell its secrets, without which it"
                + " cannot be made",
            "run there, with the secrets filled in: " + createStatement.apply(from));
      } else {
        compare(from, to);
      }
      plan.compared(from.name());
    }
  }

  private void compare(ConnectionMeta from, ConnectionMeta to) {
    List<String> parts = new ArrayList<>();
    if (!Objects.equals(from.type(), to.type())) {
      parts.add("type (" + to.type() + " instead of " + from.type() + ")");
    }
    if (!Objects.equals(from.credentialType(), to.credentialType())
        && from.credentialType() != null
        && to.credentialType() != null) {
      parts.add("credential type");
    }
    Set<String> options = new TreeSet<>(from.openOptions().keySet());
    options.addAll(to.openOptions().keySet());
    options.removeIf(key -> Objects.equals(from.openOptions().get(key), to.openOptions().get(key)));
    if (!options.isEmpty()) {
      parts.add("options " + Words.list(options));
    }
    if (Comments.change(from.comment(), to.comment(), rules.settings().overwriteComments())
        .isPresent()) {
      parts.add("comment");
    }
    if (!parts.isEmpty()) {
      plan.notReplicated(
          from.name(),
          "differs in " + String.join(", ", parts),
          "a connection cannot be changed without its secrets: if the difference is not meant, use"
              + " ALTER CONNECTION or COMMENT ON CONNECTION at the target");
    }
    owner(from, to);
  }

  private void owner(ConnectionMeta from, ConnectionMeta to) {
    if (!rules.owned().contains(UcObjectType.CONNECTION) || from.owner() == null) {
      return;
    }
    String wanted = rules.principals().onTarget(from.owner());
    if (!wanted.equals(to.owner())) {
      plan.add(
          Finding.notReplicated(
              from.name(),
              from.name().kind().objectType() + "_owner",
              "owned by " + to.owner() + " instead of " + wanted,
              "the API changes the owner of a connection only together with its secrets: use ALTER"
                  + " CONNECTION … OWNER TO at the target"));
    }
  }
}
