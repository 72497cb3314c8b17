package io.datareplicator.e2e;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The executable's statements through REST. */
@EnabledIfSystemProperty(
    named = "executable",
    matches = ".+",
    disabledReason = "the JVM build is what runs")
class ExecutableRestEngineIT extends ExecutableEngineContract {
  @Override
  String compute() {
    return "warehouse_id: " + sandbox.announced("SOURCE_WAREHOUSE_ID");
  }
}
