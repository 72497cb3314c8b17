package io.datareplicator.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** The look for Brotli names brotli4j, which the driver does not bring along. */
@TargetClass(
    className = "com.databricks.internal.apache.hc.client5.http.impl.Brotli4jRuntime",
    onlyWith = DriverPresent.class)
final class BrotliAbsent {
  @Substitute
  static boolean available() {
    return false;
  }
}
