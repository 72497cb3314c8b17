package io.datareplicator.databricks.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * A body that begins to flow when it is sent on, and no faster than it can be sent. Its connection
 * is held until it was read to the end or is closed.
 */
public final class Download implements AutoCloseable {
  private final Context context;
  private final HttpClientRequest request;
  private final HttpClientResponse response;
  private Consumer<IOException> end;
  private IOException failure;
  private volatile long read;
  private volatile boolean ended;

  /** To be called on the context, with a response that is paused. */
  Download(Context context, HttpClientRequest request, HttpClientResponse response) {
    this.context = context;
    this.request = request;
    this.response = response;
    // From the first moment on: a connection may be lost before anybody reads.
    response.exceptionHandler(this::failed);
  }

  private void failed(Throwable cause) {
    ended = true;
    failure = new IOException("it broke off after " + read + " bytes", cause);
    if (end != null) {
      end.accept(failure);
    }
  }

  public int status() {
    return response.statusCode();
  }

  /** Bytes to come; -1 when the server did not say. */
  public long length() {
    String length = response.getHeader("content-length");
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
  }

  /** Bytes that were sent on so far. */
  public long bytes() {
    return read;
  }

  /** A header, or null. */
  public String header(String name) {
    return response.getHeader(name);
  }

  Context context() {
    return context;
  }

  /**
   * Sends the body on; to be called on the context.
   *
   * @param end what is called when the last byte was handed over (null), or when the body broke off
   */
  void flowInto(HttpClientRequest to, Consumer<IOException> end) {
    flow(
        bytes -> {
          to.write(bytes);
          if (to.writeQueueFull()) {
            response.pause();
            to.drainHandler(free -> response.resume());
          }
        },
        end);
  }

  /**
   * Hands the body to {@code sink}, piece by piece; to be called on the context.
   *
   * @param end as above
   */
  void flowInto(Consumer<byte[]> sink, Consumer<IOException> end) {
    flow(bytes -> sink.accept(bytes.getBytes()), end);
  }

  private void flow(Handler<Buffer> pieces, Consumer<IOException> end) {
    if (failure != null) {
      end.accept(failure);
      return;
    }
    this.end = end;
    response.handler(
        bytes -> {
          read = read + bytes.length();
          pieces.handle(bytes);
        });
    response.endHandler(
        last -> {
          ended = true;
          long expected = length();
          end.accept(
              expected < 0 || expected == read
                  ? null
                  : new IOException("it has " + read + " bytes instead of " + expected));
        });
    response.resume();
  }

  /** Lets go of the connection; what was not read is not fetched any more. */
  @Override
  public void close() {
    if (!ended) {
      ended = true;
      context.runOnContext(now -> request.reset());
    }
  }
}
