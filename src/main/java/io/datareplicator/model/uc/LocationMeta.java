package io.datareplicator.model.uc;

/**
 * An external location.
 *
 * @param credential name of its storage credential
 * @param fallback whether access falls back to the credentials of clusters
 * @param fileEvents whether it has file events; null when the server does not tell
 * @param isolated whether only the workspaces that it is bound to may use it
 */
public record LocationMeta(
    UcName name,
    String url,
    String credential,
    String comment,
    String owner,
    boolean readOnly,
    boolean fallback,
    Boolean fileEvents,
    boolean isolated) {}
