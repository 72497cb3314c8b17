package io.datareplicator.e2e;

import static io.datareplicator.e2e.CanonicalText.list;
import static io.datareplicator.e2e.CanonicalText.pairs;
import static io.datareplicator.e2e.CanonicalText.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that Unity Catalog knows of one catalog, as text by key, so that two catalogs of any
 * two sides can be compared as maps. Read over REST and SQL, without code of the tool.
 *
 * <p>A key is a kind and a name without the catalog, each part in backticks where it is not a plain
 * word: {@code catalog}, {@code schema s}, {@code table s.t} (also {@code view}, {@code
 * materialized view}, {@code streaming table}), {@code protocol s.t}, {@code column s.t.c}, {@code
 * constraint s.t.name}, {@code row filter s.t}, {@code mask s.t.c}, {@code function s.f}, {@code
 * volume s.v}, {@code model s.m}, and with any of these names {@code tags …} and {@code grants …},
 * which are absent when there are none. What the server makes itself (ids, times, versions, places
 * of managed objects) is left out; owners are read when asked for.
 */
final class MetadataView {
  private static final String UNITY = SandboxSide.UNITY;

  private final SandboxSide side;
  private final String catalog;
  private final CanonicalText canonical;
  private final Map<String, String> principals = new LinkedHashMap<>();
  private final SortedMap<String, String> view = new TreeMap<>();
  private boolean owners;

  private MetadataView(SandboxSide side, String catalog) {
    this.side = side;
    this.catalog = catalog;
    this.canonical = new CanonicalText(catalog);
  }

  /** The view of a catalog as it is. */
  static SortedMap<String, String> of(SandboxSide side, String catalog) {
    return reader(side, catalog).read();
  }

  /** The keys whose values differ, or that only one of two views has. */
  static SortedSet<String> differing(Map<String, String> one, Map<String, String> other) {
    SortedSet<String> keys = new TreeSet<>(one.keySet());
    keys.addAll(other.keySet());
    keys.removeIf(k -> Objects.equals(one.get(k), other.get(k)));
    return keys;
  }

  /** A view without the keys that match an expression from their beginning to their end. */
  static SortedMap<String, String> without(SortedMap<String, String> view, String expression) {
    SortedMap<String, String> rest = new TreeMap<>(view);
    rest.keySet().removeIf(k -> k.matches(expression));
    return rest;
  }

  /** For a view that is adjusted before it is read. */
  static MetadataView reader(SandboxSide side, String catalog) {
    return new MetadataView(side, catalog);
  }

  /** Places below a URL (ending with a slash) are shown below another one. */
  MetadataView url(String prefix, String shown) {
    canonical.url(prefix, shown);
    return this;
  }

  /** A principal is shown under another name. */
  MetadataView principal(String name, String shown) {
    principals.put(name, shown);
    return this;
  }

  /** Adds keys {@code owner …}. */
  MetadataView withOwners() {
    owners = true;
    return this;
  }

  SortedMap<String, String> read() {
    JsonNode found = get("/catalogs/" + catalog);
    view.put(
        "catalog",
        "comment "
            + text(found.path("comment"))
            + ", properties "
            + pairs(found.path("properties"), CanonicalText::isUsers)
            + ", isolation "
            + found.path("isolation_mode").asText()
            + ", optimization "
            + found.path("enable_predictive_optimization").asText()
            + ", root "
            + canonical.place(found.path("storage_root")));
    common("catalog", "catalog", catalog, found);
    for (JsonNode schema : get("/schemas?catalog_name=" + catalog).path("schemas")) {
      if (!schema.path("name").asText().equals("information_schema")) {
        schema(schema);
      }
    }
    new TagsView(side, catalog).read().forEach(view::put);
    return view;
  }

  private void schema(JsonNode schema) {
    String name = schema.path("name").asText();
    String key = CanonicalText.name(name);
    view.put(
        "schema " + key,
        "comment "
            + text(schema.path("comment"))
            + ", properties "
            + pairs(schema.path("properties"), CanonicalText::isUsers)
            + ", optimization "
            + schema.path("enable_predictive_optimization").asText()
            + ", root "
            + canonical.place(schema.path("storage_root")));
    common("schema", "schema " + key, catalog + "." + name, schema);
    String in = "?catalog_name=" + catalog + "&schema_name=" + encoded(name);
    for (JsonNode table : get("/tables" + in).path("tables")) {
      String own = table.path("name").asText();
      if (!own.startsWith("__materialization_mat_") && !own.startsWith("event_log_")) {
        table(name, own);
      }
    }
    get("/functions" + in).path("functions").forEach(f -> function(name, f));
    get("/volumes" + in).path("volumes").forEach(v -> volume(name, v));
    get("/models" + in).path("registered_models").forEach(m -> model(name, m));
  }

