package io.datareplicator.sandbox.metastore;

/**
 * A part of a cloud's storage that this metastore may use.
 *
 * @param url as it was given, without slashes at the end
 * @param isolationMode ISOLATION_MODE_OPEN or ISOLATION_MODE_ISOLATED
 */
public record ExternalLocation(
    String name,
    String url,
    String credentialName,
    String credentialId,
    String comment,
    boolean readOnly,
    boolean fallback,
    boolean enableFileEvents,
    String owner,
    String isolationMode,
    long createdAt,
    long updatedAt) {}
