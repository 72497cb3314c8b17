package io.datareplicator.sandbox.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** A body that is written while it is read from elsewhere; closed once, whether written or not. */
public interface Content extends Closeable {
  /** Bytes that will be written; -1 when that is not known beforehand. */
  long length();

  void writeTo(OutputStream out) throws IOException;

  @Override
  default void close() throws IOException {}
}
