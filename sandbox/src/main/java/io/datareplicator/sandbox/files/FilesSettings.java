package io.datareplicator.sandbox.files;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;

/**
 * What tests may change about the Files API of one workspace while it runs; the values at the
 * beginning are those of Databricks and the clouds.
 */
public final class FilesSettings {
  private static final long MIB = 1L << 20;

  private volatile long maxPutBytes = 5L << 30;
  private volatile long minPartBytes = 5 * MIB;
  private volatile long urlExpiryMillis = 3_600_000;
  private volatile long listPageSize = 1000;
  private volatile boolean presignedUrls = true;
  private volatile boolean implicitDirectories;
  private volatile String uploadType;

  /**
   * @param cloud aws, azure or gcp; the last has resumable uploads in place of multipart ones
   */
  public FilesSettings(String cloud) {
    this.uploadType = "gcp".equals(cloud) ? "resumable" : "multipart";
  }

  /** Applies the fields that are given; all or none. */
  public synchronized void change(Input in) {
    long put = positive(in, "max_put_bytes", maxPutBytes);
    long part = positive(in, "min_part_bytes", minPartBytes);
    long expiry = positive(in, "url_expiry_ms", urlExpiryMillis);
    long page = positive(in, "list_page_size", listPageSize);
    String type = in.text("upload_type", uploadType);
    if (!type.equals("multipart") && !type.equals("resumable")) {
      throw ApiException.invalid("upload_type must be multipart or resumable");
    }
    boolean urls = in.has("presigned_urls") ? in.flag("presigned_urls") : presignedUrls;
    boolean implicit =
        in.has("implicit_directories") ? in.flag("implicit_directories") : implicitDirectories;
    presignedUrls = urls;
    implicitDirectories = implicit;
    maxPutBytes = put;
    minPartBytes = part;
    urlExpiryMillis = expiry;
    listPageSize = page;
    uploadType = type;
  }

  private static long positive(Input in, String field, long otherwise) {
    long value = in.number(field, otherwise);
    if (value < 1) {
      throw ApiException.invalid(field + " must be 1 or more");
    }
    return value;
  }

  public Json.Body describe() {
    return Json.body()
        .with("max_put_bytes", maxPutBytes)
        .with("min_part_bytes", minPartBytes)
        .with("url_expiry_ms", urlExpiryMillis)
        .with("list_page_size", listPageSize)
        .with("presigned_urls", presignedUrls)
        .with("implicit_directories", implicitDirectories)
        .with("upload_type", uploadType);
  }

  /** What a single upload, or a single part, may have. */
  public long maxPutBytes() {
    return maxPutBytes;
  }

  /** What each part of a multipart upload but the last must have. */
  public long minPartBytes() {
    return minPartBytes;
  }

  /** Longest life of a presigned URL. */
  public long urlExpiryMillis() {
    return urlExpiryMillis;
  }

  /** Most entries of a page of a listing, and how many there are when the caller does not say. */
  public int listPageSize() {
    return (int) Math.min(Integer.MAX_VALUE, listPageSize);
  }

  public boolean presignedUrls() {
    return presignedUrls;
  }

  /** Whether directories exist only as long as files are in them, as on some object stores. */
  public boolean implicitDirectories() {
    return implicitDirectories;
  }

  /** {@code multipart} or {@code resumable}. */
  public String uploadType() {
    return uploadType;
  }
}
