package io.datareplicator.plan.uc;

import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.uc.CredentialMeta;
import io.datareplicator.model.uc.LocationMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.plan.UrlMapping;
import io.datareplicator.plan.uc.Change.UpdateLocation;
import io.datareplicator.plan.uc.CredentialPlanner.Made;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** External locations: those that are configured, or all that cloud_url_mapping covers. */
final class LocationPlanner {
  private final MetastoreRules rules;
  private final UcPlan plan;
  private final MetastorePlanner common;

  LocationPlanner(MetastoreRules rules, UcPlan plan, MetastorePlanner common) {
    this.rules = rules;
    this.plan = plan;
    this.common = common;
  }

  /**
   * @param present credentials of the target, null when not known
   * @param made credentials that this run sees to
   */
  void plan(
      SortedMap<UcName, LocationMeta> source,
      SortedMap<UcName, LocationMeta> target,
      SortedMap<UcName, CredentialMeta> present,
      Map<UcName, Made> made) {
    Set<UcName> configured = new TreeSet<>();
    if (rules.locations() != null) {
      rules.locations().forEach(n -> configured.add(UcName.of(UcKind.EXTERNAL_LOCATION, n)));
    }
    for (LocationMeta from : source.values()) {
      if (rules.locations() == null || configured.contains(from.name())) {
        one(from, target, present, made);
        plan.compared(from.name());
      }
    }
    for (UcName name : configured) {
      if (!source.containsKey(name)) {
        plan.failed(
            name,
            "external_location_config names it, and the source shows no such external location",
            "correct the name, or grant the caller a privilege on it");
      }
    }
  }

  private void one(
      LocationMeta from,
      SortedMap<UcName, LocationMeta> target,
      SortedMap<UcName, CredentialMeta> present,
      Map<UcName, Made> made) {
    UcName name = from.name();
    LocationMeta to = target.get(name);
    Optional<String> url = rules.urls().map(String.valueOf(from.url()));
    if (url.isEmpty()) {
      String reason = "no prefix of cloud_url_mapping covers " + from.url();
      if (rules.locations() == null) {
        plan.notReplicated(name, reason, "add one to have it replicated");
      } else {
        plan.failed(name, reason, "add one, or leave it out of external_location_config");
      }
      return;
    }
    if (from.credential() == null) {
      plan.notReplicated(
          name,
          "the source does not tell its storage credential",
          "create it by hand, with a credential of the target");
      return;
    }
    Optional<LocationMeta> covering =
        target.values().stream().filter(l -> UrlMapping.covers(l.url(), url.get())).findFirst();
    if (to == null && covering.isPresent()) {
      plan.notReplicated(
          name,
          "external location '"
              + covering.get().name().object()
              + "' of the target covers "
              + url.get()
              + " already",
          "nothing is to be done, unless it should have the same name");
      return;
    }
    UcName credential = UcName.of(UcKind.STORAGE_CREDENTIAL, from.credential());
    if (present != null && !present.containsKey(credential) && !made.containsKey(credential)) {
      plan.failed(
          name,
          "its storage credential '"
              + from.credential()
              + "' is not on the target, and nothing of this run makes it",
          "name it in storage_credential_config.mapping, with storage_credential in"
              + " uc_object_types, or create it there");
      return;
    }
    if (to == null) {
      boolean unchecked = made.get(credential) == Made.NEW_WITHOUT_ACCESS;
      UcAction create =
          UcAction.of(
              name,
              UcObjectType.EXTERNAL_LOCATION,
              new Change.CreateLocation(from, url.get(), unchecked),
              "missing at the target",
              credential.key());
      plan.add(
          unchecked
              ? create.warning(
                  List.of(
                      "it was made without trying it, as its new service account has no access"
                          + " yet; grant that and validate the location"))
              : create);
    } else {
      update(from, to, url.get(), credential);
    }
    common.binding(name, from.isolated(), to != null && to.isolated());
    common.owner(
        name, UcObjectType.EXTERNAL_LOCATION, from.owner(), to == null ? null : to.owner());
  }

  private void update(LocationMeta from, LocationMeta to, String url, UcName credential) {
    List<String> parts = new ArrayList<>();
    boolean moves = !UrlMapping.same(url, to.url());
    if (moves) {
      parts.add("url (" + to.url() + ")");
    }
    boolean changesHands = !credential.object().equalsIgnoreCase(to.credential());
    if (changesHands) {
      parts.add("credential (" + to.credential() + ")");
    }
    Optional<String> comment =
        Comments.change(from.comment(), to.comment(), rules.settings().overwriteComments());
    comment.ifPresent(c -> parts.add("comment"));
    boolean readOnly = from.readOnly() != to.readOnly();
    if (readOnly) {
      parts.add("read_only");
    }
    boolean fallback = from.fallback() != to.fallback();
    if (fallback) {
      parts.add("fallback");
    }
    boolean events =
        from.fileEvents() != null
            && to.fileEvents() != null
            && !from.fileEvents().equals(to.fileEvents());
    if (events) {
      parts.add("file events");
    }
    UpdateLocation change =
        new UpdateLocation(
            moves ? url : null,
            changesHands ? credential.object() : null,
            comment.orElse(null),
            readOnly ? from.readOnly() : null,
            fallback ? from.fallback() : null,
            events ? from.fileEvents() : null);
    if (!change.equals(UpdateLocation.NOTHING)) {
      plan.add(
          from.name(),
          UcObjectType.EXTERNAL_LOCATION,
          change,
          "differs in " + String.join(", ", parts),
          credential.key());
    }
  }
}