  private void table(String schema, String table) {
    String full = catalog + "." + schema + "." + table;
    JsonNode t = get("/tables/" + encoded(full) + "?include_delta_metadata=true");
    String kind =
        switch (t.path("table_type").asText()) {
          case "VIEW" -> "view ";
          case "MATERIALIZED_VIEW" -> "materialized view ";
          case "STREAMING_TABLE" -> "streaming table ";
          default -> "table ";
        };
    String key = CanonicalText.name(schema, table);
    JsonNode properties = t.path("properties");
    List<String> partitions = new ArrayList<>();
    for (JsonNode column : t.path("columns")) {
      String columnKey = CanonicalText.name(schema, table, column.path("name").asText());
      view.put("column " + columnKey, canonical.column(column));
      if (column.hasNonNull("partition_index")) {
        partitions.add(column.path("partition_index") + " " + column.path("name").asText());
      }
      if (column.hasNonNull("mask")) {
        JsonNode mask = column.path("mask");
        view.put(
            "mask " + columnKey,
            canonical.function(mask.path("function_name")) + list(mask.path("using_column_names")));
      }
    }
    partitions.sort(null);
    view.put(
        kind + key,
        "type "
            + t.path("table_type").asText()
            + ", comment "
            + text(t.path("comment"))
            + ", place "
            + (t.path("table_type").asText().equals("EXTERNAL")
                ? canonical.place(t.path("storage_location"))
                : "own")
            + ", partitioned by "
            + partitions
            + ", clustered by "
            + text(properties.path("clusteringColumns"))
            + text(properties.path("clusterByAuto"))
            + ", properties "
            + pairs(properties, CanonicalText::isUsers)
            + ", query "
            + query(kind, schema, table, t));
    String protocol = pairs(properties, CanonicalText::isProtocol);
    if (!protocol.equals("{}")) {
      view.put("protocol " + key, protocol);
    }
    constraints(key, t);
    if (t.hasNonNull("row_filter")) {
      view.put(
          "row filter " + key,
          canonical.function(t.path("row_filter").path("function_name"))
              + list(t.path("row_filter").path("input_column_names")));
    }
    common("table", kind + key, full, t);
  }

  /** REST does not show a streaming table's query. */
  private String query(String kind, String schema, String table, JsonNode t) {
    if (!kind.startsWith("streaming")) {
      return canonical.sql(text(t.path("view_definition")));
    }
    String name =
        Stream.of(catalog, schema, table).map(SameCatalog::quote).collect(Collectors.joining("."));
    String ddl = side.value("SHOW CREATE TABLE " + name);
    int query = ddl.lastIndexOf("\nAS ");
    return query < 0 ? "" : canonical.sql(ddl.substring(query + 4).strip());
  }

  private void constraints(String table, JsonNode t) {
    for (JsonNode constraint : t.path("table_constraints")) {
      JsonNode key = constraint.path("primary_key_constraint");
      boolean primary = !key.isMissingNode();
      key = primary ? key : constraint.path("foreign_key_constraint");
      view.put(
          "constraint " + table + "." + CanonicalText.name(key.path("name").asText()),
          (primary ? "primary " : "foreign ")
              + list(key.path("child_columns"))
              + (primary
                  ? ""
                  : " to "
                      + canonical.function(key.path("parent_table"))
                      + list(key.path("parent_columns")))
              + (key.path("rely").asBoolean() ? " rely" : ""));
    }
    t.path("properties")
        .fields()
        .forEachRemaining(
            p -> {
              if (p.getKey().startsWith(CanonicalText.CHECK)) {
                String name = p.getKey().substring(CanonicalText.CHECK.length());
                view.put(
                    "constraint " + table + "." + CanonicalText.name(name),
                    "check " + p.getValue().asText());
              }
            });
  }

  private void function(String schema, JsonNode f) {
    String name = f.path("name").asText();
    view.put("function " + CanonicalText.name(schema, name), canonical.routine(f));
    common(
        "function",
        "function " + CanonicalText.name(schema, name),
        catalog + "." + schema + "." + name,
        f);
  }

  private void volume(String schema, JsonNode v) {
    String name = v.path("name").asText();
    String type = v.path("volume_type").asText();
    String key = "volume " + CanonicalText.name(schema, name);
    view.put(
        key,
        "type "
            + type
            + ", comment "
            + text(v.path("comment"))
            + ", place "
            + (type.equals("EXTERNAL") ? canonical.place(v.path("storage_location")) : "own"));
    common("volume", key, catalog + "." + schema + "." + name, v);
  }

  private void model(String schema, JsonNode listed) {
    String name = listed.path("name").asText();
    String full = catalog + "." + schema + "." + name;
    JsonNode m = get("/models/" + encoded(full) + "?include_aliases=true");
    List<String> versions = new ArrayList<>();
    for (JsonNode version : get("/models/" + encoded(full) + "/versions").path("model_versions")) {
      versions.add(version.path("version").asText() + " " + text(version.path("comment")));
    }
    List<String> aliases = new ArrayList<>();
    m.path("aliases")
        .forEach(a -> aliases.add(a.path("alias_name").asText() + "=" + a.path("version_num")));
    String key = "model " + CanonicalText.name(schema, name);
    view.put(
        key,
        "comment " + text(m.path("comment")) + ", versions " + versions + ", aliases " + aliases);
    common("function", key, full, m);
  }

  /** Privileges that were given on the object itself, and its owner when asked for. */
  private void common(String type, String key, String full, JsonNode object) {
    SortedMap<String, String> grants = new TreeMap<>();
    for (JsonNode a :
        get("/permissions/" + type + "/" + encoded(full)).path("privilege_assignments")) {
      grants.put(shown(a.path("principal").asText()), list(a.path("privileges")));
    }
    if (!grants.isEmpty()) {
      view.put("grants " + key, grants.toString());
    }
    if (owners) {
      view.put("owner " + key, shown(object.path("owner").asText()));
    }
  }

  private String shown(String principal) {
    return principals.getOrDefault(principal, principal);
  }

  private JsonNode get(String path) {
    return side.call("GET", UNITY + path, null);
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
