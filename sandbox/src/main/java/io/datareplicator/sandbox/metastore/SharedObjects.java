package io.datareplicator.sandbox.metastore;

import io.datareplicator.sandbox.metastore.Metastore.ShareUpdate;
import io.datareplicator.sandbox.metastore.Metastore.SharedObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The objects of one share while an update is worked out; nothing is changed until the caller
 * stores the result.
 */
final class SharedObjects {
  private static final int MAX_TABLES = 1000;
  private static final int MAX_VOLUMES = 1000;
  private static final int MAX_SCHEMAS = 500;
  private static final Set<String> HISTORY = Set.of("ENABLED", "DISABLED");

  private final MetastoreState state;
  private final List<SharedObject> objects;

  SharedObjects(MetastoreState state, List<SharedObject> objects) {
    this.state = state;
    this.objects = new ArrayList<>(objects);
  }

  List<SharedObject> apply(List<ShareUpdate> updates) {
    refuseDuplicates(updates);
    // Removals first, so that one call may swap the object behind a name at the recipient.
    updates.stream().filter(u -> "REMOVE".equals(u.action())).forEach(u -> remove(u.object()));
    for (ShareUpdate update : updates) {
      switch (String.valueOf(update.action())) {
        case "ADD" -> add(update.object());
        case "UPDATE" -> change(update.object());
        case "REMOVE" -> {}
        default -> throw UcException.invalid("action must be ADD, REMOVE or UPDATE");
      }
    }
    checkLimits();
    return List.copyOf(objects);
  }

  private static void refuseDuplicates(List<ShareUpdate> updates) {
    Set<String> seen = new HashSet<>();
    for (ShareUpdate update : updates) {
      String name = Names.key(update.object().name());
      String type = update.object().type();
      if (!seen.add(type + " " + name)) {
        throw UcException.invalid(
            "UpdateShare duplicate updates on the same data object with data object type: "
                + type
                + ", names: ["
                + name
                + "]");
      }
    }
  }

  private void add(SharedObject requested) {
    String name = existing(requested);
    if (find(requested.type(), name) >= 0) {
      throw new UcException(
          400,
          "RESOURCE_ALREADY_EXISTS",
          requested.type() + " '" + name + "' already exists in the share");
    }
    SharedObject object =
        new SharedObject(
            requested.type(),
            name,
            sharedAs(requested, name),
            history(requested),
            requested.comment(),
            System.currentTimeMillis(),
            requested.addedBy());
    for (SharedObject other : objects) {
      if (kind(other).equals(kind(object)) && visibleName(other).equals(visibleName(object))) {
        throw new UcException(
            400,
            "RESOURCE_ALREADY_EXISTS",
            "The share already has an object that recipients see as '" + visibleName(object) + "'");
      }
    }
    objects.add(object);
  }

  /** Objects of one kind may not have the same name at the recipient. */
  private static String kind(SharedObject object) {
    return object.type().equals("VIEW") ? "TABLE" : object.type();
  }

  /** What a recipient sees: {@code schema} or {@code schema.table}. */
  static String visibleName(SharedObject object) {
    if (object.sharedAs() != null) {
      return object.sharedAs();
    }
    return object.name().substring(object.name().indexOf('.') + 1);
  }

  private String existing(SharedObject object) {
    switch (String.valueOf(object.type())) {
      case "SCHEMA" -> {
        String[] parts = Names.split(object.name(), 2);
        shareable(parts[0]);
        if (parts[1].equals(CatalogRules.INFORMATION_SCHEMA)) {
          throw UcException.invalid("Schema 'information_schema' cannot be shared");
        }
        CatalogRules.schema(state, parts[0], parts[1]);
      }
      case "TABLE", "VIEW", "STREAMING_TABLE", "MATERIALIZED_VIEW" -> {
        String[] parts = Names.split(object.name(), 3);
        shareable(parts[0]);
        TableEntry table =
            TableRules.entry(CatalogRules.schema(state, parts[0], parts[1]), parts[2]);
        SecurityRules.checkShareable(List.of(state), table.id());
        if (!suits(object.type(), table.tableType())) {
          throw UcException.invalid(
              "'"
                  + object.name()
                  + "' is a "
                  + table.tableType()
                  + " and cannot be shared as "
                  + object.type());
        }
      }
      case "VOLUME" -> {
        String[] parts = Names.split(object.name(), 3);
        shareable(parts[0]);
        VolumeRules.entry(CatalogRules.schema(state, parts[0], parts[1]), parts[2]);
      }
      default ->
          throw UcException.invalid("data_object_type " + object.type() + " is not supported");
    }
    return Names.key(object.name());
  }

