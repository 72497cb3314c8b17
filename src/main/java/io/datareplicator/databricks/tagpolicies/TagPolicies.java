package io.datareplicator.databricks.tagpolicies;

import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Pages;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi.PolicyContent;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi.TagPolicy;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi.TagPolicyPage;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Governed tags of the account that one workspace belongs to. */
public final class TagPolicies {
  private final TagPoliciesApi api;
  private final HttpPipeline http;

  public TagPolicies(TagPoliciesApi api, HttpPipeline http) {
    this.api = api;
    this.http = http;
  }

  public List<TagPolicy> list() {
    List<TagPolicy> all = new ArrayList<>();
    Pages.forEach(
        token -> http.read("GET tag policies page", () -> api.list(token)),
        TagPolicyPage::tagPolicies,
        TagPolicyPage::nextPageToken,
        all::add);
    return all;
  }

  public Optional<TagPolicy> find(String tagKey) {
    return http.find("GET tag policy", () -> api.get(tagKey));
  }

  /**
   * Creates a governed tag; if an earlier attempt may have made it, the one that is there is
   * returned, for the caller to compare.
   *
   * @param description null or empty = none
   * @param values those that may be assigned
   */
  public TagPolicy create(String tagKey, String description, List<String> values) {
    PolicyContent policy =
        new PolicyContent(
            tagKey,
            description == null || description.isEmpty() ? null : description,
            values.isEmpty() ? null : values(values));
    return http.create("POST tag policy", () -> api.create(policy), () -> find(tagKey));
  }

  /**
   * Changes a governed tag, and answers with it.
   *
   * @param description null = left as it is, empty = none
   * @param values null = left as they are
   * @throws IllegalArgumentException when there is nothing to change
   */
  public TagPolicy update(String tagKey, String description, List<String> values) {
    List<String> mask = new ArrayList<>();
    if (description != null) {
      mask.add("description");
    }
    if (values != null) {
      mask.add("values");
    }
    if (mask.isEmpty()) {
      throw new IllegalArgumentException("nothing to change of tag policy " + tagKey);
    }
    PolicyContent policy =
        new PolicyContent(tagKey, description, values == null ? null : values(values));
    return http.change(
        "PATCH tag policy", () -> api.update(tagKey, String.join(",", mask), policy));
  }

  private static List<Value> values(List<String> names) {
    return names.stream().map(Value::new).toList();
  }
}
