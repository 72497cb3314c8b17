package io.datareplicator.sandbox.sql.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.http.Json;
import io.datareplicator.sandbox.metastore.Constraints.Key;
import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Pipeline;
import io.datareplicator.sandbox.metastore.ResolvedTable;
import io.datareplicator.sandbox.metastore.Securable;
import io.datareplicator.sandbox.metastore.Securables;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.metastore.TableSecurity;
import io.datareplicator.sandbox.sql.SqlEngine.TableColumn;
import io.datareplicator.sandbox.sql.SqlEngine.TableDetail;
import io.datareplicator.sandbox.sql.delta.TableDetails;
import io.datareplicator.sandbox.sql.grammar.AutoClustering;
import io.datareplicator.sandbox.sql.grammar.ObjectName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The statement that would create a table, as SHOW CREATE TABLE prints it. */
final class TableDdl {
  /** What {@link TableDetails} reports as a property though it is none, or nobody may set it. */
  private static final Set<String> DERIVED =
      Set.of(
          "clusteringColumns",
          AutoClustering.SHOWN,
          "delta.columnMapping.maxColumnId",
          "delta.lastUpdateVersion",
          "delta.lastCommitTimestamp");

  private final Metastore metastore;
  private final ResolvedTable resolved;
  private final TableEntry table;
  private final TableDetail detail;
  private final TableSecurity security;

  TableDdl(Metastore metastore, ResolvedTable resolved) {
    this.metastore = metastore;
    this.resolved = resolved;
    this.table = resolved.table();
    this.detail = TableDetails.of(metastore.physical(table));
    this.security = resolved.readOnly() ? TableSecurity.NONE : metastore.security(table.id());
  }

  String text() {
    StringBuilder text = new StringBuilder("CREATE ");
    text.append(
        switch (table.tableType()) {
          case "STREAMING_TABLE" -> "STREAMING TABLE";
          case "MATERIALIZED_VIEW" -> "MATERIALIZED VIEW";
          default -> "TABLE";
        });
    text.append(' ')
        .append(name(List.of(resolved.catalog(), resolved.schema(), table.name())))
        .append(" (\n  ")
        .append(String.join(",\n  ", elements()))
        .append(")\n");
    if (!table.isDataset()) {
      text.append("USING delta\n");
    }
    if (security.filter() != null) {
      text.append("WITH ROW FILTER ")
          .append(security.filter().name())
          .append(" ON (")
          .append(String.join(", ", security.filter().columns()))
          .append(")\n");
    }
    layout(text);
    if (table.comment() != null) {
      text.append("COMMENT ").append(literal(table.comment())).append('\n');
    }
    if (table.tableType().equals("EXTERNAL")) {
      text.append("LOCATION ").append(literal(table.location())).append('\n');
    }
    properties(text);
    query(text);
    return text.toString();
  }

  private List<String> elements() {
    List<String> elements = new ArrayList<>();
    detail.columns().forEach(c -> elements.add(column(c)));
    if (!resolved.readOnly()) {
      metastore.constraints().of(table.id()).forEach(k -> elements.add(key(k)));
    }
    return elements;
  }

  private String column(TableColumn c) {
    JsonNode metadata = metadata(c);
    StringBuilder text = new StringBuilder(part(c.name())).append(' ').append(type(c, metadata));
    if (!c.nullable()) {
      text.append(" NOT NULL");
    }
    if (metadata.has("delta.identity.start")) {
      boolean byDefault = metadata.path("delta.identity.allowExplicitInsert").asBoolean(false);
      text.append(" GENERATED ")
          .append(byDefault ? "BY DEFAULT" : "ALWAYS")
          .append(" AS IDENTITY (START WITH ")
          .append(metadata.get("delta.identity.start").asText())
          .append(" INCREMENT BY ")
          .append(metadata.path("delta.identity.step").asText("1"))
          .append(')');
    } else if (metadata.has("delta.generationExpression")) {
      text.append(" GENERATED ALWAYS AS ( ")
          .append(metadata.get("delta.generationExpression").asText())
          .append(" )");
    } else if (metadata.has("CURRENT_DEFAULT")) {
      text.append(" DEFAULT ").append(metadata.get("CURRENT_DEFAULT").asText());
    }
    if (c.comment() != null) {
      text.append(" COMMENT ").append(literal(c.comment()));
    }
    TableSecurity.Function mask = security.masks().get(c.name().toLowerCase(Locale.ROOT));
    if (mask != null) {
      text.append(" MASK ").append(mask.name());
      if (!mask.columns().isEmpty()) {
        text.append(" USING COLUMNS (").append(String.join(", ", mask.columns())).append(')');
      }
    }
    return text.toString();
  }

