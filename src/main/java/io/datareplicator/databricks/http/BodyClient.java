package io.datareplicator.databricks.http;

import io.quarkus.vertx.core.runtime.VertxCoreRecorder;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Requests to one host whose bodies may be larger than memory. Bodies flow from one connection to
 * the other on an event loop, with back-pressure, and are never held. An interrupt of the calling
 * thread breaks the transfer off.
 *
 * <p>Typed clients cannot do this: they drain a body that nobody wants any more, and end an upload
 * that lasts longer than the wait for an answer.
 */
public final class BodyClient implements AutoCloseable {
  private static final int CONNECT_MILLIS = 30_000;
  private static final int ANSWER_MILLIS = 120_000;
  private static final int IDLE_SECONDS = 300;
  private static final int LONGEST_TEXT = 64 * 1024;

  /** What was answered to a body that was sent. */
  public record Sent(int status, Map<String, String> headers) {
    /** A header by its name in lower case, or null. */
    public String header(String name) {
      return headers.get(name);
    }
  }

  private final HttpPipeline pipeline;
  private final Network network;
  private final String userAgent;
  private final ApiErrorMapper errors;
  private final int connections;
  private HttpClient client;
  private Vertx vertx;

  /**
   * @param connections most connections at once
   */
  BodyClient(
      HttpPipeline pipeline, Network network, String userAgent, Clock clock, int connections) {
    this.pipeline = pipeline;
    this.network = network;
    this.userAgent = userAgent;
    this.errors = new ApiErrorMapper(clock);
    this.connections = connections;
  }

  /**
   * Asks for a body. What comes back has to be closed.
   *
   * @param target path and query, encoded
   */
  public Download open(String call, String target, Map<String, String> headers) {
    return pipeline.read(
        call,
        () -> {
          Exchange exchange = new Exchange(client().getOrCreateContext());
          exchange.start(HttpMethod.GET, target, headers, null);
          return exchange.await(exchange.download);
        });
  }

  /**
   * Reads a body to its end; never repeated here.
   *
   * @param sink takes it piece by piece, one after the other, on an event loop: must not block
   * @return its length, bytes
   * @throws ApiException when it breaks off
   */
  public long read(Download body, Consumer<byte[]> sink) {
    CompletableFuture<Long> end = new CompletableFuture<>();
    body.context()
        .runOnContext(
            now ->
                body.flowInto(
                    sink,
                    broken -> {
                      if (broken == null) {
                        end.complete(body.bytes());
                      } else {
                        end.completeExceptionally(broken);
                      }
                    }));
    try {
      return end.get();
    } catch (InterruptedException e) {
      body.close();
      Thread.currentThread().interrupt();
      throw new CancellationException("the transfer was broken off");
    } catch (ExecutionException e) {
      throw new ApiException(
          0,
          "",
          "the body could not be read: " + e.getCause().getMessage(),
          null,
          null,
          e.getCause());
    }
  }

  /**
   * Puts a body; never repeated here.
   *
   * @param target path and query, encoded
   * @throws ApiException when it was refused, or broke off on either side
   */
  public Sent put(String call, String target, Map<String, String> headers, Download body) {
    return pipeline.once(
        call,
        () -> {
          client();
          Exchange exchange = new Exchange(body.context());
          exchange.start(HttpMethod.PUT, target, headers, body);
          return exchange.await(exchange.sent);
        });
  }

  /** Deletes what is named by a URL of its own; missing is a failure. */
  public Sent delete(String call, String target, Map<String, String> headers) {
    return pipeline.change(
        call,
        () -> {
          Exchange exchange = new Exchange(client().getOrCreateContext());
          exchange.start(HttpMethod.DELETE, target, headers, null);
          return exchange.await(exchange.sent);
        });
  }

  private synchronized Vertx client() {
    if (client == null) {
      vertx = VertxCoreRecorder.getVertx().get();
      HttpClientOptions options =
          new HttpClientOptions()
              .setConnectTimeout(CONNECT_MILLIS)
              .setIdleTimeout(IDLE_SECONDS)
              .setMaxPoolSize(connections);
      network.apply(pipeline.host(), options);
      client = vertx.createHttpClient(options);
    }
    return vertx;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }

