package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.SchemaEntry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** The schema that every catalog has and nobody can change. */
final class InformationSchema {
  private static final String NAME = "information_schema";

  private InformationSchema() {}

  static boolean isName(String schema) {
    return NAME.equalsIgnoreCase(schema);
  }

  static SchemaEntry of(CatalogEntry catalog) {
    byte[] seed = (catalog.id() + "." + NAME).getBytes(StandardCharsets.UTF_8);
    return new SchemaEntry(
        UUID.nameUUIDFromBytes(seed).toString(),
        catalog.name(),
        NAME,
        "Information schema (auto-created)",
        Map.of(),
        "System user",
        null,
        "INHERIT",
        catalog.createdAt(),
        catalog.createdAt());
  }
}
