package io.datareplicator.config.keys;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what the user probably meant. */
public final class Suggestions {

  private static final int LONGEST = 64;

  private Suggestions() {}

  /**
   * The nearest of some words, when it is near enough to be a slip of the pen.
   *
   * @param written what was written
   * @param words what is known
   */
  public static Optional<String> nearest(String written, Collection<String> words) {
    String wanted = simple(written);
    if (wanted.isEmpty() || wanted.length() > LONGEST) {
      return Optional.empty();
    }
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String word : words) {
      int distance = distance(wanted, simple(word));
      if (distance < bestDistance) {
        bestDistance = distance;
        best = word;
      }
    }
    int allowed = Math.max(1, Math.min(wanted.length(), best == null ? 0 : best.length()) / 3);
    return best != null && bestDistance <= allowed ? Optional.of(best) : Optional.empty();
  }

  /** The sentence for a near miss, or null. */
  public static String didYouMean(String written, Collection<String> words) {
    return nearest(written, words).map(word -> "Did you mean \"" + word + "\"?").orElse(null);
  }

  private static String simple(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }

  /** Edits between two words, where swapping two neighbours is one edit. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least =
            Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = least;
      }
    }
    return cost[a.length()][b.length()];
  }
}
