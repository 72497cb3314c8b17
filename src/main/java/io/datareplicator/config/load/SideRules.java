package io.datareplicator.config.load;

import io.datareplicator.config.Placeholders;
import io.datareplicator.config.check.HostRule;
import io.datareplicator.config.check.StructureCheck;
import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.tree.ConfigNode.Mapping;
import io.datareplicator.config.tree.ConfigNode.Scalar;
import io.datareplicator.config.tree.KeyPaths;
import io.datareplicator.config.tree.Problems;
import java.util.Map;

/** Rules about the connection of one side, all layers merged. */
final class SideRules {

  private final Problems problems;
  private final StructureCheck check;
  private final Map<String, String> sides;
  private final boolean allowHttp;
  private final boolean jdbc;

  /**
   * Rules that report into a collector.
   *
   * @param sides names of the two sides, as far as they are known
   * @param allowHttp plain http is allowed for any host
   * @param jdbc whether this build has the JDBC driver
   */
  SideRules(
      Problems problems,
      StructureCheck check,
      Map<String, String> sides,
      boolean allowHttp,
      boolean jdbc) {
    this.problems = problems;
    this.check = check;
    this.sides = sides;
    this.allowHttp = allowHttp;
    this.jdbc = jdbc;
  }

  void check(Mapping side, String path, String option) {
    check.require(side, KeyTable.SIDE, path, "name");
    if (!side.has("host")) {
      problems.error(
          side.origin(),
          KeyPaths.child(path, "host"),
          null,
          "is required and missing; it takes a workspace URL",
          "Add \"host:\", or give "
              + option
              + " or "
              + (option.equals("--source-host")
                  ? "DATA_REPLICATOR_SOURCE_HOST"
                  : "DATA_REPLICATOR_TARGET_HOST"));
    }
    String host = side.text("host");
    if (host != null && host.contains("{{")) {
      try {
        HostRule.parse(Placeholders.fill(host, sides), allowHttp);
      } catch (HostRule.Refused e) {
        problems.error(
            side.get("host"), KeyPaths.child(path, "host"), "is no workspace URL", e.getMessage());
      }
    }
    if (side.mapping("token") != null) {
      token(side, side.mapping("token"), path);
    }
    driver(side, path, "cluster_id");
    driver(side, path, "http_path");
    if (side.mapping("warehouse_config") != null) {
      warehouse(side.mapping("warehouse_config"), KeyPaths.child(path, "warehouse_config"));
    }
  }

  private void driver(Mapping side, String path, String key) {
    if (!jdbc && side.has(key)) {
      problems.error(
          side.get(key),
          KeyPaths.child(path, key),
          key + " needs the full build; this is the slim one, which has no JDBC driver",
          "Use the full binary, or set warehouse_id instead");
    }
  }

  private void token(Mapping side, Mapping token, String sidePath) {
    String path = KeyPaths.child(sidePath, "token");
    check.require(token, KeyTable.TOKEN, path, "secret_scope");
    boolean id = token.has("secret_client_id");
    boolean secret = token.has("secret_client_secret");
    if (id != secret) {
      String there = id ? "secret_client_id" : "secret_client_secret";
      String missing = id ? "secret_client_secret" : "secret_client_id";
      problems.error(
          token.get(there).origin(),
          KeyPaths.child(path, there),
          null,
          "needs " + missing + " beside it",
          "Add \"" + missing + ":\" or remove " + there);
      return;
    }
    boolean pat = token.has("secret_pat");
    String auth = side.has("auth_type") ? side.text("auth_type") : "pat";
    if (!pat && !id) {
      problems.error(
          token.origin(),
          path,
          null,
          "names no secret",
          "Add secret_pat, or secret_client_id and secret_client_secret");
    } else if ("oauth".equals(auth) && !id) {
      problems.error(
          side.get("auth_type"),
          KeyPaths.child(sidePath, "auth_type"),
          "needs secret_client_id and secret_client_secret in token",
          "Add both, or set auth_type to pat");
    } else if ("pat".equals(auth) && !pat) {
      problems.error(
          token.origin(),
          path,
          null,
          "has no secret_pat, which auth_type pat needs",
          "Add secret_pat, or set auth_type to oauth");
    }
  }

  private void warehouse(Mapping warehouse, String path) {
    int min = whole(warehouse, "min_num_clusters");
    int max = whole(warehouse, "max_num_clusters");
    if (min > max) {
      String key = warehouse.has("max_num_clusters") ? "max_num_clusters" : "min_num_clusters";
      problems.error(
          warehouse.get(key),
          KeyPaths.child(path, key),
          "min_num_clusters (" + min + ") must not be greater than max_num_clusters (" + max + ")",
          "Raise max_num_clusters or lower min_num_clusters");
    }
  }

  private static int whole(Mapping warehouse, String key) {
    boolean usable = warehouse.get(key) instanceof Scalar scalar && !scalar.invalid();
    return usable ? Integer.parseInt(warehouse.text(key)) : 1;
  }
}
