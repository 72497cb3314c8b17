package io.datareplicator.plan.recon;

import io.datareplicator.model.TableHead;
import io.datareplicator.plan.LastClone;
import java.util.ArrayList;
import java.util.List;

/**
 * At which versions a table is compared: the target as it is, with the source version that was
 * cloned, so that a busy source is not a difference (operations.md §5).
 *
 * @param source null = as it is when the statement runs
 * @param target null = as it is when the statement runs
 * @param cloned whether {@code source} is the version that was cloned
 * @param warnings why it is not, where it should be
 */
public record Versions(Long source, Long target, boolean cloned, List<String> warnings) {
  public Versions {
    warnings = List.copyOf(warnings);
  }

  /**
   * What is known of both sides.
   *
   * @param target latest commit of the target; null when unknown
   * @param readable latest commit of the source as the target sees it; null without history
   * @param last what the last clone recorded; null when there is no record
   * @param sourceTableId null when the source was not asked
   * @param through whether the target is cloned from an intermediate table, whose versions are not
   *     the source's
   */
  public record Facts(
      TableHead target,
      TableHead readable,
      LastClone last,
      String sourceTableId,
      boolean through) {}

  /** Kinds of tables that have no versions. */
  public static Versions none() {
    return new Versions(null, null, false, List.of());
  }

  /** Both as they are when the statements run, and why. */
  public Versions latest(String warning) {
    List<String> all = new ArrayList<>(warnings);
    all.add(warning);
    return new Versions(null, target, false, all);
  }

  /** Decides. */
  public static Versions of(Facts facts) {
    Long there = facts.target() == null ? null : facts.target().version();
    Long latest = facts.readable() == null ? null : facts.readable().version();
    Long cloned = cloned(facts);
    if (cloned == null) {
      return new Versions(latest, there, false, List.of());
    }
    if (isAnother(facts)) {
      return new Versions(
          latest,
          there,
          false,
          List.of(
              "the source table was dropped and made anew since it was cloned: compared as it is now"));
    }
    if (latest == null) {
      return new Versions(
          null,
          there,
          false,
          List.of(
              "the share carries no history of the table: the source is compared as it is now, not at"
                  + " version "
                  + cloned
                  + ", which was cloned"));
    }
    if (cloned > latest) {
      return new Versions(
          latest,
          there,
          false,
          List.of(
              "version "
                  + cloned
                  + " was cloned but the source is at version "
                  + latest
                  + ": compared as it is now"));
    }
    return new Versions(cloned, there, true, List.of());
  }

  private static Long cloned(Facts facts) {
    TableHead head = facts.target();
    if (!facts.through() && head != null && head.isClone() && head.cloneSourceVersion() != null) {
      return head.cloneSourceVersion();
    }
    return facts.last() == null ? null : Long.valueOf(facts.last().version());
  }

  private static boolean isAnother(Facts facts) {
    return facts.last() != null
        && facts.last().tableId() != null
        && facts.sourceTableId() != null
        && !facts.last().tableId().equals(facts.sourceTableId());
  }
}
