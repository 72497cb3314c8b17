package io.datareplicator.sandbox.sql.infoschema;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Metastore.SharedObject;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.UcException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.types.StructType;

/** Delta Sharing in {@code information_schema}. */
final class SharingRelations {
  private SharingRelations() {}

  /** The relation, or null when the name is unknown. */
  static Table relation(Metastore metastore, String name) {
    return switch (name) {
      case "recipients" ->
          local(
              name,
              "recipient_name string, authentication_type string, recipient_owner string,"
                  + " comment string, created timestamp, created_by string,"
                  + " last_altered timestamp, last_altered_by string,"
                  + " data_recipient_global_metastore_id string, cloud string, region string",
              () -> recipients(metastore));
      case "providers" ->
          local(
              name,
              "provider_name string, authentication_type string, provider_owner string,"
                  + " comment string, created timestamp, created_by string,"
                  + " last_altered timestamp, last_altered_by string,"
                  + " data_provider_global_metastore_id string, cloud string, region string",
              () -> providers(metastore));
      case "shares" ->
          local(
              name,
              "share_name string, share_owner string, comment string, created timestamp,"
                  + " created_by string, last_altered timestamp, last_altered_by string",
              () -> shares(metastore));
      case "table_share_usage" ->
          local(
              name,
              "catalog_name string, schema_name string, table_name string, share_name string,"
                  + " shared_as_schema string, shared_as_table string",
              () -> tableUsage(metastore));
      case "schema_share_usage" ->
          local(
              name,
              "catalog_name string, schema_name string, share_name string, created timestamp,"
                  + " created_by string, comment string",
              () -> schemaUsage(metastore));
      default -> null;
    };
  }

  private static Table local(
      String name, String ddl, java.util.function.Supplier<List<Object[]>> rows) {
    return new LocalTable("information_schema." + name, StructType.fromDDL(ddl), rows);
  }

  private static List<Object[]> recipients(Metastore metastore) {
    List<Object[]> rows = new ArrayList<>();
    for (var r : metastore.recipients()) {
      rows.add(
          new Object[] {
            r.name(),
            r.authenticationType(),
            r.owner(),
            r.comment(),
            InformationSchema.micros(r.createdAt()),
            r.owner(),
            InformationSchema.micros(r.updatedAt()),
            r.owner(),
            r.globalMetastoreId(),
            part(r.globalMetastoreId(), 0),
            part(r.globalMetastoreId(), 1)
          });
    }
    return rows;
  }

  private static List<Object[]> providers(Metastore metastore) {
    List<Object[]> rows = new ArrayList<>();
    for (var p : metastore.providers()) {
      Long created = InformationSchema.micros(p.createdAt());
      rows.add(
          new Object[] {
            p.name(),
            "DATABRICKS",
            "System user",
            null,
            created,
            "System user",
            created,
            "System user",
            p.globalMetastoreId(),
            part(p.globalMetastoreId(), 0),
            part(p.globalMetastoreId(), 1)
          });
    }
    return rows;
  }

  private static List<Object[]> shares(Metastore metastore) {
    List<Object[]> rows = new ArrayList<>();
    for (var s : metastore.shares()) {
      rows.add(
          new Object[] {
            s.name(),
            s.owner(),
            s.comment(),
            InformationSchema.micros(s.createdAt()),
            s.owner(),
            InformationSchema.micros(s.updatedAt()),
            s.owner()
          });
    }
    return rows;
  }

  private static List<Object[]> schemaUsage(Metastore metastore) {
    List<Object[]> rows = new ArrayList<>();
    for (var share : metastore.shares()) {
      for (SharedObject object : share.objects()) {
        String[] name = object.name().split("\\.");
        if (object.type().equals("SCHEMA")) {
          rows.add(
              new Object[] {
                name[0],
                name[1],
                share.name(),
                InformationSchema.micros(object.addedAt()),
                object.addedBy(),
                object.comment()
              });
        }
      }
    }
    return rows;
  }

  /** Tables shared one by one and those that come with a shared schema. */
  private static List<Object[]> tableUsage(Metastore metastore) {
    List<Object[]> rows = new ArrayList<>();
    for (var share : metastore.shares()) {
      for (SharedObject object : share.objects()) {
        String[] name = object.name().split("\\.");
        if (!object.type().equals("SCHEMA") && !object.type().equals("VIEW") && name.length == 3) {
          String[] as =
              object.sharedAs() == null
                  ? new String[] {name[1], name[2]}
                  : object.sharedAs().split("\\.");
          rows.add(new Object[] {name[0], name[1], name[2], share.name(), as[0], as[1]});
        } else if (object.type().equals("SCHEMA")) {
          for (String table : tableNames(metastore, name[0], name[1])) {
            rows.add(new Object[] {name[0], name[1], table, share.name(), name[1], table});
          }
        }
      }
    }
    return rows;
  }

  private static List<String> tableNames(Metastore metastore, String catalog, String schema) {
    try {
      return metastore.tables(catalog, schema).stream()
          .map(ResolvedTable::table)
          .filter(t -> t.location() != null && !metastore.pipelines().hides(t))
          .map(t -> t.name())
          .toList();
    } catch (UcException e) {
      // A share may outlive the schema that it names; then it shares no table.
      if (e.errorCode().endsWith("_DOES_NOT_EXIST")) {
        return List.of();
      }
      throw e;
    }
  }

  private static String part(String globalId, int index) {
    String[] parts = globalId == null ? new String[0] : globalId.split(":");
    return index < parts.length ? parts[index] : null;
  }
}