  /** A streaming table may be shared as what it is or as a table. */
  private static boolean suits(String objectType, String tableType) {
    return switch (tableType) {
      case "VIEW", "MATERIALIZED_VIEW" -> objectType.equals(tableType);
      case "STREAMING_TABLE" -> objectType.equals(tableType) || objectType.equals("TABLE");
      default -> objectType.equals("TABLE");
    };
  }

  private void shareable(String catalog) {
    CatalogEntry entry = CatalogRules.catalog(state, catalog).entry;
    if (entry.readOnly() || entry.name().equals(Pipeline.INTERNAL_CATALOG)) {
      throw UcException.invalid(
          "Objects of catalog '"
              + entry.name()
              + "' ("
              + entry.catalogType()
              + ") cannot be shared");
    }
  }

  private static String sharedAs(SharedObject object, String name) {
    if (object.sharedAs() == null || object.sharedAs().isEmpty()) {
      return object.type().equals("SCHEMA") ? null : name.substring(name.indexOf('.') + 1);
    }
    if (object.type().equals("SCHEMA")) {
      throw UcException.invalid("shared_as can not be set for data object type SCHEMA");
    }
    return Names.sharedAs(object.sharedAs());
  }

  private static String history(SharedObject object) {
    if (object.type().equals("VOLUME")) {
      if (object.historyStatus() != null) {
        throw UcException.invalid(
            "history_data_sharing_status can not be set for data object type VOLUME");
      }
      return null;
    }
    if (object.historyStatus() == null) {
      return object.type().equals("SCHEMA") ? "ENABLED" : "DISABLED";
    }
    if (!HISTORY.contains(object.historyStatus())) {
      throw UcException.invalid("history_data_sharing_status must be ENABLED or DISABLED");
    }
    return object.historyStatus();
  }

  private void remove(SharedObject requested) {
    objects.remove(present(requested));
  }

  private void change(SharedObject requested) {
    int index = present(requested);
    SharedObject old = objects.get(index);
    boolean sharedAsChanges =
        requested.sharedAs() != null
            && !requested.sharedAs().isEmpty()
            && !Names.key(requested.sharedAs()).equals(old.sharedAs());
    if (sharedAsChanges) {
      throw UcException.invalid("shared_as can only be set when the object is added");
    }
    objects.set(
        index,
        new SharedObject(
            old.type(),
            old.name(),
            old.sharedAs(),
            requested.historyStatus() == null ? old.historyStatus() : history(requested),
            requested.comment() == null ? old.comment() : requested.comment(),
            old.addedAt(),
            old.addedBy()));
  }

  private int present(SharedObject requested) {
    int index = find(requested.type(), Names.key(requested.name()));
    if (index < 0) {
      throw new UcException(
          404,
          "RESOURCE_DOES_NOT_EXIST",
          requested.type() + " '" + Names.key(requested.name()) + "' does not exist in the share");
    }
    return index;
  }

  private int find(String type, String name) {
    for (int i = 0; i < objects.size(); i++) {
      if (objects.get(i).type().equals(type) && objects.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private void checkLimits() {
    long schemas = objects.stream().filter(o -> o.type().equals("SCHEMA")).count();
    long volumes = objects.stream().filter(o -> o.type().equals("VOLUME")).count();
    long tables = objects.size() - schemas - volumes;
    if (schemas > MAX_SCHEMAS || tables > MAX_TABLES || volumes > MAX_VOLUMES) {
      throw new UcException(
          400,
          "QUOTA_EXCEEDED",
          "A share has at most "
              + MAX_TABLES
              + " tables, "
              + MAX_VOLUMES
              + " volumes and "
              + MAX_SCHEMAS
              + " schemas");
    }
  }
}
