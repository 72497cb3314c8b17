package io.datareplicator.model;

import java.util.Objects;

/** A Delta table as SQL addresses it: by its name, or by the directory of its files. */
public sealed interface DeltaTable {
  /** A table of the metastore. */
  record Named(TableName name) implements DeltaTable {
    @Override
    public String toString() {
      return name.fullName();
    }
  }

  /**
   * A table that is known by its files only.
   *
   * @param url directory of the table
   */
  record AtPath(String url) implements DeltaTable {
    public AtPath {
      Objects.requireNonNull(url);
    }

    @Override
    public String toString() {
      return "delta.`" + url + "`";
    }
  }
}
