package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import java.util.Map;

/**
 * What storage credentials become on the target.
 *
 * @param targetCredentialType type of the credentials to create
 * @param mapping name of a source credential to the cloud principal of the target's
 */
@RegisterForReflection
public record StorageCredentialConfig(
    @NotNull CredentialType targetCredentialType, Map<String, String> mapping) {

  /** Keeps its own copy of the mapping. */
  public StorageCredentialConfig {
    mapping = Map.copyOf(mapping);
  }
}
