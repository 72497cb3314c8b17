package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Json.Body;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.TagPolicies;
import io.datareplicator.sandbox.metastore.TagPolicies.TagPolicy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Governed tags: {@code /api/2.1/tag-policies} (reference §4). */
public final class TagPolicyApi {
  private static final String ROOT = "/api/2.1/tag-policies";

  private final TagPolicies policies;
  private final Paging paging;

  public TagPolicyApi(TagPolicies policies, Paging paging) {
    this.policies = policies;
    this.paging = paging;
  }

  public void register(Router router) {
    router
        .add("GET", ROOT, this::list)
        .add("POST", ROOT, this::create)
        .add("GET", ROOT + "/{tag_key}", r -> Response.ok(body(policies.get(r.path("tag_key")))))
        .add("PATCH", ROOT + "/{tag_key}", this::update)
        .add("DELETE", ROOT + "/{tag_key}", this::delete);
  }

  private Response list(Request request) {
    return paging.page(
        request, "tag_policies", "page_size", policies.list(), TagPolicy::key, TagPolicyApi::body);
  }

  private Response create(Request request) {
    Input in = request.json();
    return Response.ok(
        body(policies.create(in.required("tag_key"), in.text("description"), values(in))));
  }

  private Response update(Request request) {
    List<String> mask = Arrays.asList(request.requiredQuery("update_mask").split(",", -1));
    boolean all = mask.equals(List.of("*"));
    if (!all && !List.of("description", "values").containsAll(mask)) {
      throw ApiException.invalid("update_mask may name description and values only");
    }
    Input in = request.json();
    String description = in.text("description");
    return Response.ok(
        body(
            policies.update(
                request.path("tag_key"),
                all || mask.contains("description") ? description == null ? "" : description : null,
                all || mask.contains("values") ? values(in) : null)));
  }

  private Response delete(Request request) {
    policies.delete(request.path("tag_key"));
    return Response.empty();
  }

  private static List<String> values(Input in) {
    return in.objects("values").stream().map(v -> v.required("name")).toList();
  }

  private static Body body(TagPolicy policy) {
    List<Body> values = policy.values().stream().map(v -> Json.body().with("name", v)).toList();
    return Json.body()
        .with("id", policy.id())
        .with("tag_key", policy.key())
        .with("description", policy.description())
        .with("values", values.isEmpty() ? null : values)
        .with("create_time", Instant.ofEpochMilli(policy.createdAt()).toString())
        .with("update_time", Instant.ofEpochMilli(policy.updatedAt()).toString());
  }
}
