package io.datareplicator.volumes;

import java.time.Instant;

/**
 * What became of one file.
 *
 * @param length bytes that were copied, or that the listing told of a file that failed
 * @param modifiedMillis modification time of the source file in its listing
 * @param error null = copied
 */
record IngestionRow(
    String sourcePath,
    String targetPath,
    Instant time,
    long length,
    long modifiedMillis,
    String error) {
  static final String SUCCESS = "success";
  static final String FAILED = "failed";

  String status() {
    return error == null ? SUCCESS : FAILED;
  }
}
