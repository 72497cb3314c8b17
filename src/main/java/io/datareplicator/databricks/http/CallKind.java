package io.datareplicator.databricks.http;

/**
 * What may be done again when the outcome of a request is in doubt (anchors-reliability.md C.1).
 */
public enum CallKind {
  /** GET and HEAD: always safe to repeat. */
  READ,
  /** PUT, DELETE and PATCH that state the wanted result: repeating changes nothing more. */
  IDEMPOTENT,
  /** POST that creates, or PATCH that adds: repeated only when the first surely did not happen. */
  CREATE
}
