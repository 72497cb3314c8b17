package io.datareplicator.e2e;

/** The executable's statements through the driver's REST mode. */
class ExecutableWarehouseEngineIT extends ExecutableEngineContract {
  @Override
  String compute() {
    return "http_path: /sql/1.0/warehouses/" + sandbox.announced("SOURCE_WAREHOUSE_ID");
  }
}
