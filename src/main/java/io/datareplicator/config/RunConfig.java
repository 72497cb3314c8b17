package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything a run needs to know, validated and complete.
 *
 * @param version version of the file format
 * @param replicationGroup name of the replication group
 * @param environmentName chosen environment
 * @param source source workspace
 * @param target target workspace
 * @param audit audit table
 * @param logging log output
 * @param concurrency how much happens at once, group level
 * @param retry attempts, group level
 * @param cloudUrlMapping source URL prefix to target URL prefix, both ending with a slash
 * @param principalMapping source principal to target principal
 * @param storageCredentials what storage credentials become; null when not configured
 * @param externalLocations external locations to replicate; null = all that a mapping covers
 * @param tagPolicies tag policies to replicate; null = all
 * @param objects what is replicated, group level; every set is empty when only catalogs say it
 * @param replication replication settings, group level, for metastore-level objects; null when
 *     there are none or {@code enabled} is not set
 * @param catalogs target catalogs, in the order of the file; empty only for metastore-level objects
 * @param operations operations to run
 * @param replicationWait longest time to poll for shared objects to appear
 * @param since tables that a reconciliation found equal since then are not compared again while
 *     they do not change; null = all are compared
 * @param runId run id that the user asked for, or null
 * @param profile profile of the default workspace, or null
 */
@RegisterForReflection
public record RunConfig(
    @NotBlank String version,
    @NotBlank String replicationGroup,
    @NotBlank String environmentName,
    @NotNull @Valid SideConfig source,
    @NotNull @Valid SideConfig target,
    @NotNull @Valid AuditConfig audit,
    @NotNull @Valid LoggingConfig logging,
    @NotNull @Valid Concurrency concurrency,
    @NotNull @Valid Retry retry,
    Map<String, String> cloudUrlMapping,
    Map<String, String> principalMapping,
    @Valid StorageCredentialConfig storageCredentials,
    List<String> externalLocations,
    List<String> tagPolicies,
    @NotNull ObjectSelection objects,
    @Valid ReplicationConfig replication,
    List<@Valid CatalogConfig> catalogs,
    Set<Operation> operations,
    Duration replicationWait,
    Instant since,
    String runId,
    String profile) {

  /** Keeps its own copies. */
  public RunConfig {
    cloudUrlMapping = Collections.unmodifiableMap(new LinkedHashMap<>(cloudUrlMapping));
    principalMapping = Collections.unmodifiableMap(new LinkedHashMap<>(principalMapping));
    externalLocations = externalLocations == null ? null : List.copyOf(externalLocations);
    tagPolicies = tagPolicies == null ? null : List.copyOf(tagPolicies);
    catalogs = List.copyOf(catalogs);
    EnumSet<Operation> ordered = EnumSet.noneOf(Operation.class);
    ordered.addAll(operations);
    operations = Collections.unmodifiableSet(ordered);
  }

  /** The workspace of a side. */
  public SideConfig side(Side side) {
    return side == Side.SOURCE ? source : target;
  }
}
