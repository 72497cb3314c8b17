package io.datareplicator.sandbox.metastore;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.datareplicator.sandbox.metastore.Metastore.Recipient;
import io.datareplicator.sandbox.metastore.Metastore.Share;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything one metastore keeps, in the shape in which it is written to disk. Guarded by the
 * world's lock.
 */
@JsonAutoDetect(
    fieldVisibility = Visibility.ANY,
    getterVisibility = Visibility.NONE,
    isGetterVisibility = Visibility.NONE)
final class MetastoreState {
  String id;
  String name;
  String cloud;
  String region;
  String storageRoot;
  String admin;
  long createdAt;
  SortedMap<String, CatalogState> catalogs = new TreeMap<>();
  SortedMap<String, Share> shares = new TreeMap<>();

  /** Share name → recipient name → time of the grant. */
  SortedMap<String, SortedMap<String, Long>> grants = new TreeMap<>();

  SortedMap<String, Recipient> recipients = new TreeMap<>();
  SortedMap<String, StorageCredential> storageCredentials = new TreeMap<>();
  SortedMap<String, ExternalLocation> externalLocations = new TreeMap<>();
  SortedMap<String, Pipeline> pipelines = new TreeMap<>();

  /** Table id → row filter and column masks. */
  SortedMap<String, TableSecurity> security = new TreeMap<>();

  String globalId() {
    return cloud + ":" + region + ":" + id;
  }

  /** A catalog with its schemas; a shared catalog has none of its own. */
  @JsonAutoDetect(fieldVisibility = Visibility.ANY)
  static final class CatalogState {
    CatalogEntry entry;
    SortedMap<String, SchemaState> schemas = new TreeMap<>();

    CatalogState() {}

    CatalogState(CatalogEntry entry) {
      this.entry = entry;
    }
  }

  /** A schema with its tables, views and volumes. */
  @JsonAutoDetect(fieldVisibility = Visibility.ANY)
  static final class SchemaState {
    SchemaEntry entry;
    SortedMap<String, TableEntry> tables = new TreeMap<>();
    SortedMap<String, VolumeEntry> volumes = new TreeMap<>();

    SchemaState() {}

    SchemaState(SchemaEntry entry) {
      this.entry = entry;
    }
  }
}
