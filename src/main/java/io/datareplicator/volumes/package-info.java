/**
 * Replication of the files of volumes (operations.md, "Volume files"). Invariant: a file counts as
 * copied only when the target has it with the length of the source.
 */
package io.datareplicator.volumes;
