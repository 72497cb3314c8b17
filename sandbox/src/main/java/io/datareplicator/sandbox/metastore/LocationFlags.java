package io.datareplicator.sandbox.metastore;

/** Flags of an external location to change; null = stay. */
public record LocationFlags(Boolean readOnly, Boolean fallback, Boolean enableFileEvents) {}
