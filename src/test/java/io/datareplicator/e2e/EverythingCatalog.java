package io.datareplicator.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A catalog with every kind of object, hostile names and hostile values; what is in it is in {@code
 * e2e/everything.sql} and here. Needs {@link Principals} and, for one tag, {@link #TIER}'s policy,
 * which {@link MetastoreObjects} makes.
 *
 * @param lake URL, ending with a slash, below which its external tables and volumes are
 */
record EverythingCatalog(String catalog, String lake) {
  /** Tag that {@link MetastoreObjects} governs; its values are gold and silver. */
  static final String TIER = "everything tier";

  /** Schemas that hold objects; there are also {@code default} and {@code information_schema}. */
  static final List<String> SCHEMAS = List.of("ref", "sales", "od-d`ü", "nothing_here");

  /** Materialized view and streaming table that a pipeline of users defines. */
  static final List<String> BY_PIPELINE = List.of("sales.mv_pipe", "sales.st_pipe");

  /** A tag's value or a comment of the greatest length. */
  static final String LONG = "x".repeat(998) + "'é";

  /** Seeds a source; the catalog's own name stands in literals and comments where it is data. */
  static EverythingCatalog seed(SandboxSide side, String catalog) {
    return seed(side, catalog, catalog, Principals.SOURCE_ROBOT);
  }

  /**
   * Seeds a side, its location of cloud storage included.
   *
   * @param trap name of a catalog that stands in literals and comments
   * @param robotId application id of {@link Principals#ROBOT} on that side
   */
  static EverythingCatalog seed(SandboxSide side, String catalog, String trap, String robotId) {
    String bucket = catalog.replace('_', '-').toLowerCase(java.util.Locale.ROOT);
    EverythingCatalog everything = new EverythingCatalog(catalog, "s3://" + bucket + "-lake/");
    StorageSetup.locations(side, bucket + "-lake", everything.lake());
    side.call(
        "POST",
        SandboxSide.UNITY + "/catalogs",
        Map.of(
            "name",
            catalog,
            "comment",
            "it's \"everything\" \\ of ${year}\n🐘",
            "properties",
            Map.of("team", "e2e", "it's", "a \"b\" \\ ${c}\n🐘", "empty", "")));
    side.call(
        "PATCH",
        SandboxSide.UNITY + "/catalogs/" + catalog,
        Map.of("enable_predictive_optimization", "DISABLE"));
    for (List<String> blocks : everything.stages(trap, robotId)) {
      side.runScripts(blocks);
    }
    everything.pipelines(side);
    everything.models(side, robotId);
    return everything;
  }

  /** Its schema and object names as SQL writes them: catalog first, all in backticks. */
  String name(String... parts) {
    StringBuilder name = new StringBuilder(SameCatalog.quote(catalog));
    for (String part : parts) {
      name.append('.').append(SameCatalog.quote(part));
    }
    return name.toString();
  }

  private List<List<String>> stages(String trap, String robotId) {
    List<List<String>> stages = new ArrayList<>();
    String text =
        script()
            .replaceAll("(?m)\\A(--.*\n)+?(?=---- stage)", "")
            .replace("@long@", LONG.replace("'", "\\'"))
            .replace("@catalog@", catalog)
            .replace("@trap@", trap)
            .replace("@lake@", lake)
            .replace("@robot@", robotId);
    for (String stage : text.split("---- stage\n")) {
      if (!stage.isBlank()) {
        stages.add(List.of(stage.strip().split("\n\n")));
      }
    }
    return stages;
  }

  private static String script() {
    try (InputStream in = EverythingCatalog.class.getResourceAsStream("/e2e/everything.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pipelines(SandboxSide side) {
    Map<String, Object> view =
        Map.of(
            "name",
            "mv_pipe",
            "kind",
            "materialized_view",
            "query",
            "SELECT count(*) AS n FROM `" + catalog + "`.sales.feed");
    Map<String, Object> stream =
        Map.of(
            "name", "st_pipe", "query", "SELECT id, n FROM STREAM(`" + catalog + "`.sales.feed)");
    side.call(
        "POST",
        "/sandbox/pipelines",
        Map.of(
            "name",
            "everything-" + catalog,
            "catalog",
            catalog,
            "schema",
            "sales",
            "layout",
            "dpm",
            "tables",
            List.of(view, stream)));
  }

  private void models(SandboxSide side, String robotId) {
    for (String model : List.of("churn", "plain")) {
      side.call(
          "POST",
          SandboxSide.UNITY + "/models",
          Map.of(
              "catalog_name",
              catalog,
              "schema_name",
              "sales",
              "name",
              model,
              "comment",
              model.equals("churn") ? "it's \"churn\" \\ ${x}\n🐘" : ""));
    }
    String churn = catalog + ".sales.churn";
    for (int version = 1; version <= 2; version++) {
      side.call("POST", "/sandbox/models/" + churn, Map.of("comment", "it's v" + version));
    }
    side.call(
        "PUT",
        SandboxSide.UNITY + "/models/" + churn + "/aliases/champion",
        Map.of("version_num", 2));
    side.call(
        "PATCH",
        SandboxSide.UNITY + "/permissions/function/" + churn,
        Map.of("changes", List.of(Map.of("principal", robotId, "add", List.of("EXECUTE")))));
  }
}
