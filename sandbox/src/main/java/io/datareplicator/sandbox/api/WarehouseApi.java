package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.WarehouseStore.WarehouseEntry;
import io.datareplicator.sandbox.statement.Warehouse;
import io.datareplicator.sandbox.statement.Warehouses;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** SQL warehouses: list, get, create, start, stop. */
public final class WarehouseApi {
  private static final String ROOT = "/api/2.0/sql/warehouses";
  private static final int MIN_AUTO_STOP = 10;

  private static final List<String> SIZES =
      List.of(
          "2X-Small",
          "X-Small",
          "Small",
          "Medium",
          "Large",
          "X-Large",
          "2X-Large",
          "3X-Large",
          "4X-Large");

  private final Warehouses warehouses;
  private final Paging paging;
  private final URI baseUrl;

  public WarehouseApi(Warehouses warehouses, Paging paging, String baseUrl) {
    this.warehouses = warehouses;
    this.paging = paging;
    this.baseUrl = URI.create(baseUrl);
  }

  public void register(Router router) {
    router
        .add("GET", ROOT, this::list)
        .add("POST", ROOT, this::create)
        .add("GET", ROOT + "/{id}", r -> Response.ok(render(warehouses.get(r.path("id")))))
        .add("POST", ROOT + "/{id}/start", this::start)
        .add("POST", ROOT + "/{id}/stop", this::stop);
  }

  private Response list(Request request) {
    return paging.page(
        request, "warehouses", "page_size", warehouses.all(), w -> w.entry().name(), this::render);
  }

  private Response create(Request request) {
    Input in = request.json();
    String size = in.text("cluster_size", "X-Small");
    if (!SIZES.contains(size)) {
      throw ApiException.invalid(size + " is not a valid cluster size. Valid sizes are " + SIZES);
    }
    long autoStop = in.number("auto_stop_mins", 120);
    if (autoStop != 0 && autoStop < MIN_AUTO_STOP || autoStop > Integer.MAX_VALUE) {
      throw ApiException.invalid("auto_stop_mins must be 0 or at least " + MIN_AUTO_STOP);
    }
    byte[] id = new byte[8];
    new SecureRandom().nextBytes(id);
    Warehouse created =
        warehouses.create(
            new WarehouseEntry(
                HexFormat.of().formatHex(id),
                in.required("name"),
                size,
                (int) autoStop,
                request.user()));
    return Response.ok(Json.body().with("id", created.entry().id()));
  }

  private Response start(Request request) {
    warehouses.get(request.path("id")).start();
    return Response.empty();
  }

  private Response stop(Request request) {
    warehouses.get(request.path("id")).stop();
    return Response.empty();
  }

  private Json.Body render(Warehouse warehouse) {
    WarehouseEntry entry = warehouse.entry();
    String state = warehouse.state();
    String path = "/sql/1.0/warehouses/" + entry.id();
    return Json.body()
        .with("id", entry.id())
        .with("name", entry.name())
        .with("cluster_size", entry.clusterSize())
        .with("min_num_clusters", 1)
        .with("max_num_clusters", 1)
        .with("auto_stop_mins", entry.autoStopMinutes())
        .with("creator_name", entry.creator())
        .with("tags", Map.of())
        .with("spot_instance_policy", "COST_OPTIMIZED")
        .with("enable_photon", true)
        .with("channel", Json.body().with("name", "CHANNEL_NAME_CURRENT"))
        .with("enable_serverless_compute", true)
        .with("warehouse_type", "PRO")
        .with("num_clusters", state.equals("RUNNING") ? 1 : 0)
        .with("num_active_sessions", 0)
        .with("state", state)
        .with(
            "jdbc_url",
            "jdbc:databricks://"
                + baseUrl.getAuthority()
                + "/default;transportMode=http;ssl=0;AuthMech=3;httpPath="
                + path
                + ";")
        .with(
            "odbc_params",
            Json.body()
                .with("hostname", baseUrl.getHost())
                .with("path", path)
                .with("protocol", baseUrl.getScheme())
                .with("port", baseUrl.getPort()))
        .with("health", Json.body().with("status", "HEALTHY"));
  }
}
