package io.datareplicator.plan.uc;

import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.VolumeKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.model.uc.VolumeMeta;
import io.datareplicator.plan.UrlMapping;
import java.util.Locale;
import java.util.Optional;

/** Definitions of volumes. */
final class VolumePlanner {
  private final UcRules rules;
  private final UcPlan plan;

  VolumePlanner(UcRules rules, UcPlan plan) {
    this.rules = rules;
    this.plan = plan;
  }

  /**
   * @param target null when there is none of that name
   */
  Presence define(
      VolumeMeta source, VolumeMeta target, ReplicationConfig settings, String schemaKey) {
    UcName name = source.ucName().in(rules.target());
    Presence otherwise = target == null ? Presence.ABSENT : Presence.THERE;
    if (source.kind() == VolumeKind.OTHER) {
      plan.notReplicated(name, "its type is not known to this version", "create it by hand");
      return otherwise;
    }
    Optional<String> location = Optional.empty();
    if (source.kind() == VolumeKind.EXTERNAL && !settings.replicateAsManaged()) {
      location = rules.urls().map(String.valueOf(source.location()));
      if (location.isEmpty()) {
        plan.failed(
            name,
            "no prefix of cloud_url_mapping covers " + source.location(),
            "add one, or set replicate_as_managed: true");
        return otherwise;
      }
    }
    if (target == null) {
      plan.add(
          name,
          UcObjectType.VOLUME,
          new Change.CreateVolume(location.orElse(null), source.comment()),
          "missing at the target",
          schemaKey);
      return Presence.MADE;
    }
    VolumeKind wanted = location.isPresent() ? VolumeKind.EXTERNAL : VolumeKind.MANAGED;
    if (target.kind() != wanted) {
      plan.differs(
          left(
              name,
              "it is " + target.kind().name().toLowerCase(Locale.ROOT) + " at the target",
              "drop it there to have it made as " + wanted.name().toLowerCase(Locale.ROOT)));
      return Presence.THERE;
    }
    if (location.isPresent() && !UrlMapping.same(location.get(), target.location())) {
      plan.differs(
          left(
              name,
              "it lies at " + target.location() + " instead of " + location.get(),
              "drop it there to have it made at its place"));
      return Presence.THERE;
    }
    Comments.change(source.comment(), target.comment(), settings.overwriteComments())
        .ifPresent(
            comment ->
                plan.add(
                    name,
                    UcObjectType.VOLUME,
                    new Change.SetComment(comment),
                    "its comment differs"));
    return Presence.THERE;
  }

  private static Finding left(UcName name, String reason, String advice) {
    return Finding.notReplicated(name, name.kind().objectType(), reason, advice);
  }
}
