package io.datareplicator.sandbox.sql.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datareplicator.sandbox.metastore.UcException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.DomainMetadata;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.actions.Protocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The one commit of a clone (actions of the Delta protocol). It carries the source's metadata,
 * protocol and domains over, but keeps what belongs to the target: its id, features it already has,
 * and its own clock of in-commit timestamps.
 */
final class CloneCommit {
  private static final String ICT = "delta.enableInCommitTimestamps";
  private static final String ICT_VERSION = "delta.inCommitTimestampEnablementVersion";
  private static final String ICT_TIMESTAMP = "delta.inCommitTimestampEnablementTimestamp";
  private static final String MAPPING_MODE = "delta.columnMapping.mode";
  private static final String ROW_TRACKING = "delta.rowTracking";

  private final DeepClone.Request request;
  private final SnapshotImpl source;
  private final SnapshotImpl target;
  private final List<ObjectNode> files = new ArrayList<>();
  private final Map<String, String> configuration;
  private final long now;
  private final boolean inCommitTimestamps;

  CloneCommit(DeepClone.Request request, SnapshotImpl source, SnapshotImpl target) {
    this.request = request;
    this.source = source;
    this.target = target;
    this.configuration = new LinkedHashMap<>(source.getMetadata().getConfiguration());
    configuration.putAll(request.properties());
    configuration.keySet().removeIf(key -> key.startsWith(Protocols.FEATURE_PREFIX));
    this.inCommitTimestamps = Boolean.parseBoolean(configuration.get(ICT));
    long last = target == null ? 0 : Snapshots.timestamp(target);
    // In-commit timestamps must grow even when clocks do not.
    this.now = Math.max(System.currentTimeMillis(), last + 1);
    checkColumnMapping();
    adjustInCommitTimestamps();
  }

  long version() {
    return target == null ? 0 : target.getVersion() + 1;
  }

  void add(DataFile file) {
    ObjectNode add = file.add().deepCopy();
    if (add.has("baseRowId")) {
      add.put("defaultRowCommitVersion", version());
    }
    files.add(wrap("add", add));
  }

  void remove(DataFile file) {
    ObjectNode remove = Snapshots.JSON.createObjectNode();
    remove.put("path", file.path());
    remove.put("deletionTimestamp", now);
    remove.put("dataChange", true);
    remove.put("extendedFileMetadata", true);
    remove.set("partitionValues", file.add().get("partitionValues"));
    remove.put("size", file.size());
    for (String field : List.of("deletionVector", "baseRowId", "tags")) {
      if (file.add().has(field)) {
        remove.set(field, file.add().get(field));
      }
    }
    files.add(wrap("remove", remove));
  }

  /** The commit file's lines. */
  String text(CloneMetrics metrics) throws IOException {
    List<ObjectNode> actions = new ArrayList<>();
    actions.add(wrap("commitInfo", commitInfo(metrics)));
    actions.add(wrap("metaData", metadata()));
    actions.add(wrap("protocol", protocol()));
    domains().forEach(domain -> actions.add(wrap("domainMetadata", domain)));
    actions.addAll(files);
    StringBuilder text = new StringBuilder();
    for (ObjectNode action : actions) {
      text.append(Snapshots.JSON.writeValueAsString(action)).append('\n');
    }
    return text.toString();
  }

  private void checkColumnMapping() {
    if (target == null) {
      return;
    }
    String before = target.getMetadata().getConfiguration().getOrDefault(MAPPING_MODE, "none");
    String after = configuration.getOrDefault(MAPPING_MODE, "none");
    if (!before.equals(after)) {
      throw new UcException(
          400,
          "DELTA_UNSUPPORTED_COLUMN_MAPPING_MODE_CHANGE",
          "Changing column mapping mode from '"
              + before
              + "' to '"
              + after
              + "' is not supported.");
    }
  }

  private void adjustInCommitTimestamps() {
    configuration.remove(ICT_VERSION);
    configuration.remove(ICT_TIMESTAMP);
    if (!inCommitTimestamps || target == null) {
      return;
    }
    Map<String, String> before = target.getMetadata().getConfiguration();
    if (Boolean.parseBoolean(before.get(ICT))) {
      for (String key : List.of(ICT_VERSION, ICT_TIMESTAMP)) {
        if (before.containsKey(key)) {
          configuration.put(key, before.get(key));
        }
      }
    } else {
      configuration.put(ICT_VERSION, Long.toString(version()));
      configuration.put(ICT_TIMESTAMP, Long.toString(now));
    }
  }

