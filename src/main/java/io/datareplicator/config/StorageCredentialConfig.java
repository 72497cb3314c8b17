package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import java.util.Map;

/**
 * What storage credentials become on the target.
 *
 * @param targetCredentialType type of the credentials to create
 * @param mapping name of a source credential to the cloud principal of the target's: a role ARN, or
 *     the resource id of an access connector, for {@link CredentialType#AZURE_MANAGED_IDENTITY}
 *     with {@code ;} and the resource id of a user-assigned identity after it
 */
@RegisterForReflection
public record StorageCredentialConfig(
    @NotNull CredentialType targetCredentialType, Map<String, String> mapping) {

  /** Keeps its own copy of the mapping. */
  public StorageCredentialConfig {
    mapping = Map.copyOf(mapping);
  }
}
