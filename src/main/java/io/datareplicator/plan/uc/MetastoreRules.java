package io.datareplicator.plan.uc;

import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.StorageCredentialConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.plan.UrlMapping;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is asked for above catalogs, and how it is to become the target's.
 *
 * @param types of {@link #TYPES}, those that are replicated
 * @param owned those of them whose owners are set
 * @param credentials null when not configured
 * @param locations names that are configured; null = all that a prefix covers
 * @param tagPolicies keys that are configured; null = all
 */
public record MetastoreRules(
    Set<UcObjectType> types,
    Set<UcObjectType> owned,
    ReplicationConfig settings,
    StorageCredentialConfig credentials,
    List<String> locations,
    List<String> tagPolicies,
    UrlMapping urls,
    Principals principals) {
  /** Types of objects that do not belong to a catalog. */
  public static final Set<UcObjectType> TYPES =
      Collections.unmodifiableSet(
          EnumSet.of(
              UcObjectType.STORAGE_CREDENTIAL,
              UcObjectType.EXTERNAL_LOCATION,
              UcObjectType.TAG_POLICY,
              UcObjectType.CONNECTION));

  public MetastoreRules {
    types = Set.copyOf(types);
    owned = Set.copyOf(owned);
    locations = locations == null ? null : List.copyOf(locations);
    tagPolicies = tagPolicies == null ? null : List.copyOf(tagPolicies);
  }

  boolean wants(UcObjectType type) {
    return types.contains(type);
  }
}
