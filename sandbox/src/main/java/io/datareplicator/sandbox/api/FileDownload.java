package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.files.ByteRange;
import io.datareplicator.sandbox.files.FileContent;
import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A file, or a range of it, as an answer to GET and HEAD. */
final class FileDownload {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private FileDownload() {}

  /**
   * @param content is closed when it does not become part of the answer
   */
  static Response of(Request request, FileContent content) {
    boolean given = false;
    try {
      checkUnmodified(request, content);
      Response response = answer(request, content);
      given = response.content() == content;
      return response;
    } finally {
      if (!given) {
        close(content);
      }
    }
  }

  private static Response answer(Request request, FileContent content) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/octet-stream");
    headers.put("Last-Modified", HTTP_DATE.format(Instant.ofEpochMilli(content.lastModified())));
    headers.put("Accept-Ranges", "bytes");
    if (request.method().equals("HEAD")) {
      headers.put("Content-Length", Long.toString(content.size()));
      return new Response(200, new byte[0], headers);
    }
    ByteRange range = ByteRange.of(request.header("Range"), content.size());
    if (range == null) {
      return Response.streamed(200, content, headers);
    }
    headers.put("Content-Range", range.contentRange(content.size()));
    if (!range.satisfiable()) {
      return new Response(416, new byte[0], headers);
    }
    content.range(range.first(), range.length());
    return Response.streamed(206, content, headers);
  }

  /** HTTP dates have seconds, so the file's milliseconds do not count. */
  private static void checkUnmodified(Request request, FileContent content) {
    String header = request.header("If-Unmodified-Since");
    if (header == null) {
      return;
    }
    Instant since;
    try {
      since = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.trim()));
    } catch (DateTimeException e) {
      return;
    }
    if (Math.floorDiv(content.lastModified(), 1000) > since.getEpochSecond()) {
      throw new ApiException(
          412, "PRECONDITION_FAILED", "The file was modified after " + header.trim());
    }
  }

  private static void close(FileContent content) {
    try {
      content.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
