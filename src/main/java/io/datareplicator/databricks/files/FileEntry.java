package io.datareplicator.databricks.files;

/**
 * A file or directory of a listing.
 *
 * @param path absolute, as it is, without a slash at the end
 * @param size bytes; 0 for a directory
 * @param modifiedMillis last modification, epoch milliseconds
 */
public record FileEntry(String path, boolean directory, long size, long modifiedMillis) {
  /** The last segment of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
