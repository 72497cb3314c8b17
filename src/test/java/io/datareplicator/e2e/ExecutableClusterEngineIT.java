package io.datareplicator.e2e;

/** The executable's statements through the driver's Thrift mode. */
class ExecutableClusterEngineIT extends ExecutableEngineContract {
  @Override
  String compute() {
    return "cluster_id: " + sandbox.announced("SOURCE_CLUSTER_ID");
  }
}
