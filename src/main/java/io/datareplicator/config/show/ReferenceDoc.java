package io.datareplicator.config.show;

import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.keys.Key;
import io.datareplicator.config.keys.KeyGroup;
import io.datareplicator.config.keys.KeyTable;
import io.datareplicator.config.keys.Shape;
import io.datareplicator.config.layers.EnvironmentVariables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Writes docs/configuration.md from the key table. */
public final class ReferenceDoc {

  private static final String INTRODUCTION =
      """
      # Configuration reference

      This page is generated from the program's table of keys; `ReferenceDocTest` says how.

      Two YAML files describe a run: `environments.yaml` says how to reach the workspaces, a
      replication-group file says what to replicate. Samples of both are in `configs/`;
      `data-replicator config show FILE` prints what is in force and where each value came from;
      `data-replicator config schema` prints a JSON Schema for editors.

      ## How values are found

      Highest first: command-line options, environment variables, the chosen environment of
      `environments.yaml`, the replication-group file, built-in defaults. Dictionaries merge key by
      key; a list replaces the whole list; `null` means "not set here". After that, settings run
      down from the group to catalogs, schemas, tables and volumes; the lower level wins by the same
      rules. At most one of `uc_object_types`, `table_types` and `volume_types` is in force; a
      schema that sets one of them does not inherit another.

      Unknown keys, wrong types, numbers out of range, duplicate keys and contradictory settings are
      errors with file, line and key path, all reported at once. A file may have up to 4 MiB;
      anchors, aliases and `<<` are fine, tags and several documents are not.

      ### Environment variables

      Any group-level key can be set by `DATA_REPLICATOR_` and its path, in capitals, every other
      character an underscore: `concurrency.max_workers` is `DATA_REPLICATOR_CONCURRENCY_MAX_WORKERS`.
      Lists are comma separated (`DATA_REPLICATOR_TABLE_TYPES=managed,external`) or given by item
      (`DATA_REPLICATOR_TARGET_CATALOGS_0__CATALOG_NAME`); lists and dictionaries can also be JSON.
      An empty variable is not set. `DATA_REPLICATOR_SOURCE_HOST` and `DATA_REPLICATOR_TARGET_HOST`
      are short names for the two hosts. Credentials, warehouses and the directory for local state
      have variables of their own:
      """;

  private static final String SUBSTITUTES =
      """

      ### Substitutes

      `{{source_name}}` and `{{target_name}}` may stand in any text; `{{catalog_name}}`,
      `{{schema_name}}` and `{{table_name}}` where a catalog, schema or table is being processed. Any
      other `{{…}}` is an error. In the tables below, `<…>` in a default stands for another value.
      """;

  private ReferenceDoc() {}

  /** The page. */
  public static String render() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append('\n');
    for (String variable : new TreeSet<>(EnvironmentVariables.OTHERS)) {
      page.append("- `").append(variable).append("`\n");
    }
    page.append(SUBSTITUTES);
    page.append("\n### Command-line options\n\n");
    page.append("An empty option is not given.\n\n| option | overrides |\n|---|---|\n");
    for (CommandLineOption option : CommandLineOption.values()) {
      page.append("| `")
          .append(String.join("`, `", option.names()))
          .append("` | ")
          .append(option.overrides())
          .append(" |\n");
    }
    Map<KeyGroup, List<String>> groups = new LinkedHashMap<>();
    collect(KeyTable.ENVIRONMENTS, "", groups);
    collect(KeyTable.GROUP, "", groups);
    groups.forEach((group, places) -> section(page, group, places));
    return page.toString();
  }

  private static void collect(KeyGroup group, String from, Map<KeyGroup, List<String>> groups) {
    boolean known = groups.containsKey(group);
    List<String> places = groups.computeIfAbsent(group, key -> new ArrayList<>());
    if (!from.isEmpty() && !places.contains(from)) {
      places.add(from);
    }
    if (known) {
      return;
    }
    for (Key key : group.keys()) {
      KeyGroup inner = inner(key.shape());
      if (inner != null) {
        collect(inner, group.title(), groups);
      }
    }
  }

  private static KeyGroup inner(Shape shape) {
    if (shape instanceof Shape.Group group) {
      return group.keys().get();
    }
    if (shape instanceof Shape.ListOf list) {
      return inner(list.item());
    }
    return shape instanceof Shape.DictOf dict ? inner(dict.value()) : null;
  }

  private static void section(StringBuilder page, KeyGroup group, List<String> places) {
    page.append("\n## ").append(escaped(group.title())).append("\n\n").append(group.doc());
    if (!places.isEmpty()) {
      page.append(" Stands in: ").append(escaped(String.join(", ", places))).append('.');
    }
    page.append("\n\n| key | accepts | default | meaning |\n|---|---|---|---|\n");
    for (Key key : group.keys()) {
      page.append("| `")
          .append(key.name())
          .append("` | ")
          .append(escaped(accepts(key.shape())))
          .append(" | ")
          .append(standard(key))
          .append(" | ")
          .append(escaped(key.doc()))
          .append(key.added() ? " *(new)*" : "")
          .append(" |\n");
    }
  }

  private static String accepts(Shape shape) {
    KeyGroup inner = inner(shape);
    if (inner == null) {
      return shape.accepts();
    }
    String title = "`" + inner.title() + "`";
    return shape instanceof Shape.ListOf ? "a list of " + title : "a dictionary, see " + title;
  }

  private static String standard(Key key) {
    if (key.required()) {
      return "required";
    }
    if (key.standard() != null) {
      return "`" + key.standard() + "`";
    }
    if (key.derived() == null) {
      return "";
    }
    return key.derived().equals(key.derivedForMetadata())
        ? "`" + key.derived() + "`"
        : "data: `" + key.derived() + "`, metadata: `" + key.derivedForMetadata() + "`";
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }
}
