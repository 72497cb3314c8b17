package io.datareplicator.databricks.files;

import io.datareplicator.databricks.files.Files.Head;
import io.datareplicator.databricks.files.FilesApi.AbortUrlRequest;
import io.datareplicator.databricks.files.FilesApi.Header;
import io.datareplicator.databricks.files.FilesApi.PartUrlsRequest;
import io.datareplicator.databricks.files.FilesApi.PresignedUrl;
import io.datareplicator.databricks.files.FilesApi.UploadSession;
import io.datareplicator.databricks.files.FilesApi.UploadedPart;
import io.datareplicator.databricks.files.FilesApi.UploadedParts;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.BodyClient;
import io.datareplicator.databricks.http.BodyClient.Sent;
import io.datareplicator.databricks.http.Download;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Uploads a large file in parts, straight to the storage behind a volume (databricks-api.md §6).
 * Each part is a range of the source file, so that a part that fails is sent again by itself and
 * nothing is held in memory. The presigned URLs get no token and are never shown.
 */
final class PartUpload implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PartUpload.class);
  private static final long MOST_PARTS = 10_000;
  private static final Duration VALIDITY = Duration.ofHours(1);

  private final Files target;
  private final Function<URI, BodyClient> clients;
  private final Clock clock;
  private final Map<URI, BodyClient> stores = new HashMap<>();

  /**
   * @param clients makes a client for the origin of presigned URLs, one that sends no token
   */
  PartUpload(Files target, Function<URI, BodyClient> clients, Clock clock) {
    this.target = target;
    this.clients = clients;
    this.clock = clock;
  }

  /** The file has to go in one request. */
  static final class NotPossible extends Exception {
    private final boolean forGood;

    NotPossible(String message, boolean forGood, Throwable cause) {
      super(message, cause);
      this.forGood = forGood;
    }

    /** Whether it would be the same for every other file of this workspace. */
    boolean forGood() {
      return forGood;
    }
  }

  /**
   * Copies a file.
   *
   * @param smallest smallest part in bytes; parts of a very large file are larger
   * @throws NotPossible before anything of the file was written
   */
  long copy(Files source, String from, String to, Head head, long smallest) throws NotPossible {
    long size = Math.max(smallest, (head.length() + MOST_PARTS - 1) / MOST_PARTS);
    String session = begin(to);
    try {
      List<UploadedPart> done = new ArrayList<>();
      for (long start = 0; start < head.length(); start += size) {
        long end = Math.min(head.length(), start + size);
        Part part = new Part(from, to, session, done.size() + 1, start, end, head.lastModified());
        try {
          done.add(
              target
                  .http()
                  .repeat("part " + part.number() + " of " + to, () -> upload(source, part)));
        } catch (ApiException e) {
          if (done.isEmpty() && !e.isUnauthenticated()) {
            throw new NotPossible(
                "the first part could not be uploaded: " + e.getMessage(), e.status() == 403, e);
          }
          throw e;
        }
      }
      complete(to, session, done);
      return head.length();
    } catch (NotPossible | RuntimeException e) {
      abort(to, session);
      throw e;
    }
  }

  private record Part(
      String from, String to, String session, int number, long start, long end, String unchanged) {
    long length() {
      return end - start;
    }
  }

  private String begin(String to) throws NotPossible {
    UploadSession answer;
    try {
      answer =
          target
              .http()
              .change(
                  "POST initiate upload",
                  () -> target.api().initiateUpload(FilePath.encode(to), "initiate-upload", true));
    } catch (ApiException e) {
      if (e.isUnauthenticated() || e.isUnconnectable()) {
        throw e;
      }
      throw new NotPossible(e.getMessage(), e.status() == 403, e);
    }
    if (answer == null || answer.multipartUpload() == null) {
      throw new NotPossible("the workspace offers no upload in parts of this kind", true, null);
    }
    return answer.multipartUpload().sessionToken();
  }

  private UploadedPart upload(Files source, Part part) {
    PresignedUrl url = url(part);
    Map<String, String> range = new LinkedHashMap<>();
    range.put("Range", "bytes=" + part.start() + "-" + (part.end() - 1));
    if (part.unchanged() != null) {
      range.put("If-Unmodified-Since", part.unchanged());
    }
    try (Download body = source.open(part.from(), range)) {
      boolean whole = part.start() == 0 && body.status() == 200;
      if ((body.status() != 206 && !whole) || body.length() != part.length()) {
        throw new ApiException(
            0,
            "",
            "asked for bytes "
                + part.start()
                + " to "
                + part.end()
                + " of "
                + part.from()
                + ", the answer has status "
                + body.status()
                + " and "
                + body.length()
                + " bytes",
            null,
            null,
            null);
      }
      URI place = parse(url);
      Sent sent =
          store(place)
              .put("PUT part", target(place), Files.sized(headers(url.headers()), body), body);
      return new UploadedPart(
          part.number(), sent.header("etag") == null ? "" : sent.header("etag"));
    }
  }

  private PresignedUrl url(Part part) {
    PartUrlsRequest request =
        new PartUrlsRequest(part.to(), part.session(), part.number(), 1, expiry());
    List<PresignedUrl> urls =
        target
            .http()
            .change("POST part URLs", () -> target.api().createPartUrls(request))
            .uploadPartUrls();
    if (urls == null || urls.isEmpty() || urls.get(0).url() == null) {
      throw new ApiException(0, "", "the workspace gave no URL for a part", null, null, null);
    }
    return urls.get(0);
  }

  private String expiry() {
    return clock.instant().plus(VALIDITY).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void complete(String to, String session, List<UploadedPart> done) {
    target
        .http()
        .change(
            "POST complete upload",
            () -> {
              try (Response answer =
                  target
                      .api()
                      .completeUpload(
                          FilePath.encode(to),
                          "complete-upload",
                          "multipart",
                          session,
                          new UploadedParts(done))) {
                return answer.getStatus();
              }
            });
  }

  /** What was uploaded costs until it is removed; when that fails the store does it one day. */
  private void abort(String to, String session) {
    boolean interrupted = Thread.interrupted();
    try {
      PresignedUrl url =
          target
              .http()
              .change(
                  "POST abort URL",
                  () -> target.api().createAbortUrl(new AbortUrlRequest(to, session, expiry())))
              .abortUploadUrl();
      URI place = parse(url);
      store(place).delete("DELETE upload", target(place), headers(url.headers()));
    } catch (RuntimeException e) {
      LOG.warnf("parts of %s that are not needed could not be removed: %s", to, e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Map<String, String> headers(List<Header> given) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (given != null) {
      given.forEach(h -> headers.put(h.name(), h.value()));
    }
    return headers;
  }

  private static URI parse(PresignedUrl url) {
    try {
      URI place = new URI(url.url());
      if (place.getHost() != null && place.getScheme() != null) {
        return place;
      }
    } catch (URISyntaxException | NullPointerException unusable) {
      LOG.debug("a presigned URL is unusable");
    }
    throw new ApiException(0, "", "the workspace gave an unusable URL", null, null, null);
  }

  private static String target(URI place) {
    return place.getRawPath() + (place.getRawQuery() == null ? "" : "?" + place.getRawQuery());
  }

  private BodyClient store(URI place) {
    URI origin = URI.create(place.getScheme() + "://" + place.getRawAuthority());
    synchronized (stores) {
      return stores.computeIfAbsent(origin, clients);
    }
  }

  @Override
  public void close() {
    synchronized (stores) {
      stores.values().forEach(BodyClient::close);
      stores.clear();
    }
  }
}
