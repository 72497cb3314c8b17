package io.datareplicator.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** The look for Zstandard names zstd-jni, which the driver does not bring along. */
@TargetClass(
    className = "com.databricks.internal.apache.hc.client5.http.impl.ZstdRuntime",
    onlyWith = DriverPresent.class)
final class ZstdAbsent {
  @Substitute
  static boolean available() {
    return false;
  }
}
