package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.api.SignedUrls.Refused;
import io.datareplicator.sandbox.files.FilesSettings;
import io.datareplicator.sandbox.files.Uploads;
import io.datareplicator.sandbox.files.Uploads.Session;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Google's resumable uploads: ranges one after the other, 308 while more is to come, 200 at the
 * end; {@code bytes *}{@code /*} asks how far it got.
 */
final class ResumableUploads {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18}|\\*)");
  private static final long UNIT = 256 << 10;

  private final Uploads uploads;
  private final FilesSettings settings;

  ResumableUploads(Uploads uploads, FilesSettings settings) {
    this.uploads = uploads;
    this.settings = settings;
  }

  Response put(Request request, Session session) {
    Matcher range = CONTENT_RANGE.matcher(String.valueOf(request.header("Content-Range")));
    if (!range.matches()) {
      throw new Refused(400, "InvalidArgument", "Content-Range is missing or malformed");
    }
    // One range at a time, as ranges follow one another anyway.
    synchronized (session) {
      return range.group(1) == null
          ? progress(session)
          : append(request, session, range.group(1), range.group(2), range.group(3));
    }
  }

  private Response append(
      Request request, Session session, String firstText, String lastText, String totalText) {
    long first = Long.parseLong(firstText);
    long length = Long.parseLong(lastText) - first + 1;
    boolean last = !totalText.equals("*");
    boolean consistent =
        request.contentLength() == length
            && (last ? Long.parseLong(totalText) == first + length : length % UNIT == 0);
    if (!consistent) {
      throw new Refused(
          400,
          "InvalidArgument",
          "Content-Range does not fit: ranges but the last one have a multiple of 256 KiB");
    }
    if (first != session.received()) {
      return progress(session);
    }
    long limit = Math.max(0, settings.maxPutBytes() - first);
    session.received(first + session.append(request, first, limit));
    if (!last) {
      return progress(session);
    }
    uploads.completeAppended(session);
    return Response.status(200);
  }

  private static Response progress(Session session) {
    Response more = Response.status(308);
    return session.received() == 0
        ? more
        : more.withHeader("Range", "bytes=0-" + (session.received() - 1));
  }

  /** Google answers so that a cancelled upload looks like a client that went away. */
  Response cancel(Session session) {
    uploads.abort(session);
    return Response.status(499);
  }
}
