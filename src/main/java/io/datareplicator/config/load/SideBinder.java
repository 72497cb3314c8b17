package io.datareplicator.config.load;

import io.datareplicator.config.AuthType;
import io.datareplicator.config.ClusterSize;
import io.datareplicator.config.Side;
import io.datareplicator.config.SideConfig;
import io.datareplicator.config.TokenSecrets;
import io.datareplicator.config.WarehouseConfig;
import io.datareplicator.config.WarehouseType;
import io.datareplicator.config.check.HostRule;
import io.datareplicator.config.tree.ConfigNode;
import io.datareplicator.config.tree.Layer;
import java.net.URI;
import java.util.stream.Stream;

/** Binds the connection of one side. */
final class SideBinder {

  private SideBinder() {}

  static SideConfig bind(Side side, Values v, boolean allowHttp) {
    return new SideConfig(
        side,
        v.text("name"),
        v.text("sharing_identifier"),
        host(v.text("host"), allowHttp),
        v.choice("auth_type", AuthType.values()),
        token(v.inner("token")),
        compute(v, "cluster_id"),
        compute(v, "http_path"),
        compute(v, "warehouse_id"),
        warehouse(v.inner("warehouse_config")),
        v.text("profile"),
        allowHttp);
  }

  /** A path and an id of different layers do not add up: the higher layer says what runs SQL. */
  private static String compute(Values v, String key) {
    ConfigNode own = v.tree().get(key);
    ConfigNode path = v.tree().get("http_path");
    if (own == null || path == null) {
      return v.text(key);
    }
    boolean outranked =
        Stream.of("cluster_id", "http_path", "warehouse_id")
            .filter(other -> other.equals("http_path") || key.equals("http_path"))
            .map(v.tree()::get)
            .anyMatch(
                other ->
                    other != null
                        && other.origin().layer().configOrdinal()
                            > own.origin().layer().configOrdinal());
    return outranked ? null : v.text(key);
  }

  private static URI host(String text, boolean allowHttp) {
    try {
      return HostRule.parse(text, allowHttp);
    } catch (HostRule.Refused e) {
      throw new IllegalStateException("host was not checked: " + text, e);
    }
  }

  private static TokenSecrets token(Values v) {
    return v == null
        ? null
        : new TokenSecrets(
            v.text("secret_scope"),
            v.text("secret_pat"),
            v.text("secret_client_id"),
            v.text("secret_client_secret"));
  }

  private static WarehouseConfig warehouse(Values v) {
    if (v == null) {
      return null;
    }
    boolean create = v.flag("create_if_not_exists");
    ConfigNode key = v.tree().get("create_if_not_exists");
    return new WarehouseConfig(
        create,
        create && key.origin().layer() != Layer.DEFAULT,
        v.text("name"),
        v.flag("enable_serverless_compute"),
        v.choice("warehouse_type", WarehouseType.values()),
        v.choice("cluster_size", ClusterSize.values()),
        v.whole("auto_stop_mins"),
        v.whole("min_num_clusters"),
        v.whole("max_num_clusters"));
  }
}
