package io.datareplicator.sandbox.api;

/** Where the Unity Catalog API lives. */
final class UnityPaths {
  static final String ROOT = "/api/2.1/unity-catalog";

  private UnityPaths() {}
}
