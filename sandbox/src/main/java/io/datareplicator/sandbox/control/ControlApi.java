package io.datareplicator.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import java.io.IOException;
import java.util.List;

/**
 * {@code /sandbox/}: for tests, without authentication; its calls are neither logged nor hit by
 * faults.
 */
public final class ControlApi {
  private final RequestLog log;
  private final FaultRules faults;

  public ControlApi(RequestLog log, FaultRules faults) {
    this.log = log;
    this.faults = faults;
  }

  public void register(Router router) {
    router
        .open("GET", "/sandbox/health", r -> Response.ok(Json.body().with("status", "UP")))
        .open("GET", "/sandbox/requests", r -> Response.ok(log.describe()))
        .open("DELETE", "/sandbox/requests", this::clearRequests)
        .open("GET", "/sandbox/faults", r -> faultList())
        .open("POST", "/sandbox/faults", this::addFaults)
        .open("DELETE", "/sandbox/faults", this::clearFaults);
  }

  private Response faultList() {
    return Response.ok(Json.body().with("faults", faults.describe()));
  }

  private Response clearRequests(Request request) {
    log.clear();
    return Response.empty();
  }

  private Response clearFaults(Request request) {
    faults.clear();
    return Response.empty();
  }

  private Response addFaults(Request request) {
    JsonNode rules;
    try {
      rules = Json.parse(request.body());
    } catch (IOException e) {
      throw ApiException.malformed("The body is not JSON");
    }
    if (!rules.isArray() && !rules.isObject()) {
      throw ApiException.malformed("The body must be one fault rule or an array of them");
    }
    List<String> ids = faults.add(rules.isArray() ? rules : List.of(rules));
    return Response.ok(Json.body().with("ids", ids));
  }
}
