package io.datareplicator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Users, groups and a service principal that hold privileges in tests, the same on both sides. */
final class Principals {
  static final String USER = "ana.e2e@example.test";
  static final String ODD_USER = "o'hara+e2e@example.test";
  static final String GROUP = "e2e readers";
  static final String ODD_GROUP = "e2e \"odd\" grüppe`s";

  /** Display name of the service principal; its application id differs between the sides. */
  static final String ROBOT = "e2e robot";

  static final String SOURCE_ROBOT = "aaaaaaaa-0000-4000-8000-0000000000e2";
  static final String TARGET_ROBOT = "bbbbbbbb-0000-4000-8000-0000000000e2";

  /** A user that only {@link #addSourceOnly} makes. */
  static final String SOURCE_ONLY = "gone.e2e@example.test";

  private static final String PATH = "/sandbox/principals";

  private Principals() {}

  /** Makes them on a side, those that are not there yet. */
  static void add(SandboxSide side, String robotId) {
    add(
        side,
        List.of(
            user(USER),
            user(ODD_USER),
            Map.of("type", "group", "display_name", GROUP),
            Map.of("type", "group", "display_name", ODD_GROUP),
            Map.of("type", "service_principal", "display_name", ROBOT, "application_id", robotId)));
  }

  /** Makes a user that the other side does not have. */
  static void addSourceOnly(SandboxSide source) {
    add(source, List.of(user(SOURCE_ONLY)));
  }

  /** Makes one more user. */
  static void addUser(SandboxSide side, String name) {
    add(side, List.of(user(name)));
  }

  private static Map<String, Object> user(String name) {
    return Map.of("type", "user", "user_name", name, "display_name", "User " + name);
  }

  private static void add(SandboxSide side, List<Map<String, Object>> wanted) {
    List<String> there = new ArrayList<>();
    for (JsonNode one : side.call("GET", PATH, null).path("principals")) {
      there.add(one.path("name").asText());
      there.add(one.path("display_name").asText());
    }
    for (Map<String, Object> one : wanted) {
      Object name = one.getOrDefault("user_name", one.get("display_name"));
      if (!there.contains(name)) {
        side.call("POST", PATH, one);
      }
    }
  }
}
