package io.datareplicator.compare.metadata;

import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.SetupSteps;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.SchemaConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which schemas of a catalog are looked at; those that cannot be are recorded as failed. */
record SchemaSelection(CatalogConfig catalog, String sourceCatalog, SetupSteps steps) {
  /**
   * @param present schemas of the source catalog, or of both sides where both are compared
   */
  List<SchemaConfig> of(Set<String> present) {
    for (SchemaConfig named : catalog.schemas()) {
      if (!present.contains(named.name()) && catalog.selects(named.name())) {
        failed(
            named.name(),
            "schema '" + sourceCatalog + "." + named.name() + "' does not exist at the source");
      }
    }
    List<SchemaConfig> selected = new ArrayList<>();
    for (String name : present) {
      if (!catalog.selects(name)) {
        continue;
      }
      SchemaConfig schema = catalog.schema(name);
      if (schema.objects().kind() != ObjectSelection.Kind.METADATA) {
        failed(
            name,
            "metadata of this catalog is replicated; leave table_types and volume_types out of its"
                + " schemas, or give them a catalog entry in another file");
      } else if (!schema.replication().sourceCatalog().equalsIgnoreCase(sourceCatalog)) {
        failed(
            name,
            "its source_catalog is '"
                + schema.replication().sourceCatalog()
                + "' and that of its catalog '"
                + sourceCatalog
                + "'; metadata of a catalog comes from one catalog");
      } else if (schema.replication().enabled()) {
        selected.add(schema);
      }
    }
    return selected;
  }

  private void failed(String schema, String why) {
    steps.ended(schema, "schema", schema, Status.FAILED, Map.of(), why);
  }
}
