package io.datareplicator.e2e;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The executable's statements through the driver's Thrift mode. */
@EnabledIfSystemProperty(
    named = "executable",
    matches = ".+",
    disabledReason = "the JVM build is what runs")
class ExecutableClusterEngineIT extends ExecutableEngineContract {
  @Override
  String compute() {
    return "cluster_id: " + sandbox.announced("SOURCE_CLUSTER_ID");
  }

  @Override
  String localTime() {
    return "2026-03-29T02:30:00.000Z";
  }
}
