package io.datareplicator.volumes;

import io.datareplicator.apply.PartialFailure;
import io.datareplicator.compare.volumes.VolumeCopy;
import java.util.Map;

/** One way of copying the files of a volume. Thread-safe; blocks until a volume is done. */
interface VolumeCopyEngine extends AutoCloseable {
  /**
   * Copies what is new or changed into a volume that exists. The ingestion log exists, too.
   *
   * @return details of the audit row
   * @throws PartialFailure when not every file is there, with what was done as its details
   * @throws RuntimeException when nothing was done
   */
  Map<String, Object> copy(VolumeCopy volume);

  @Override
  void close();
}
