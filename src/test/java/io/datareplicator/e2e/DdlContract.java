package io.datareplicator.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.datareplicator.model.TableKind;
import io.datareplicator.model.TableName;
import io.datareplicator.model.uc.ColumnMeta;
import io.datareplicator.model.uc.RelationMeta;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the tests of statements for metadata replication need: objects as the API shows them. */
@Tag("jvm")
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sandbox/run.sh needs a POSIX shell")
abstract class DdlContract {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String PLAIN = "it's \"odd\" \\ `x` ü\uD83D\uDE80\n-- 2; /*";

  /** With what Spark replaces in a statement before it looks at its strings. */
  static final String ODD = PLAIN + "$" + "{user.home}";

  final String catalog;
  SandboxSide side;

  DdlContract(String catalog) {
    this.catalog = catalog;
  }

  @BeforeAll
  void catalog(SandboxProcess sandbox) {
    side = sandbox.source();
    side.run("CREATE CATALOG `" + catalog + "`");
  }

  final void schemas(String... names) {
    for (String name : names) {
      side.run("CREATE SCHEMA `" + catalog + "`." + name);
    }
  }

  TableName table(String schema, String name) {
    return new TableName(catalog, schema, name);
  }

  void send(Collection<String> statements) {
    statements.forEach(side::sql);
  }

  JsonNode json(TableName name) {
    return side.call("GET", SandboxSide.UNITY + "/tables/" + name.fullName(), null);
  }

  RelationMeta read(TableName name) {
    JsonNode json = json(name);
    List<ColumnMeta> columns = new ArrayList<>();
    json.path("columns")
        .forEach(
            c ->
                columns.add(
                    new ColumnMeta(
                        c.path("name").asText(),
                        c.path("type_text").asText(),
                        c.path("type_json").asText(),
                        c.path("nullable").asBoolean(true),
                        text(c, "comment"),
                        c.hasNonNull("partition_index") ? c.get("partition_index").asInt() : null,
                        null)));
    Map<String, String> properties = new TreeMap<>();
    json.path("properties")
        .properties()
        .forEach(p -> properties.put(p.getKey(), p.getValue().asText()));
    return new RelationMeta(
        name,
        TableKind.fromApi(json.path("table_type").asText()),
        json.path("table_type").asText(),
        text(json, "data_source_format"),
        text(json, "comment"),
        null,
        null,
        text(json, "view_definition"),
        null,
        null,
        properties,
        columns);
  }

  private static String text(JsonNode json, String key) {
    return json.hasNonNull(key) ? json.get(key).asText() : null;
  }

  ColumnMeta column(TableName table, String name) {
    return read(table).columns().stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Columns without what a table gives out by itself. */
  List<ColumnMeta> comparable(TableName table) {
    return read(table).columns().stream()
        .map(
            c ->
                new ColumnMeta(
                    c.name(),
                    c.typeText(),
                    withoutIds(c.typeJson()),
                    c.nullable(),
                    c.comment(),
                    c.partitionIndex(),
                    null))
        .toList();
  }

  private static String withoutIds(String typeJson) {
    try {
      JsonNode json = JSON.readTree(typeJson);
      strip(json);
      return json.toString();
    } catch (JsonProcessingException e) {
      throw new AssertionError(typeJson, e);
    }
  }

  private static void strip(JsonNode json) {
    if (json instanceof ObjectNode object) {
      List<String> own = new ArrayList<>();
      object.fieldNames().forEachRemaining(own::add);
      own.removeIf(k -> !k.startsWith("delta.columnMapping.") && !k.equals("EXISTS_DEFAULT"));
      object.remove(own);
    }
    json.forEach(DdlContract::strip);
  }

  static List<String> row(String... values) {
    return new ArrayList<>(java.util.Arrays.asList(values));
  }
}
