package io.datareplicator.nativeimage;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** The choice between logging libraries names log4j2, which is not there: always the JDK's. */
@TargetClass(
    className = "com.databricks.internal.io.netty.util.internal.logging.InternalLoggerFactory",
    onlyWith = DriverPresent.class)
final class NettyLogging {
  @Substitute
  private static NettyLogging newDefaultFactory(String name) {
    return JdkLogging.INSTANCE;
  }

  @TargetClass(
      className = "com.databricks.internal.io.netty.util.internal.logging.JdkLoggerFactory",
      onlyWith = DriverPresent.class)
  static final class JdkLogging {
    @Alias static NettyLogging INSTANCE;
  }
}
