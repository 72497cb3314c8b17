package io.datareplicator.model.uc;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one side has above its catalogs. A kind that was not read is null: nothing is known about
 * it, which is not the same as that there is none.
 */
public record MetastoreContents(
    SortedMap<UcName, CredentialMeta> credentials,
    SortedMap<UcName, LocationMeta> locations,
    SortedMap<UcName, TagPolicyMeta> tagPolicies,
    SortedMap<UcName, ConnectionMeta> connections) {
  public MetastoreContents {
    credentials = copy(credentials);
    locations = copy(locations);
    tagPolicies = copy(tagPolicies);
    connections = copy(connections);
  }

  private static <T> SortedMap<UcName, T> copy(SortedMap<UcName, T> map) {
    return map == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
