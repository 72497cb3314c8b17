package io.datareplicator.sandbox.sql.delta;

import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import io.delta.kernel.internal.tablefeatures.TableFeatures;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Arithmetic of Delta protocols; a target never loses a feature. */
final class Protocols {
  static final String FEATURE_PREFIX = "delta.feature.";

  private Protocols() {}

  /**
   * @param target null for a new table
   */
  static Protocol merge(Protocol source, Protocol target) {
    if (target == null || target.equals(source)) {
      return source;
    }
    if (source.supportsWriterFeatures() && target.supportsWriterFeatures()) {
      // A plain union also keeps features that Delta Kernel does not know.
      return new Protocol(
          Math.max(source.getMinReaderVersion(), target.getMinReaderVersion()),
          source.getMinWriterVersion(),
          union(source.getReaderFeatures(), target.getReaderFeatures()),
          union(source.getWriterFeatures(), target.getWriterFeatures()));
    }
    return target.merge(source);
  }

  /** Features that table properties ask for, by name or by implication. */
  static Protocol enable(Protocol protocol, Metadata metadata, Map<String, String> properties) {
    if (properties.isEmpty()) {
      return protocol;
    }
    Metadata changed = metadata.withMergedConfiguration(properties);
    var asked = TableFeatures.extractFeaturePropertyOverrides(changed);
    return TableFeatures.autoUpgradeProtocolBasedOnMetadata(
            asked._2.orElse(changed), asked._1, protocol)
        .map(upgrade -> upgrade._1)
        .orElse(protocol);
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> all = new HashSet<>(a);
    all.addAll(b);
    return all;
  }
}
