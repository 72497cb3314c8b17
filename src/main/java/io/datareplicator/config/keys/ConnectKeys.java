package io.datareplicator.config.keys;

import static io.datareplicator.config.keys.Shapes.BOOL;
import static io.datareplicator.config.keys.Shapes.NAME;
import static io.datareplicator.config.keys.Shapes.atLeast;
import static io.datareplicator.config.keys.Shapes.choice;
import static io.datareplicator.config.keys.Shapes.flag;
import static io.datareplicator.config.keys.Shapes.group;

import io.datareplicator.config.AuthType;
import io.datareplicator.config.ClusterSize;
import io.datareplicator.config.WarehouseType;
import io.datareplicator.config.keys.Shape.Text;
import io.datareplicator.config.keys.Shape.TextRule;

/** Keys that say how to reach a workspace (configuration, section 2). */
final class ConnectKeys {

  static final KeyGroup TOKEN =
      KeyGroup.of(
          "token",
          "Names of secrets in the default workspace (the one of `--profile`), never the secrets"
              + " themselves. Client id and client secret go together.",
          Key.of("secret_scope", NAME, "Scope that holds the secrets.").in(Scope.SIDES).must(),
          Key.of("secret_pat", NAME, "Secret with the personal access token.").in(Scope.SIDES),
          Key.of("secret_client_id", NAME, "Secret with the OAuth client id.").in(Scope.SIDES),
          Key.of("secret_client_secret", NAME, "Secret with the OAuth client secret.")
              .in(Scope.SIDES));

  static final KeyGroup WAREHOUSE =
      KeyGroup.of(
          "warehouse_config",
          "A SQL warehouse to look up by name, or to create, when there is no `warehouse_id`.",
          flag(
              "create_if_not_exists",
              true,
              "Create the warehouse when it is missing. Nothing is created unless this key itself"
                  + " stands in the file."),
          Key.of("name", NAME, "Name of the warehouse.")
              .otherwise("replication-warehouse")
              .in(Scope.SIDES),
          flag("enable_serverless_compute", true, "Serverless compute for a created warehouse."),
          Key.of("warehouse_type", choice(WarehouseType.values()), "Type of a created warehouse.")
              .otherwise("PRO"),
          Key.of("cluster_size", choice(ClusterSize.values()), "Size of a created warehouse.")
              .otherwise("X-Small"),
          Key.of(
                  "auto_stop_mins",
                  atLeast(0),
                  "Idle minutes after which a created warehouse stops; 0 = never.")
              .otherwise("10"),
          Key.of("min_num_clusters", atLeast(1), "Fewest clusters.").otherwise("1"),
          Key.of("max_num_clusters", atLeast(1), "Most clusters; not below the fewest.")
              .otherwise("1"));

  static final KeyGroup SIDE =
      KeyGroup.of(
          "*_databricks_connect_config",
          "How to reach one of the two workspaces. SQL runs on `http_path` or `cluster_id`, else `warehouse_id`,"
              + " else `warehouse_config`, else `DATA_REPLICATOR_SOURCE_WAREHOUSE_ID` /"
              + " `DATA_REPLICATOR_TARGET_WAREHOUSE_ID`, else the profile's `warehouse_id`, else"
              + " the best usable warehouse of the workspace.",
          Key.of("name", new Text(TextRule.SIDE_NAME), "Short identifier, part of derived names.")
              .in(Scope.NONE)
              .must(),
          Key.of(
                  "sharing_identifier",
                  new Text(TextRule.METASTORE),
                  "Global metastore id; looked up when absent.")
              .in(Scope.SIDES),
          Key.of(
                  "host",
                  new Text(TextRule.HOST),
                  "Workspace URL, also `--source-host` / `--target-host` or"
                      + " `DATA_REPLICATOR_SOURCE_HOST` / `DATA_REPLICATOR_TARGET_HOST`. The"
                      + " scheme may be left out, a path is ignored; plain http only for loopback"
                      + " hosts or with `--allow-http`.")
              .in(Scope.SIDES)
              .must(),
          Key.of("auth_type", choice(AuthType.values()), "How to authenticate.").otherwise("pat"),
          Key.of("token", group(() -> TOKEN), "Names of secrets."),
          Key.of(
                  "cluster_id",
                  new Text(TextRule.CLUSTER),
                  "All-purpose cluster; SQL then goes through JDBC to that cluster and never"
                      + " silently to a warehouse.")
              .in(Scope.SIDES),
          Key.of(
                  "http_path",
                  new Text(TextRule.HTTP_PATH),
                  "HTTP path of a warehouse or cluster, as the workspace shows it under JDBC/ODBC;"
                      + " SQL then goes through JDBC to it. Not together with `cluster_id` or"
                      + " `warehouse_id` in one file; of two files the one that wins says what runs"
                      + " SQL.")
              .in(Scope.NONE)
              .fresh(),
          Key.of("warehouse_id", NAME, "SQL warehouse for the Statement Execution API.")
              .in(Scope.SIDES),
          Key.of("warehouse_config", group(() -> WAREHOUSE), "Warehouse to look up or create."),
          Key.of(
                  "profile",
                  NAME,
                  "Profile of `~/.databrickscfg` for this side, also `--source-profile` /"
                      + " `--target-profile`.")
              .in(Scope.SIDES)
              .fresh());

  static final Key SOURCE =
      Key.of("source_databricks_connect_config", group(() -> SIDE), "The source workspace.").must();

  static final Key TARGET =
      Key.of("target_databricks_connect_config", group(() -> SIDE), "The target workspace.").must();

  static final Key DESCRIPTION =
      Key.of("description", Shapes.FREE, "What the environment is for.").in(Scope.NONE);

  static final Key IS_DEFAULT =
      Key.of("is_default", BOOL, "Exactly one environment has true; `--environment` picks another.")
          .otherwise("false");

  private ConnectKeys() {}
}
