package io.datareplicator.apply;

/** Takes results as they come; called from many threads. */
public interface ResultSink {
  /** A unit is about to be attempted for the first time. */
  void started(WorkUnit unit);

  /** A unit has ended. */
  void done(OperationResult result);
}
