package io.datareplicator.e2e;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Fault rules for statements of the Statement Execution API, picked by their text. */
final class StatementFaults {
  private StatementFaults() {}

  /** The request that submits it, with or without the slash that the driver puts at the end. */
  static Map<String, Object> onSubmission(String text, Map<String, Object> effect) {
    Map<String, Object> rule = new HashMap<>(effect);
    rule.put("statement", Pattern.quote(text));
    return rule;
  }

  /** The requests that ask for its state. */
  static Map<String, Object> onPoll(String text, Map<String, Object> effect) {
    Map<String, Object> rule = new HashMap<>(effect);
    rule.put("method", "GET");
    rule.put("path", "/api/2\\.0/sql/statements/[^/]+$");
    rule.put("statement", Pattern.quote(text));
    return rule;
  }
}
