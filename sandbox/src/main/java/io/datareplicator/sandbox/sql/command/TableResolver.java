package io.datareplicator.sandbox.sql.command;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.grammar.ObjectName;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Completes one- and two-part table names with the session's current catalog and schema. */
public final class TableResolver {
  /** A complete table name, lower case. */
  record Name(String catalog, String schema, String table) {
    @Override
    public String toString() {
      return catalog + "." + schema + "." + table;
    }
  }

  private final Metastore metastore;
  private final Supplier<String> currentCatalog;
  private final Supplier<String> currentSchema;

  public TableResolver(
      Metastore metastore, Supplier<String> currentCatalog, Supplier<String> currentSchema) {
    this.metastore = metastore;
    this.currentCatalog = currentCatalog;
    this.currentSchema = currentSchema;
  }

  Name complete(ObjectName name) {
    List<String> parts = name.parts().stream().map(p -> p.toLowerCase(Locale.ROOT)).toList();
    return switch (parts.size()) {
      case 1 -> new Name(lower(currentCatalog.get()), lower(currentSchema.get()), parts.get(0));
      case 2 -> new Name(lower(currentCatalog.get()), parts.get(0), parts.get(1));
      case 3 -> new Name(parts.get(0), parts.get(1), parts.get(2));
      default ->
          throw UcException.invalid("Table name '" + name.lower() + "' has more than three parts.");
    };
  }

  /**
   * A schema's name of one or two parts, its table part empty.
   *
   * @param name null = the current schema
   */
  Name completeSchema(ObjectName name) {
    if (name == null) {
      return new Name(lower(currentCatalog.get()), lower(currentSchema.get()), "");
    }
    List<String> parts = name.parts().stream().map(TableResolver::lower).toList();
    return switch (parts.size()) {
      case 1 -> new Name(lower(currentCatalog.get()), parts.get(0), "");
      case 2 -> new Name(parts.get(0), parts.get(1), "");
      default ->
          throw UcException.invalid("Schema name '" + name.lower() + "' has more than two parts.");
    };
  }

  /**
   * The table of a name.
   *
   * @throws UcException TABLE_DOES_NOT_EXIST, in the wording of TABLE_OR_VIEW_NOT_FOUND
   */
  public ResolvedTable resolve(ObjectName name) {
    Name full = complete(name);
    try {
      return metastore.table(full.catalog(), full.schema(), full.table());
    } catch (UcException e) {
      if (e.errorCode().endsWith("_DOES_NOT_EXIST")) {
        throw missing(name);
      }
      throw e;
    }
  }

  /** The table of a name, or null. */
  ResolvedTable find(Name name) {
    try {
      return metastore.table(name.catalog(), name.schema(), name.table());
    } catch (UcException e) {
      if (e.errorCode().equals("TABLE_DOES_NOT_EXIST")) {
        return null;
      }
      throw e;
    }
  }

  static UcException missing(ObjectName name) {
    return new UcException(
        404,
        "TABLE_DOES_NOT_EXIST",
        "The table or view "
            + name.quoted()
            + " cannot be found. Verify the spelling and correctness of the schema and catalog."
            + " If you did not qualify the name with a schema, verify the current_schema() output,"
            + " or qualify the name with the correct schema and catalog.");
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
