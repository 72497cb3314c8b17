package io.datareplicator.model.uc;

import java.util.List;

/**
 * A governed tag.
 *
 * @param values those that may be assigned, in the order of the server
 */
public record TagPolicyMeta(UcName name, String description, List<String> values) {
  public TagPolicyMeta {
    values = List.copyOf(values);
  }

  public String key() {
    return name.object();
  }
}
