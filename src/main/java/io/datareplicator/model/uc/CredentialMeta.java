package io.datareplicator.model.uc;

/**
 * A storage credential.
 *
 * @param isolated whether only the workspaces that it is bound to may use it
 */
public record CredentialMeta(
    UcName name,
    CloudIdentity identity,
    String comment,
    String owner,
    boolean readOnly,
    boolean isolated) {}
