package io.datareplicator.sandbox.sql.catalog;

import io.datareplicator.sandbox.metastore.UcException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.catalog.constraints.Check;
import org.apache.spark.sql.connector.catalog.constraints.Constraint;
import org.apache.spark.sql.connector.catalog.constraints.ForeignKey;
import org.apache.spark.sql.connector.catalog.constraints.PrimaryKey;

/**
 * Constraints of CREATE TABLE. Delta keeps CHECK as a property; keys are the metastore's, see
 * {@link KeyConstraints}.
 */
final class TableConstraints {
  private TableConstraints() {}

  /** The table's properties, CHECK constraints included. */
  static Map<String, String> asProperties(TableInfo info) {
    Map<String, String> properties = new HashMap<>(info.properties());
    Constraint[] constraints = info.constraints() == null ? new Constraint[0] : info.constraints();
    for (Constraint constraint : constraints) {
      if (constraint instanceof PrimaryKey || constraint instanceof ForeignKey) {
        continue;
      }
      if (!(constraint instanceof Check check)) {
        throw new UcException(
            400,
            "UNSUPPORTED_FEATURE.SANDBOX",
            "The feature is not supported: UNIQUE constraints are not" + " part of this sandbox.");
      }
      properties.put(
          "delta.constraints." + check.name().toLowerCase(Locale.ROOT), check.predicateSql());
    }
    return properties;
  }
}
