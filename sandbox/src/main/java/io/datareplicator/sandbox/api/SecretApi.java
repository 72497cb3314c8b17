package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.SecretStore;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Secrets (reference §9). */
public final class SecretApi {
  private static final int MAX_SECRET_BYTES = 128 * 1024;
  private static final String NAME = "[A-Za-z0-9_\\-.@]{1,128}";

  private final SecretStore secrets;

  public SecretApi(SecretStore secrets) {
    this.secrets = secrets;
  }

  public void register(Router router) {
    router
        .add("POST", "/api/2.0/secrets/scopes/create", this::createScope)
        .add("POST", "/api/2.0/secrets/scopes/delete", this::deleteScope)
        .add("GET", "/api/2.0/secrets/scopes/list", this::listScopes)
        .add("POST", "/api/2.0/secrets/put", this::put)
        .add("GET", "/api/2.0/secrets/list", this::listSecrets)
        .add("GET", "/api/2.0/secrets/get", this::get);
  }

  private Response createScope(Request request) {
    secrets.createScope(name(request.json(), "scope"));
    return Response.empty();
  }

  private Response deleteScope(Request request) {
    secrets.deleteScope(request.json().required("scope"));
    return Response.empty();
  }

  private Response listScopes(Request request) {
    List<Json.Body> scopes =
        secrets.scopes().stream()
            .map(s -> Json.body().with("name", s).with("backend_type", "DATABRICKS"))
            .toList();
    return Response.ok(Json.body().with("scopes", scopes.isEmpty() ? null : scopes));
  }

  private Response put(Request request) {
    Input in = request.json();
    String scope = in.required("scope");
    String key = name(in, "key");
    if (in.has("string_value") == in.has("bytes_value")) {
      throw ApiException.invalid("Exactly one of string_value and bytes_value must be given");
    }
    byte[] value =
        in.has("string_value")
            ? in.text("string_value").getBytes(StandardCharsets.UTF_8)
            : bytes(in.text("bytes_value"));
    if (value.length > MAX_SECRET_BYTES) {
      throw ApiException.invalid("The secret is larger than " + MAX_SECRET_BYTES + " bytes");
    }
    secrets.put(scope, key, Base64.getEncoder().encodeToString(value));
    return Response.empty();
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("bytes_value is not Base64");
    }
  }

  private static String name(Input in, String field) {
    String name = in.required(field);
    if (!name.matches(NAME)) {
      throw ApiException.invalid(
          field + " must be 1 to 128 letters, digits, dashes, underscores, periods or @");
    }
    return name;
  }

  private Response listSecrets(Request request) {
    List<Json.Body> keys =
        secrets.keys(request.requiredQuery("scope")).stream()
            .map(k -> Json.body().with("key", k))
            .toList();
    return Response.ok(Json.body().with("secrets", keys.isEmpty() ? null : keys));
  }

  private Response get(Request request) {
    String key = request.requiredQuery("key");
    return Response.ok(
        Json.body()
            .with("key", key)
            .with("value", secrets.get(request.requiredQuery("scope"), key)));
  }
}
