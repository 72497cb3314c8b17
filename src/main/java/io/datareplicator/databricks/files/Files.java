package io.datareplicator.databricks.files;

import io.datareplicator.databricks.files.FilesApi.DirectoryPage;
import io.datareplicator.databricks.files.FilesApi.Entry;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.BodyClient;
import io.datareplicator.databricks.http.Download;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.Pages;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Files and directories of the volumes that one workspace sees. Paths are absolute and literal. */
public final class Files implements AutoCloseable {
  private static final String FILES = "/api/2.0/fs/files";

  private final FilesApi api;
  private final HttpPipeline http;
  private final BodyClient bodies;
  private final PartUpload parts;

  /**
   * @param http for everything but the bodies of files
   * @param bodies for those
   * @param stores makes a client for the origin of presigned URLs, one that sends no token
   */
  public Files(
      FilesApi api,
      HttpPipeline http,
      BodyClient bodies,
      Function<URI, BodyClient> stores,
      Clock clock) {
    this.api = api;
    this.http = http;
    this.bodies = bodies;
    this.parts = new PartUpload(this, stores, clock);
  }

  /**
   * What HEAD tells of a file.
   *
   * @param lastModified HTTP date as the server wrote it, or null
   */
  public record Head(long length, String lastModified) {}

  /**
   * Hands the entries of a directory to {@code sink}, page by page, in no order.
   *
   * @throws ApiException when a page cannot be had, also for a missing directory
   */
  public void list(String directory, Consumer<FileEntry> sink) {
    String path = FilePath.encode(directory);
    Pages.forEach(
        token -> http.read("GET directory page", () -> api.list(path, null, token)),
        DirectoryPage::contents,
        DirectoryPage::nextPageToken,
        entry -> sink.accept(entry(directory, entry)));
  }

  private static FileEntry entry(String directory, Entry entry) {
    String name = entry.name();
    if (name == null && entry.path() != null) {
      String path =
          entry.path().endsWith("/")
              ? entry.path().substring(0, entry.path().length() - 1)
              : entry.path();
      name = path.substring(path.lastIndexOf('/') + 1);
    }
    if (name == null || name.isEmpty() || name.indexOf('/') >= 0) {
      throw new ApiException(
          0,
          "",
          "the listing of " + directory + " has an entry without a usable name: " + entry,
          null,
          null,
          null);
    }
    return new FileEntry(
        directory + "/" + name,
        Boolean.TRUE.equals(entry.isDirectory()),
        entry.fileSize() == null ? 0 : entry.fileSize(),
        entry.lastModified() == null ? 0 : entry.lastModified());
  }

  /** Whether the directory above lists {@code path} now. */
  public boolean isListed(String path) {
    boolean[] found = new boolean[1];
    try {
      list(FilePath.parent(path), entry -> found[0] |= entry.path().equals(path));
    } catch (ApiException e) {
      if (e.isNotFound()) {
        return false;
      }
      throw e;
    }
    return found[0];
  }

  /** Length and date of a file; empty when there is none. */
  public Optional<Head> head(String file) {
    String path = FilePath.encode(file);
    return http.find(
        "HEAD file",
        () -> {
          try (Response answer = api.headFile(path)) {
            String length = answer.getHeaderString("content-length");
            if (length == null || !length.matches("\\d{1,18}")) {
              throw new ApiException(
                  0, "", "HEAD of " + file + " tells no length", null, null, null);
            }
            return new Head(Long.parseLong(length), answer.getHeaderString("last-modified"));
          }
        });
  }

  public boolean isDirectory(String directory) {
    return http.find("HEAD directory", () -> status(api.headDirectory(FilePath.encode(directory))))
        .isPresent();
  }

  /** Makes a directory and those above it; one that is there is left alone. */
  public void createDirectory(String directory) {
    http.change("PUT directory", () -> status(api.createDirectory(FilePath.encode(directory))));
  }

  /** Removes an empty directory; one that is gone already is as good. */
  public void deleteDirectory(String directory) {
    gone("DELETE directory", () -> status(api.deleteDirectory(FilePath.encode(directory))));
  }

  /** Removes a file; one that is gone already is as good. */
  public void delete(String file) {
    gone("DELETE file", () -> status(api.deleteFile(FilePath.encode(file))));
  }

  private void gone(String call, Supplier<Integer> request) {
    try {
      http.change(call, request);
    } catch (ApiException e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
  }

  private static int status(Response answer) {
    try (answer) {
      return answer.getStatus();
    }
  }

  /** Opens a file for reading, whole or in part; close what comes back. */
  Download open(String file, Map<String, String> headers) {
    return bodies.open("GET file", FILES + FilePath.encode(file), headers);
  }

  /**
   * SHA-256 of a file, which flows through and is not held.
   *
   * @throws ApiException when it cannot be read to its end, also for a missing file
   */
  public byte[] sha256(String file) {
    return http.repeat(
        "hash of " + file,
        () -> {
          MessageDigest digest = newDigest();
          try (Download body = open(file, Map.of())) {
            bodies.read(body, digest::update);
          }
          return digest.digest();
        });
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /**
   * Writes a file in one request, over one that is there. Not repeated, because the body flows
   * once.
   */
  void put(String file, Download body) {
    bodies.put(
        "PUT file", FILES + FilePath.encode(file) + "?overwrite=true", sized(Map.of(), body), body);
  }

  /** Headers of a body; stores want the length in advance. */
  static Map<String, String> sized(Map<String, String> more, Download body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/octet-stream");
    headers.putAll(more);
    if (body.length() >= 0) {
      headers.put("Content-Length", String.valueOf(body.length()));
    }
    return headers;
  }

  PartUpload parts() {
    return parts;
  }

  FilesApi api() {
    return api;
  }

  /** For requests of this package, and to repeat whole transfers. */
  public HttpPipeline http() {
    return http;
  }

  @Override
  public void close() {
    bodies.close();
    parts.close();
  }
}
