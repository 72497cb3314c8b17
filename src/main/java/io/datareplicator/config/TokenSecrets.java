package io.datareplicator.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotBlank;

/**
 * Names of secrets in the default workspace; never their values.
 *
 * @param secretScope scope that holds the secrets
 * @param secretPat name of the secret with the personal access token, or null
 * @param secretClientId name of the secret with the OAuth client id, or null
 * @param secretClientSecret name of the secret with the OAuth client secret, or null
 */
@RegisterForReflection
public record TokenSecrets(
    @NotBlank String secretScope,
    String secretPat,
    String secretClientId,
    String secretClientSecret) {}
