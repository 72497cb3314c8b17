package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.metastore.CatalogEntry;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.SchemaEntry;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.sql.infoschema.RelationDetails;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  static List<ResolvedTable> tables(CatalogEntry catalog) {
    return RelationDetails.NAMES.stream().map(name -> view(catalog, name)).toList();
  }

  private static ResolvedTable view(CatalogEntry catalog, String name) {
    byte[] seed = (catalog.id() + "." + NAME + "." + name).getBytes(StandardCharsets.UTF_8);
    TableEntry entry =
        new TableEntry(
            UUID.nameUUIDFromBytes(seed).toString(),
            name,
            "VIEW",
            null,
            null,
            "System user",
            catalog.createdAt(),
            catalog.createdAt(),
            Map.of());
    return new ResolvedTable(catalog.name(), NAME, entry, true, false);
  }
}
