package io.datareplicator.sandbox.sql.catalog;

import io.datareplicator.sandbox.metastore.TableEntry;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogStorageFormat;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTable$;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.delta.DeltaTimeTravelSpec;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** Metastore entries as the objects that Delta works on. */
final class DeltaTables {
  private DeltaTables() {}

  static Identifier path(String location) {
    return Identifier.of(new String[] {"delta"}, location);
  }

  static Table table(String catalog, Identifier name, TableEntry entry) {
    return table(catalog, name, entry, Option.empty());
  }

  static Table table(
      String catalog, Identifier name, TableEntry entry, Option<DeltaTimeTravelSpec> travel) {
    String fullName =
        catalog + "." + String.join(".", Arrays.asList(name.namespace())) + "." + name.name();
    return DeltaTableV2.apply(
        SparkSession.active(),
        new Path(entry.location()),
        Option.apply(catalogTable(catalog, name, entry)),
        Option.apply(fullName),
        scala.collection.immutable.Map$.MODULE$.<String, String>empty(),
        travel);
  }

  static CatalogTable catalogTable(String catalog, Identifier name, TableEntry entry) {
    var defaults = CatalogTable$.MODULE$;
    var empty = CatalogStorageFormat.empty();
    var storage =
        new CatalogStorageFormat(
            Option.apply(new Path(entry.location()).toUri()),
            empty.inputFormat(),
            empty.outputFormat(),
            empty.serde(),
            empty.compressed(),
            empty.properties(),
            Option.empty());
    return new CatalogTable(
        new TableIdentifier(name.name(), Option.apply(name.namespace()[0]), Option.apply(catalog)),
        "EXTERNAL".equals(entry.tableType())
            ? CatalogTableType.EXTERNAL()
            : CatalogTableType.MANAGED(),
        storage,
        new StructType(),
        Option.apply("delta"),
        defaults.apply$default$6(),
        defaults.apply$default$7(),
        entry.owner() == null ? "" : entry.owner(),
        entry.createdAt(),
        defaults.apply$default$10(),
        defaults.apply$default$11(),
        defaults.apply$default$12(),
        defaults.apply$default$13(),
        defaults.apply$default$14(),
        Option.apply(entry.comment()),
        defaults.apply$default$16(),
        defaults.apply$default$17(),
        defaults.apply$default$18(),
        defaults.apply$default$19(),
        defaults.apply$default$20(),
        defaults.apply$default$21(),
        defaults.apply$default$22());
  }
}
