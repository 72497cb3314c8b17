package io.datareplicator.plan.uc;

import io.datareplicator.plan.uc.Change.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reasons in words. */
final class Words {
  private static final int MOST = 10;
  private static final int LONGEST = 120;

  private Words() {}

  static String settings(Settings change) {
    List<String> parts = new ArrayList<>();
    if (change.comment() != null) {
      parts.add("comment");
    }
    if (change.properties() != null) {
      parts.add("properties");
    }
    if (change.isolationMode() != null) {
      parts.add("isolation mode");
    }
    if (change.optimization() != null) {
      parts.add("predictive optimization");
    }
    return "differs in " + String.join(", ", parts);
  }

  /** The first few in full. */
  static String list(Collection<String> items) {
    List<String> all = List.copyOf(items);
    String shown = String.join(", ", all.subList(0, Math.min(MOST, all.size())));
    return all.size() <= MOST ? shown : shown + " and " + (all.size() - MOST) + " more";
  }

  /** A text of somebody else's as it stands in a sentence; the beginning of a long one. */
  static String quoted(String text) {
    String shown = text == null ? "" : text;
    if (shown.codePointCount(0, shown.length()) > LONGEST) {
      shown = shown.substring(0, shown.offsetByCodePoints(0, LONGEST)) + "…";
    }
    return "'" + shown + "'";
  }
}
