package io.datareplicator.sandbox.api;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.http.Input;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.http.Json.Body;
import io.datareplicator.sandbox.http.Request;
import io.datareplicator.sandbox.http.Response;
import io.datareplicator.sandbox.http.Router;
import io.datareplicator.sandbox.metastore.Constraints.Key;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Securable;
import io.datareplicator.sandbox.metastore.SecurableType;
import io.datareplicator.sandbox.metastore.Securables;
import io.datareplicator.sandbox.metastore.UcException;
import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.sql.SqlEngine.TableColumn;
import java.util.ArrayList;
import java.util.List;

/** Keys of tables: {@code constraints} (reference §4, Tables). */
public final class ConstraintApi {
  private static final String ROOT = UnityPaths.ROOT + "/constraints";

  private final Metastore metastore;
  private final SqlEngine engine;

  public ConstraintApi(Metastore metastore, SqlEngine engine) {
    this.metastore = metastore;
    this.engine = engine;
  }

  public void register(Router router) {
    router.add("POST", ROOT, this::create).add("DELETE", ROOT + "/{full_name}", this::delete);
  }

  /** The array of a TableInfo, null when there are no keys. */
  static List<Body> render(Metastore metastore, String tableId) {
    List<Body> bodies = new ArrayList<>();
    for (Key key : metastore.constraints().of(tableId)) {
      Body body = Json.body().with("name", key.name()).with("child_columns", key.columns());
      if (key.primary()) {
        bodies.add(Json.body().with("primary_key_constraint", rely(body, key)));
      } else {
        Securable parent = Securables.tableById(metastore, key.parentId());
        if (parent != null) {
          body.with("parent_table", parent.name()).with("parent_columns", key.parentColumns());
          bodies.add(Json.body().with("foreign_key_constraint", rely(body, key)));
        }
      }
    }
    return bodies.isEmpty() ? null : bodies;
  }

  private static Body rely(Body body, Key key) {
    return body.with("rely", key.rely() ? true : null);
  }

  private Securable writable(String fullName) {
    Securable table = Securables.find(metastore, SecurableType.TABLE, fullName);
    if (table.readOnly()) {
      throw UcException.denied("Table '" + table.name() + "' is read-only");
    }
    return table;
  }

  private Response create(Request request) {
    Input in = request.json();
    Securable table = writable(in.required("full_name_arg"));
    Input constraint = in.object("constraint");
    Key key;
    if (constraint.has("primary_key_constraint")) {
      Input primary = constraint.object("primary_key_constraint");
      key =
          new Key(
              primary.required("name"),
              columns(primary, "child_columns"),
              null,
              null,
              primary.flag("rely"));
    } else if (constraint.has("foreign_key_constraint")) {
      key = foreign(constraint.object("foreign_key_constraint"));
    } else {
      throw ApiException.invalid("constraint must be a primary key or a foreign key");
    }
    checkColumns(table, key);
    metastore.constraints().add(table.id(), key);
    return Response.ok(
        constraint.raw("primary_key_constraint") == null
            ? Json.body().with("foreign_key_constraint", constraint.raw("foreign_key_constraint"))
            : Json.body().with("primary_key_constraint", constraint.raw("primary_key_constraint")));
  }

  private void checkColumns(Securable table, Key key) {
    String[] name = table.name().split("\\.");
    List<TableColumn> columns = engine.describe(name[0], name[1], name[2]).columns();
    for (String wanted : key.columns()) {
      TableColumn column =
          columns.stream()
              .filter(c -> c.name().equalsIgnoreCase(wanted))
              .findFirst()
              .orElseThrow(
                  () ->
                      ApiException.invalid("Table '" + table.name() + "' has no column " + wanted));
      if (key.primary() && column.nullable()) {
        throw ApiException.invalid(
            "Cannot create the primary key `"
                + key.name()
                + "` because its child column(s) `"
                + wanted
                + "` is nullable. Please change the column nullability and retry.");
      }
    }
  }

  private Key foreign(Input in) {
    Securable parent = Securables.find(metastore, SecurableType.TABLE, in.required("parent_table"));
    List<String> parentColumns = columns(in, "parent_columns");
    boolean matches =
        metastore
            .constraints()
            .primaryKey(parent.id())
            .map(k -> List.copyOf(k.columns()).equals(parentColumns))
            .orElse(false);
    if (!matches) {
      throw ApiException.invalid("parent_columns must be the primary key of " + parent.name());
    }
    return new Key(
        in.required("name"),
        columns(in, "child_columns"),
        parent.id(),
        parentColumns,
        in.flag("rely"));
  }

  private static List<String> columns(Input in, String field) {
    List<String> columns = in.texts(field);
    if (columns.isEmpty()) {
      throw ApiException.invalid("Missing required field: " + field);
    }
    return columns;
  }

  private Response delete(Request request) {
    Securable table = writable(request.path("full_name"));
    metastore
        .constraints()
        .drop(table.id(), request.requiredQuery("constraint_name"), request.flag("cascade"));
    return Response.empty();
  }
}
