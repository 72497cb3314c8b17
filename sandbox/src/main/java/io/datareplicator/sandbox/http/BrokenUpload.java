package io.datareplicator.sandbox.http;

import java.io.IOException;

/** The body of a request did not arrive as announced: nobody is left who could be answered. */
public final class BrokenUpload extends RuntimeException {
  public BrokenUpload(IOException cause) {
    super(cause);
  }

  public BrokenUpload(String message) {
    super(message);
  }
}
