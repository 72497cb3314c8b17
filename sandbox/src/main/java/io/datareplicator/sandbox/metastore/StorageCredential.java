package io.datareplicator.sandbox.metastore;

import java.util.Map;

/**
 * Who reads and writes a cloud's storage for this metastore.
 *
 * @param kind field of the REST API that holds the identity, e.g. {@code aws_iam_role}
 * @param identity fields of that object as they may be shown; secrets are not kept
 * @param isolationMode ISOLATION_MODE_OPEN or ISOLATION_MODE_ISOLATED
 */
public record StorageCredential(
    String id,
    String name,
    String kind,
    Map<String, String> identity,
    String comment,
    boolean readOnly,
    String owner,
    String isolationMode,
    long createdAt,
    long updatedAt) {}
