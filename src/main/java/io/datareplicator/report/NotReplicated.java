package io.datareplicator.report;

import io.datareplicator.apply.OperationResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The inventory of what was left out, and of principals that the target does not know. */
final class NotReplicated {
  static final String METADATA = "uc_replication";
  private static final int MOST = 50;

  private NotReplicated() {}

  /** As the closing text shows it. */
  static void append(List<OperationResult> results, StringBuilder text) {
    List<OperationResult> left = of(results);
    if (!left.isEmpty()) {
      text.append("\nNot replicated:\n");
      for (OperationResult r : left.subList(0, Math.min(MOST, left.size()))) {
        text.append("  ")
            .append(r.objectType())
            .append(' ')
            .append(r.fullName())
            .append(": ")
            .append(r.details().get("reason"));
        if (r.details().get("advice") != null) {
          text.append("; ").append(r.details().get("advice"));
        }
        text.append('\n');
      }
      if (left.size() > MOST) {
        text.append("  and ").append(left.size() - MOST).append(" more, see the audit table\n");
      }
      text.append('\n');
    }
    Map<String, List<String>> principals = unresolved(results);
    if (!principals.isEmpty()) {
      text.append("Principals that the target does not know:\n");
      principals.forEach(
          (principal, objects) ->
              text.append("  ")
                  .append(principal)
                  .append(": ")
                  .append(String.join(", ", objects.subList(0, Math.min(MOST, objects.size()))))
                  .append(objects.size() > MOST ? " and " + (objects.size() - MOST) + " more" : "")
                  .append('\n'));
    }
  }

  /** As the JSON document lists it. */
  static List<Map<String, Object>> list(List<OperationResult> results) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (OperationResult r : of(results)) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("object_type", r.objectType());
      entry.put("object", r.fullName());
      entry.put("reason", r.details().get("reason"));
      entry.put("advice", r.details().get("advice"));
      all.add(entry);
    }
    return all;
  }

  /** Objects by principal. */
  static Map<String, List<String>> unresolved(List<OperationResult> results) {
    Map<String, List<String>> objects = new TreeMap<>();
    for (OperationResult r : results) {
      if (r.details().get("unresolved_principals") instanceof List<?> principals) {
        principals.forEach(
            p ->
                objects
                    .computeIfAbsent(String.valueOf(p), k -> new ArrayList<>())
                    .add(r.fullName()));
      }
    }
    return objects;
  }

  private static List<OperationResult> of(List<OperationResult> results) {
    return results.stream()
        .filter(r -> Boolean.TRUE.equals(r.details().get("not_replicated")))
        .toList();
  }
}