  private ObjectNode commitInfo(CloneMetrics metrics) throws IOException {
    ObjectNode info = Snapshots.JSON.createObjectNode();
    if (inCommitTimestamps) {
      info.put("inCommitTimestamp", now);
    }
    info.put("timestamp", now);
    info.put("userName", request.user());
    info.put("operation", "CLONE");
    ObjectNode parameters = info.putObject("operationParameters");
    parameters.put("source", request.sourceName());
    parameters.put("sourceVersion", source.getVersion());
    parameters.put("isShallow", false);
    if (target != null) {
      info.put("readVersion", target.getVersion());
    }
    info.put("isolationLevel", "Serializable");
    info.put("isBlindAppend", false);
    ObjectNode values = info.putObject("operationMetrics");
    metrics.values().forEach((name, value) -> values.put(name, Long.toString(value)));
    info.put("engineInfo", "Databricks-Runtime/17.3.x-sandbox");
    info.put("txnId", UUID.randomUUID().toString());
    return info;
  }

  private ObjectNode metadata() throws IOException {
    Metadata from = source.getMetadata();
    ObjectNode metadata = Snapshots.JSON.createObjectNode();
    metadata.put(
        "id", target == null ? UUID.randomUUID().toString() : target.getMetadata().getId());
    // A clone does not copy the description; the target keeps its own.
    if (target != null) {
      target.getMetadata().getDescription().ifPresent(d -> metadata.put("description", d));
    }
    metadata.putObject("format").put("provider", "parquet").putObject("options");
    metadata.put("schemaString", from.getSchemaString());
    ArrayNode partitions = metadata.putArray("partitionColumns");
    source.getPartitionColumnNames().forEach(partitions::add);
    ObjectNode values = metadata.putObject("configuration");
    configuration.forEach(values::put);
    long created = target == null ? now : target.getMetadata().getCreatedTime().orElse(now);
    metadata.put("createdTime", created);
    return metadata;
  }

  private ObjectNode protocol() {
    Protocol merged =
        Protocols.merge(source.getProtocol(), target == null ? null : target.getProtocol());
    merged = Protocols.enable(merged, source.getMetadata(), request.properties());
    ObjectNode protocol = Snapshots.JSON.createObjectNode();
    protocol.put("minReaderVersion", merged.getMinReaderVersion());
    protocol.put("minWriterVersion", merged.getMinWriterVersion());
    if (merged.supportsReaderFeatures()) {
      ArrayNode names = protocol.putArray("readerFeatures");
      new TreeSet<>(merged.getReaderFeatures()).forEach(names::add);
    }
    if (merged.supportsWriterFeatures()) {
      ArrayNode names = protocol.putArray("writerFeatures");
      new TreeSet<>(merged.getWriterFeatures()).forEach(names::add);
    }
    return protocol;
  }

  private List<ObjectNode> domains() throws IOException {
    Map<String, DomainMetadata> wanted = source.getActiveDomainMetadataMap();
    Map<String, DomainMetadata> present =
        target == null ? Map.of() : target.getActiveDomainMetadataMap();
    List<ObjectNode> domains = new ArrayList<>();
    for (DomainMetadata domain : wanted.values()) {
      DomainMetadata old = present.get(domain.getDomain());
      String text = domain.getConfiguration();
      if (domain.getDomain().equals(ROW_TRACKING) && old != null) {
        text = higherWaterMark(text, old.getConfiguration());
      }
      if (old == null || !old.getConfiguration().equals(text)) {
        domains.add(domain(domain.getDomain(), text, false));
      }
    }
    for (DomainMetadata domain : present.values()) {
      boolean keep = domain.getDomain().equals(ROW_TRACKING);
      if (!wanted.containsKey(domain.getDomain()) && !keep) {
        domains.add(domain(domain.getDomain(), domain.getConfiguration(), true));
      }
    }
    return domains;
  }

  private static String higherWaterMark(String a, String b) throws IOException {
    JsonNode first = Snapshots.JSON.readTree(a);
    JsonNode second = Snapshots.JSON.readTree(b);
    boolean firstHigher =
        first.path("rowIdHighWaterMark").asLong(-1) >= second.path("rowIdHighWaterMark").asLong(-1);
    return firstHigher ? a : b;
  }

  private static ObjectNode domain(String name, String configuration, boolean removed) {
    return Snapshots.JSON
        .createObjectNode()
        .put("domain", name)
        .put("configuration", configuration)
        .put("removed", removed);
  }

  private static ObjectNode wrap(String action, ObjectNode body) {
    ObjectNode line = Snapshots.JSON.createObjectNode();
    line.set(action, body);
    return line;
  }
}
