package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;

/**
 * How to reach one of the two workspaces (configuration, section 2).
 *
 * @param side which of the two
 * @param name short identifier, part of derived names
 * @param sharingIdentifier global metastore id {@code cloud:region:uuid}; null = look it up
 * @param host workspace URL: scheme, host and port, without a path
 * @param authType how to authenticate
 * @param token names of secrets in the default workspace, or null
 * @param clusterId all-purpose cluster that runs SQL, or null
 * @param httpPath HTTP path of the warehouse or cluster that runs SQL through JDBC, or null
 * @param warehouseId SQL warehouse that runs SQL, or null
 * @param warehouse warehouse to look up or create, or null
 * @param profile profile of {@code ~/.databrickscfg}, or null
 * @param allowHttp plain http is allowed for any host
 */
@RegisterForReflection
public record SideConfig(
    @NotNull Side side,
    @NotBlank String name,
    String sharingIdentifier,
    @NotNull URI host,
    @NotNull AuthType authType,
    @Valid TokenSecrets token,
    String clusterId,
    String httpPath,
    String warehouseId,
    @Valid WarehouseConfig warehouse,
    String profile,
    boolean allowHttp) {}
