package io.datareplicator.sandbox.http;

/** Answers one kind of request; may block. */
@FunctionalInterface
public interface Handler {
  /**
   * @throws InterruptedException when the server stops while the request waits
   */
  Response handle(Request request) throws InterruptedException;
}