  private static String type(TableColumn c, JsonNode metadata) {
    if (metadata.has("__CHAR_VARCHAR_TYPE_STRING")) {
      return metadata.get("__CHAR_VARCHAR_TYPE_STRING").asText().toUpperCase(Locale.ROOT);
    }
    String struct = "{\"type\":\"struct\",\"fields\":[" + c.typeJson() + "]}";
    StructField field = ((StructType) DataType.fromJson(struct)).fields()[0];
    return field.dataType().sql();
  }

  private static JsonNode metadata(TableColumn c) {
    try {
      return Json.parse(c.typeJson().getBytes(StandardCharsets.UTF_8)).path("metadata");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String key(Key key) {
    StringBuilder text = new StringBuilder("CONSTRAINT ").append(quoted(key.name()));
    text.append(key.primary() ? " PRIMARY KEY (" : " FOREIGN KEY (").append(list(key.columns()));
    text.append(')');
    Securable parent = key.primary() ? null : Securables.tableById(metastore, key.parentId());
    if (parent != null) {
      String name =
          Arrays.stream(parent.name().split("\\.")).map(TableDdl::quoted).collect(joining("."));
      text.append(" REFERENCES ").append(name).append(" (").append(list(key.parentColumns()));
      text.append(')');
    }
    return text.append(key.rely() ? " RELY" : "").toString();
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joining(String separator) {
    return Collectors.joining(separator);
  }

  private static String list(List<String> columns) {
    return columns.stream().map(TableDdl::quoted).collect(joining(", "));
  }

  private void layout(StringBuilder text) {
    List<String> partitions =
        detail.columns().stream()
            .filter(c -> c.partitionIndex() != null)
            .sorted(Comparator.comparing(TableColumn::partitionIndex))
            .map(c -> part(c.name()))
            .toList();
    if (!partitions.isEmpty()) {
      text.append("PARTITIONED BY (").append(String.join(", ", partitions)).append(")\n");
    }
    String clustering = detail.properties().get("clusteringColumns");
    if (detail.properties().containsKey(AutoClustering.SHOWN)) {
      text.append("CLUSTER BY AUTO\n");
    } else if (clustering != null) {
      try {
        List<String> columns = new ArrayList<>();
        for (JsonNode path : Json.parse(clustering.getBytes(StandardCharsets.UTF_8))) {
          List<String> parts = new ArrayList<>();
          path.forEach(p -> parts.add(p.asText()));
          columns.add(name(parts));
        }
        if (!columns.isEmpty()) {
          text.append("CLUSTER BY (").append(String.join(", ", columns)).append(")\n");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void properties(StringBuilder text) {
    Map<String, String> properties = new TreeMap<>(detail.properties());
    properties.keySet().removeAll(DERIVED);
    if (!properties.isEmpty()) {
      text.append("TBLPROPERTIES (\n  ")
          .append(
              properties.entrySet().stream()
                  .map(e -> literal(e.getKey()) + " = " + literal(e.getValue()))
                  .collect(joining(",\n  ")))
          .append(")\n");
    }
  }

  private void query(StringBuilder text) {
    Pipeline pipeline = table.isDataset() ? metastore.pipelines().ofTable(table.id()) : null;
    String query = pipeline == null ? null : pipeline.dataset(table.id()).query();
    if (query != null) {
      text.append("AS ").append(query).append('\n');
    }
  }

  private static String name(List<String> parts) {
    return parts.stream().map(TableDdl::part).collect(joining("."));
  }

  /** In backticks only when it must be. */
  private static String part(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : quoted(name);
  }

  private static String quoted(String name) {
    return new ObjectName(List.of(name)).quoted();
  }

  private static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
