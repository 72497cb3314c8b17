package io.datareplicator.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/** The text for debugging calls a method that is private elsewhere in the driver's jar. */
@TargetClass(
    className = "com.databricks.internal.apache.arrow.memory.BufferLedger",
    onlyWith = DriverPresent.class)
final class ArrowLedgerText {
  @Substitute
  void print(StringBuilder text, int indent, Verbosity verbosity) {
    text.append("ledger");
  }

  @TargetClass(
      className = "com.databricks.internal.apache.arrow.memory.BaseAllocator",
      innerClass = "Verbosity",
      onlyWith = DriverPresent.class)
  static final class Verbosity {}
}
