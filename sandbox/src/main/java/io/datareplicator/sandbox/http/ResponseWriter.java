package io.datareplicator.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import io.datareplicator.sandbox.control.TransferFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Puts answers on the wire. */
final class ResponseWriter {
  /** How much of a body that nobody wants is read so that its sender gets to see the answer. */
  private static final long DRAIN = 64L << 20;

  private ResponseWriter() {}

  /**
   * @param fault null = none
   * @throws IOException also when a fault cuts the answer: the exchange must be closed then
   */
  static void write(HttpExchange exchange, Request request, Response response, TransferFault fault)
      throws IOException {
    try (Content content = response.content()) {
      if (request.stream() != null) {
        drain(exchange.getRequestBody());
      }
      exchange.getResponseHeaders().set("x-request-id", request.id());
      exchange.getResponseHeaders().set("server", "databricks");
      response.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      long length = content == null ? response.body().length : content.length();
      if (request.method().equals("HEAD") || length == 0) {
        exchange.sendResponseHeaders(response.status(), -1);
        return;
      }
      exchange.sendResponseHeaders(response.status(), length < 0 ? 0 : length);
      OutputStream out = FaultyStreams.response(exchange.getResponseBody(), fault);
      if (content == null) {
        out.write(response.body());
      } else {
        content.writeTo(out);
      }
    }
  }

  /** Many clients look for an answer only when they have sent everything. */
  private static void drain(InputStream body) throws IOException {
    byte[] buffer = null;
    long left = DRAIN;
    while (left > 0) {
      if (buffer == null) {
        int first = body.read();
        if (first < 0) {
          return;
        }
        buffer = new byte[1 << 16];
        left--;
      }
      int read = body.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        return;
      }
      left -= read;
    }
  }
}
