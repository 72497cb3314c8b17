package io.datareplicator.sandbox.metastore;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Governed tags: keys whose values are restricted. On Databricks they belong to the account; here
 * each metastore stands for an account of its own. Thread-safe; changes are durable.
 */
public final class TagPolicies {
  private static final int MAX_LENGTH = 256;
  private static final String REFUSED = "*./<>%&?\\=";

  private final Guarded state;

  TagPolicies(Guarded state) {
    this.state = state;
  }

  /**
   * @param values that the tag may have; empty = it can be assigned without a value only
   */
  public record TagPolicy(
      String id,
      String key,
      String description,
      List<String> values,
      long createdAt,
      long updatedAt) {}

  /** By key. */
  public List<TagPolicy> list() {
    return state.read(s -> List.copyOf(s.governed.tagPolicies.values()));
  }

  /**
   * @throws UcException RESOURCE_DOES_NOT_EXIST
   */
  public TagPolicy get(String key) {
    return state.read(s -> required(s, key));
  }

  /**
   * @throws UcException ALREADY_EXISTS, or INVALID_PARAMETER_VALUE for a key or values that are not
   *     allowed
   */
  public TagPolicy create(String key, String description, List<String> values) {
    return state.write(
        s -> {
          check("tag_key", key);
          checkValues(values);
          if (s.governed.tagPolicies.containsKey(key)) {
            throw new UcException(
                409, "ALREADY_EXISTS", "Tag policy with tag key '" + key + "' already exists.");
          }
          long now = System.currentTimeMillis();
          TagPolicy policy =
              new TagPolicy(
                  UUID.randomUUID().toString(), key, description, List.copyOf(values), now, now);
          s.governed.tagPolicies.put(key, policy);
          return policy;
        });
  }

  /**
   * Changes what is not null.
   *
   * @throws UcException RESOURCE_DOES_NOT_EXIST
   */
  public TagPolicy update(String key, String description, List<String> values) {
    return state.write(
        s -> {
          TagPolicy old = required(s, key);
          if (values != null) {
            checkValues(values);
          }
          TagPolicy policy =
              new TagPolicy(
                  old.id(),
                  key,
                  description == null ? old.description() : description,
                  values == null ? old.values() : List.copyOf(values),
                  old.createdAt(),
                  System.currentTimeMillis());
          s.governed.tagPolicies.put(key, policy);
          return policy;
        });
  }

  /** Removes a policy; assignments of its tag stay, ungoverned. */
  public void delete(String key) {
    state.write(s -> s.governed.tagPolicies.remove(required(s, key).key()));
  }

  /**
   * Checks assignments against the policies.
   *
   * @throws UcException INVALID_PARAMETER_VALUE for a value that its policy does not have
   */
  static void checkAssignments(MetastoreState state, Map<String, String> tags) {
    tags.forEach(
        (key, value) -> {
          TagPolicy policy = state.governed.tagPolicies.get(key);
          String text = value == null ? "" : value;
          boolean allowed =
              policy == null
                  || (policy.values().isEmpty() ? text.isEmpty() : policy.values().contains(text));
          if (!allowed) {
            throw UcException.invalid(
                "Tag value " + text + " is not an allowed value for tag policy key " + key);
          }
        });
  }

  static boolean governs(MetastoreState state, String key) {
    return state.governed.tagPolicies.containsKey(key);
  }

  private static TagPolicy required(MetastoreState state, String key) {
    TagPolicy policy = state.governed.tagPolicies.get(key);
    if (policy == null) {
      throw new UcException(
          404, "RESOURCE_DOES_NOT_EXIST", "Tag policy with tag key '" + key + "' does not exist.");
    }
    return policy;
  }

  private static void checkValues(List<String> values) {
    Set<String> seen = new HashSet<>();
    for (String value : values) {
      check("A value", value);
      if (!seen.add(value)) {
        throw UcException.invalid("The value '" + value + "' is given twice");
      }
    }
  }

  private static void check(String what, String text) {
    boolean refused =
        text.codePoints().anyMatch(c -> REFUSED.indexOf(c) >= 0 || c < 0x20 || c == 0x7f);
    if (text.isEmpty() || text.length() > MAX_LENGTH || refused || !text.equals(text.strip())) {
      throw UcException.invalid(
          what
              + " must have 1 to "
              + MAX_LENGTH
              + " characters, none of "
              + REFUSED
              + " and no space at an end");
    }
  }
}
