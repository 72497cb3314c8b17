package io.datareplicator.plan.uc;

import java.util.Map;

/**
 * Who a principal of the source is on the target.
 *
 * @param mapping source principal as grants name it to the target's; others keep their names
 */
public record Principals(Map<String, String> mapping) {
  public static final Principals SAME = new Principals(Map.of());

  public Principals {
    mapping = Map.copyOf(mapping);
  }

  public String onTarget(String principal) {
    return mapping.getOrDefault(principal, principal);
  }
}
