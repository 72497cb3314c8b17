package io.datareplicator.plan;

import io.datareplicator.config.OnCollision;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.model.TableKind;
import io.datareplicator.plan.DataPlanner.TableFacts;
import java.util.Locale;
import java.util.Optional;

/** Decides where the data of a table goes, or why it cannot go anywhere (operations.md §3). */
final class Destinations {
  /**
   * The answer.
   *
   * @param destination null when refused
   * @param refusal null when there is a destination
   */
  record Choice(Destination destination, String refusal) {
    static Choice of(Destination destination) {
      return new Choice(destination, null);
    }

    static Choice refused(String why) {
      return new Choice(null, why);
    }
  }

  private final ReplicationConfig settings;
  private final UrlMapping mapping;

  Destinations(ReplicationConfig settings, UrlMapping mapping) {
    this.settings = settings;
    this.mapping = mapping;
  }

  Choice choose(TableFacts facts) {
    Optional<String> collision = collision(facts);
    if (collision.isPresent()) {
      return Choice.refused(collision.get());
    }
    return switch (facts.source().kind()) {
      case MANAGED -> managed(facts);
      case EXTERNAL -> settings.replicateAsManaged() ? managed(facts) : external(facts);
      case STREAMING_TABLE -> streaming(facts);
      case MATERIALIZED_VIEW, VIEW, FOREIGN, OTHER ->
          Choice.refused("the data of a " + words(facts.source().kind()) + " cannot be cloned");
    };
  }

  private Optional<String> collision(TableFacts facts) {
    TargetTable target = facts.target();
    boolean foreign = target != null && !target.ours() && facts.last() == null;
    return settings.onCollision() == OnCollision.FAIL
            && foreign
            && facts.source().kind() != TableKind.STREAMING_TABLE
        ? Optional.of(
            "a table that this tool did not create stands on the target and on_collision is fail; "
                + "rename or drop it, or set on_collision: adopt")
        : Optional.empty();
  }

  private Choice managed(TableFacts facts) {
    TargetTable target = facts.target();
    if (target == null || target.kind() == TableKind.MANAGED) {
      return Choice.of(new Destination.Managed(facts.targetName()));
    }
    return Choice.refused(
        facts.source().kind() == TableKind.EXTERNAL && target.kind() == TableKind.EXTERNAL
            ? "replicate_as_managed is on and an external table of that name stands on the target;"
                + " drop it (its files stay), or switch replicate_as_managed off"
            : stands(target));
  }

  private static String stands(TargetTable target) {
    return "a " + words(target.kind()) + " of that name stands on the target; rename or drop it";
  }

  private Choice external(TableFacts facts) {
    String from = facts.source().location();
    if (from == null) {
      return Choice.refused(
          "the source does not tell where this external table lies; set replicate_as_managed: true,"
              + " or give the credential of the source the right to read the table");
    }
    Optional<String> mapped = mapping.map(from);
    if (mapped.isEmpty()) {
      return Choice.refused(
          "no prefix of cloud_url_mapping covers its location "
              + from
              + "; add one that ends with a slash, or set replicate_as_managed: true");
    }
    String url = mapped.get();
    if (UrlMapping.same(url, from)) {
      return Choice.refused(
          "cloud_url_mapping maps its location " + from + " to itself; map it to another place");
    }
    TargetTable target = facts.target();
    if (target != null && target.kind() != TableKind.EXTERNAL) {
      return Choice.refused(
          target.kind() == TableKind.MANAGED
              ? "the source table is external and a managed table of that name stands on the"
                  + " target; rename or drop it, or set replicate_as_managed: true"
              : stands(target));
    }
    if (target != null && target.location() != null && !UrlMapping.same(target.location(), url)) {
      return Choice.refused(
          "the table on the target lies at "
              + target.location()
              + ", cloud_url_mapping says "
              + url
              + "; change the mapping, or drop the table (its files stay)");
    }
    return Choice.of(new Destination.External(facts.targetName(), url, target == null));
  }

  private static Choice streaming(TableFacts facts) {
    TargetTable target = facts.target();
    if (target == null) {
      return Choice.refused(
          "the streaming table does not exist on the target; create its pipeline there first, then"
              + " its data can be cloned");
    }
    if (target.kind() != TableKind.STREAMING_TABLE) {
      return Choice.refused(
          "a "
              + words(target.kind())
              + " of that name stands on the target, where a streaming table is wanted; rename or"
              + " drop it and create the pipeline there");
    }
    StreamingTarget streaming = facts.streaming();
    return streaming.problem() != null
        ? Choice.refused(streaming.problem())
        : Choice.of(streaming.backing());
  }

  static String words(TableKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + (kind == TableKind.EXTERNAL || kind == TableKind.MANAGED || kind == TableKind.FOREIGN
            ? " table"
            : "");
  }
}
