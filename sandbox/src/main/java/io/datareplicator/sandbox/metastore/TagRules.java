package io.datareplicator.sandbox.metastore;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which tags Unity Catalog takes (documentation page database-objects/tags, "Constraints"). */
final class TagRules {
  private static final int MAX_TAGS = 50;
  private static final int MAX_KEY = 255;
  private static final int MAX_VALUE = 1_000;
  private static final String REFUSED = ".,-=/:";

  private TagRules() {}

  /**
   * @param present keys that the target has
   * @param tags what is to be set
   * @throws UcException INVALID_PARAMETER_VALUE
   */
  static void check(MetastoreState state, Set<String> present, Map<String, String> tags) {
    tags.forEach(
        (key, value) -> {
          // A governed key was checked when its policy was made, by laxer rules.
          if (key == null || !TagPolicies.governs(state, key)) {
            checkKey(key);
          }
          checkValue(key, value == null ? "" : value);
        });
    TagPolicies.checkAssignments(state, tags);
    Set<String> all = new HashSet<>(present);
    all.addAll(tags.keySet());
    if (all.size() > MAX_TAGS) {
      throw UcException.invalid("An object has at most " + MAX_TAGS + " tags, not " + all.size());
    }
  }

  private static void checkKey(String key) {
    if (key == null || key.isEmpty()) {
      throw UcException.invalid("A tag key must not be empty");
    }
    if (key.length() > MAX_KEY) {
      throw UcException.invalid("A tag key has at most " + MAX_KEY + " characters");
    }
    boolean refused =
        key.codePoints().anyMatch(c -> REFUSED.indexOf(c) >= 0 || c < 0x20 || c == 0x7f);
    if (refused || !key.equals(key.strip())) {
      throw UcException.invalid(
          "Tag key '"
              + key.replaceAll("\\p{Cntrl}", "?")
              + "' is not valid: it must not contain . , - = / : or control characters, nor begin"
              + " or end with a space");
    }
  }

  private static void checkValue(String key, String value) {
    if (value.length() > MAX_VALUE) {
      throw UcException.invalid(
          "The value of tag '" + key + "' has more than " + MAX_VALUE + " characters");
    }
    if (!value.equals(value.strip())) {
      throw UcException.invalid(
          "The value of tag '" + key + "' must not begin or end with a space");
    }
  }
}
