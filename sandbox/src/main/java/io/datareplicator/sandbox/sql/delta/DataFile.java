package io.datareplicator.sandbox.sql.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.kernel.internal.deletionvectors.Base85Codec;
import java.net.URI;
import java.nio.file.Path;

/** A live data file: the body of its {@code add} action. */
record DataFile(ObjectNode add) {
  private static final int ENCODED_UUID_LENGTH = 20;

  /** Two files are the same to a reader when path and deletion vector are. */
  String key() {
    JsonNode dv = add.get("deletionVector");
    return dv == null
        ? path()
        : path()
            + "#"
            + dv.get("storageType").asText()
            + dv.get("pathOrInlineDv").asText()
            + "@"
            + dv.path("offset").asText("");
  }

  /** As the log has it: a URL-encoded path, relative unless the table is a shallow clone. */
  String path() {
    return add.get("path").asText();
  }

  long size() {
    return add.get("size").asLong();
  }

  Path resolve(Path root) {
    return resolve(root, path());
  }

  static Path resolve(Path root, String logPath) {
    URI uri = URI.create(logPath);
    Path path = Path.of(uri.getPath());
    return path.isAbsolute() ? path : root.resolve(path);
  }

  boolean isAbsolute() {
    return Path.of(URI.create(path()).getPath()).isAbsolute();
  }

  /** File of the deletion vector relative to the table, or null when there is none to copy. */
  String relativeVectorFile() {
    JsonNode dv = add.get("deletionVector");
    if (dv == null || !dv.get("storageType").asText().equals("u")) {
      return null;
    }
    String encoded = dv.get("pathOrInlineDv").asText();
    int prefixLength = encoded.length() - ENCODED_UUID_LENGTH;
    String prefix = encoded.substring(0, prefixLength);
    String name =
        "deletion_vector_" + Base85Codec.decodeUUID(encoded.substring(prefixLength)) + ".bin";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }
}
