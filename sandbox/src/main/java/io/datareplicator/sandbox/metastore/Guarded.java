package io.datareplicator.sandbox.metastore;

import java.util.function.Function;

/** Reads and durable changes of one metastore's state, under the world's lock. */
interface Guarded {
  <T> T read(Function<MetastoreState, T> query);

  /** The change is on disk when this returns; it must refuse before it changes anything. */
  <T> T write(Function<MetastoreState, T> change);
}
