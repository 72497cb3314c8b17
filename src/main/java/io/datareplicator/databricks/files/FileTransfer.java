package io.datareplicator.databricks.files;

import io.datareplicator.databricks.files.Files.Head;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Download;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Copies one file from one workspace to another, or within one: whole or not at all. Small files go
 * in one request, large ones in parts if the workspace allows it. Nothing is repeated here but
 * parts.
 */
public final class FileTransfer {
  private static final Logger LOG = Logger.getLogger(FileTransfer.class);

  private final Files source;
  private final Files target;
  private final Sizes sizes;
  private volatile boolean partsRefused;

  /**
   * How large is large.
   *
   * @param inParts files of this size and above go in parts, bytes
   * @param part smallest part, bytes
   * @param whole largest file that one request takes, bytes
   */
  public record Sizes(long inParts, long part, long whole) {
    private static final long MIB = 1024 * 1024;

    /** One request takes up to 5 GiB (databricks-api.md §6). */
    public static final Sizes DEFAULT = new Sizes(100 * MIB, 32 * MIB, 5 * 1024 * MIB);
  }

  public FileTransfer(Files source, Files target, Sizes sizes) {
    this.source = source;
    this.target = target;
    this.sizes = sizes;
  }

  /**
   * Copies a file over the one that may be there.
   *
   * @param size what the listing said; decides only how it is copied
   * @return bytes that were sent, which is what the target must have now
   * @throws ApiException when it could not be read or written; the target may have the old file,
   *     the new one, or none
   */
  public long copy(String from, String to, long size) {
    if (size < sizes.inParts() || (partsRefused && size <= sizes.whole())) {
      return inOneRequest(from, to);
    }
    Head head =
        source
            .head(from)
            .orElseThrow(
                () ->
                    new NotReadable(
                        new ApiException(
                            404, "NOT_FOUND", from + " is not there", null, null, null)));
    try {
      return target.parts().copy(source, from, to, head, sizes.part());
    } catch (PartUpload.NotPossible e) {
      if (head.length() > sizes.whole()) {
        throw new ApiException(
            e.getCause() instanceof ApiException cause ? cause.status() : 0,
            "",
            to
                + " would have "
                + head.length()
                + " bytes; one request takes "
                + sizes.whole()
                + ", and parts are not possible: "
                + e.getMessage(),
            null,
            null,
            e);
      }
      LOG.debugf("%s goes in one request: %s", to, e.getMessage());
      partsRefused |= e.forGood();
    }
    return inOneRequest(from, to);
  }

  private long inOneRequest(String from, String to) {
    try {
      return put(from, to);
    } catch (ApiException e) {
      if (!e.isNotFound() || e instanceof NotReadable) {
        throw e;
      }
      target.createDirectory(FilePath.parent(to));
      return put(from, to);
    }
  }

  private long put(String from, String to) {
    try (Download body = open(from)) {
      target.put(to, body);
      return body.bytes();
    }
  }

  private Download open(String from) {
    try {
      return source.open(from, Map.of());
    } catch (ApiException e) {
      throw e.isNotFound() ? new NotReadable(e) : e;
    }
  }

  /** The source has no such file (any more), or cannot find it under that name. */
  public static final class NotReadable extends ApiException {
    NotReadable(ApiException cause) {
      super(
          cause.status(),
          cause.errorCode(),
          cause.getMessage(),
          cause.requestId().orElse(null),
          null,
          cause);
    }
  }
}
