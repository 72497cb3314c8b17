package io.datareplicator.plan;

import io.datareplicator.model.DeltaTable;
import io.datareplicator.model.TableName;

/** Where the data of a table goes. */
public sealed interface Destination {
  /** What the clone statement writes to. */
  DeltaTable written();

  /** A managed table. */
  record Managed(TableName name) implements Destination {
    @Override
    public DeltaTable written() {
      return new DeltaTable.Named(name);
    }
  }

  /**
   * An external table: its files are cloned where they lie, so that whoever reads the table never
   * misses it and its grants, tags and comments stay.
   *
   * @param url directory of the table on the target
   * @param register whether the table has to be created over the files
   */
  record External(TableName name, String url, boolean register) implements Destination {
    @Override
    public DeltaTable written() {
      return new DeltaTable.AtPath(url);
    }
  }

  /**
   * The hidden table behind a streaming table.
   *
   * @param pipelineId pipeline of the target's streaming table
   * @param parentTableId the target's parent table property, null when it has none
   */
  record Backing(TableName name, String pipelineId, String parentTableId) implements Destination {
    @Override
    public DeltaTable written() {
      return new DeltaTable.Named(name);
    }
  }
}