  private RequestOptions options(HttpMethod method, String target, Map<String, String> headers) {
    URI host = pipeline.host();
    boolean tls = "https".equals(host.getScheme());
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setSsl(tls)
            .setHost(host.getHost())
            .setPort(host.getPort() >= 0 ? host.getPort() : tls ? 443 : 80)
            .setURI(target)
            .setFollowRedirects(false);
    String token = pipeline.tokenOfThisThread();
    options.putHeader(
        "User-Agent", token == null ? userAgent : userAgent + " auth/" + pipeline.authKind());
    headers.forEach(options::putHeader);
    if (token != null) {
      options.putHeader("Authorization", "Bearer " + token);
    }
    return options;
  }

  /** One request and its answer; its steps run on one event loop. */
  private final class Exchange {
    private final Context context;
    private final CompletableFuture<Download> download = new CompletableFuture<>();
    private final CompletableFuture<Sent> sent = new CompletableFuture<>();
    private HttpClientRequest request;
    private boolean allSent = true;
    private boolean givenUp;

    Exchange(Context context) {
      this.context = context;
    }

    void start(HttpMethod method, String target, Map<String, String> headers, Download body) {
      RequestOptions options = options(method, target, headers);
      if (body == null) {
        options.setTimeout(ANSWER_MILLIS);
      } else {
        allSent = false;
      }
      context.runOnContext(
          now ->
              client
                  .request(options)
                  .onComplete(
                      opened -> {
                        if (opened.failed()) {
                          failed(opened.cause());
                        } else {
                          opened(opened.result(), body);
                        }
                      }));
    }

    private void opened(HttpClientRequest opened, Download body) {
      request = opened;
      if (givenUp) {
        request.reset();
        return;
      }
      request.exceptionHandler(this::failed);
      request
          .response()
          .onComplete(
              answer -> {
                if (answer.failed()) {
                  failed(answer.cause());
                } else {
                  answered(answer.result(), body);
                }
              });
      if (body == null) {
        request.end();
        return;
      }
      body.flowInto(
          request,
          broken -> {
            if (broken == null) {
              allSent = true;
              request.end();
            } else if (!sent.isDone()) {
              failed(
                  new ApiException(
                      0,
                      "",
                      "the body to send could not be read: " + broken.getMessage(),
                      null,
                      null,
                      broken));
              request.reset();
            }
          });
    }

    private void answered(HttpClientResponse response, Download body) {
      boolean good = response.statusCode() / 100 == 2;
      boolean early = !allSent;
      if (good && request.getMethod().equals(HttpMethod.GET)) {
        response.pause();
        if (!download.complete(new Download(context, request, response))) {
          request.reset();
        }
        return;
      }
      if (early) {
        body.close();
      }
      Buffer text = Buffer.buffer();
      response.exceptionHandler(this::failed);
      response.handler(
          bytes -> {
            int room = LONGEST_TEXT - text.length();
            text.appendBuffer(bytes.length() <= room ? bytes : bytes.slice(0, Math.max(0, room)));
          });
      response.endHandler(
          last -> {
            if (good && early) {
              failed(new IOException("it was answered before the body was sent"));
            } else if (good) {
              sent.complete(new Sent(response.statusCode(), headers(response)));
            } else {
              failed(
                  errors.failure(
                      response.statusCode(),
                      text.toString(StandardCharsets.UTF_8),
                      response::getHeader));
            }
            if (early) {
              request.reset();
            }
          });
    }

    private static Map<String, String> headers(HttpClientResponse response) {
      Map<String, String> headers = new LinkedHashMap<>();
      response
          .headers()
          .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
      return headers;
    }

    private void failed(Throwable cause) {
      download.completeExceptionally(cause);
      sent.completeExceptionally(cause);
    }

    <T> T await(CompletableFuture<T> outcome) {
      try {
        return outcome.get();
      } catch (InterruptedException e) {
        giveUp();
        Thread.currentThread().interrupt();
        throw new CancellationException("the transfer was broken off");
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof ApiException known) {
          throw known;
        }
        throw new ProcessingException(
            cause instanceof VertxException ? new IOException(cause.getMessage(), cause) : cause);
      }
    }

    private void giveUp() {
      failed(new CancellationException());
      context.runOnContext(
          now -> {
            givenUp = true;
            if (request != null) {
              request.reset();
            }
          });
    }
  }
}
