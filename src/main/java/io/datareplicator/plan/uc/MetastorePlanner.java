package io.datareplicator.plan.uc;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.ConnectionMeta;
import io.datareplicator.model.uc.MetastoreContents;
import io.datareplicator.model.uc.UcName;
import java.util.Map;
import java.util.function.Function;

/** Plans objects above catalogs: storage credentials, external locations, tag policies (§4). */
public final class MetastorePlanner {
  /** Audit word for what restricts an object to some workspaces. */
  public static final String BINDING = "workspace_binding";

  private final MetastoreRules rules;
  private final UcPlan plan;

  private MetastorePlanner(MetastoreRules rules, UcPlan plan) {
    this.rules = rules;
    this.plan = plan;
  }

  /**
   * Plans what the rules ask for and both sides tell; what one side does not tell is left out, for
   * the caller to report.
   *
   * @param createConnection statement that makes a connection, with gaps for what is secret
   */
  public static void plan(
      MetastoreContents source,
      MetastoreContents target,
      MetastoreRules rules,
      Function<ConnectionMeta, String> createConnection,
      UcPlan plan) {
    MetastorePlanner planner = new MetastorePlanner(rules, plan);
    Map<UcName, CredentialPlanner.Made> credentials = Map.of();
    if (rules.wants(UcObjectType.STORAGE_CREDENTIAL)
        && source.credentials() != null
        && target.credentials() != null) {
      credentials =
          new CredentialPlanner(rules, plan, planner)
              .plan(source.credentials(), target.credentials(), source.locations());
    }
    if (rules.wants(UcObjectType.EXTERNAL_LOCATION)
        && source.locations() != null
        && target.locations() != null) {
      new LocationPlanner(rules, plan, planner)
          .plan(source.locations(), target.locations(), target.credentials(), credentials);
    }
    if (rules.wants(UcObjectType.TAG_POLICY)
        && source.tagPolicies() != null
        && target.tagPolicies() != null) {
      new TagPolicyPlanner(rules, plan).plan(source.tagPolicies(), target.tagPolicies());
    }
    if (rules.wants(UcObjectType.CONNECTION)
        && source.connections() != null
        && target.connections() != null) {
      new ConnectionPlanner(rules, plan, createConnection)
          .plan(source.connections(), target.connections());
    }
  }

  /** Workspaces belong to one metastore, so what an object is bound to has no meaning elsewhere. */
  void binding(UcName name, boolean isolated, boolean isolatedThere) {
    if (isolated && !isolatedThere) {
      plan.add(
          Finding.notReplicated(
              name,
              BINDING,
              "at the source only the workspaces that it is bound to may use it; at the target"
                  + " every workspace may",
              "set its isolation mode at the target, and bind it to its workspaces, by hand"));
    }
  }

  /**
   * @param present null when the object is made by this run
   */
  void owner(UcName name, UcObjectType type, String from, String present) {
    if (!rules.owned().contains(type) || from == null) {
      return;
    }
    String wanted = rules.principals().onTarget(from);
    if (!wanted.equals(present)) {
      plan.add(
          name,
          UcObjectType.OWNER,
          new Change.SetOwner(wanted),
          "owned by " + (present == null ? "whoever makes it" : present),
          name.key());
    }
  }
}
