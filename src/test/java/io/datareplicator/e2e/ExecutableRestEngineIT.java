package io.datareplicator.e2e;

/** The executable's statements through REST. */
class ExecutableRestEngineIT extends ExecutableEngineContract {
  @Override
  String compute() {
    return "warehouse_id: " + sandbox.announced("SOURCE_WAREHOUSE_ID");
  }
}
