package io.datareplicator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Files of the volumes of one workspace, as a tester makes and sees them. */
record VolumeFiles(SandboxSide side) {
  /** Makes a volume; location null = managed. */
  void volume(String catalog, String schema, String name, String location) {
    Map<String, Object> request = new TreeMap<>();
    request.put("catalog_name", catalog);
    request.put("schema_name", schema);
    request.put("name", name);
    request.put("volume_type", location == null ? "MANAGED" : "EXTERNAL");
    if (location != null) {
      request.put("storage_location", location);
    }
    side.call("POST", SandboxSide.UNITY + "/volumes", request);
  }

  JsonNode describe(String fullName) {
    return side.call("GET", SandboxSide.UNITY + "/volumes/" + fullName, null);
  }

  /** Fills a directory; see the control API of the sandbox for the plan. */
  void generate(String path, Map<String, Object> plan) {
    Map<String, Object> request = new TreeMap<>(plan);
    request.put("path", path);
    side.call("POST", "/sandbox/files/generate", request);
  }

  /** {@code size sha256} of every file under a directory, by its path in it. */
  Map<String, String> manifest(String path) {
    JsonNode files =
        side.call(
            "GET",
            "/sandbox/files/manifest?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8),
            null);
    Map<String, String> manifest = new TreeMap<>();
    files.forEach(
        f ->
            manifest.put(
                f.path("relative_path").asText(),
                f.path("size").asLong() + " " + f.path("sha256").asText()));
    return manifest;
  }
}
