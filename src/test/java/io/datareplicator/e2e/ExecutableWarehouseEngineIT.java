package io.datareplicator.e2e;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The executable's statements through the driver's REST mode. */
@EnabledIfSystemProperty(
    named = "executable",
    matches = ".+",
    disabledReason = "the JVM build is what runs")
class ExecutableWarehouseEngineIT extends ExecutableEngineContract {
  @Override
  String compute() {
    return "http_path: /sql/1.0/warehouses/" + sandbox.announced("SOURCE_WAREHOUSE_ID");
  }
}
