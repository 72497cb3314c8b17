package io.datareplicator.plan.uc;

import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.UcObjectType;
import io.datareplicator.model.TableName;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What of one schema is asked for.
 *
 * @param types what is replicated
 * @param config settings in force
 * @param filter tables that the user's filter expressions let through
 */
public record Scope(Set<UcObjectType> types, SchemaConfig config, Predicate<TableName> filter) {
  /** As the configuration of a schema says. */
  public static Scope of(SchemaConfig config, Predicate<TableName> filter) {
    return new Scope(config.objects().ucObjectTypes(), config, filter);
  }

  /** Whether any of these types is asked for. */
  public boolean wants(UcObjectType... any) {
    for (UcObjectType type : any) {
      if (types.contains(type)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a table or view is asked for. */
  public boolean selects(TableName source) {
    return config.selectsTable(source.table()) && filter.test(source);
  }

  /** Settings of objects other than tables. */
  public ReplicationConfig settings() {
    return config.replication();
  }

  public ReplicationConfig settings(TableName table) {
    return config.table(table.table()).replication();
  }
}
