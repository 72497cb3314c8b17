package io.datareplicator.sandbox.sample;

import io.datareplicator.sandbox.metastore.Metastore;
import io.datareplicator.sandbox.metastore.Pipeline.Layout;
import io.datareplicator.sandbox.metastore.StorageCredential;
import io.datareplicator.sandbox.metastore.World;
import io.datareplicator.sandbox.sql.Datasets;
import io.datareplicator.sandbox.sql.Datasets.Asked;
import io.datareplicator.sandbox.sql.SqlEngine;
import io.datareplicator.sandbox.sql.SqlEngine.SqlFailure;
import java.util.List;
import java.util.Map;

/**
 * What {@code --seed all} adds to the sample: external tables on cloud storage, streaming tables of
 * every layout, and on the target the storage and the streaming tables that a replication needs to
 * find there.
 */
public final class ExtraData {
  private static final String RESOURCE = "extra-data.sql";
  private static final String LAKE = "abfss://lake@primarystore.dfs.core.windows.net/";
  private static final String COPY = "abfss://copy@primarystore.dfs.core.windows.net/";
  private static final String READINGS = "device BIGINT, at TIMESTAMP, value DOUBLE";
  private static final String DEVICES = "device BIGINT, model STRING, installed DATE";
  private static final String ALARMS = "alarm BIGINT, device BIGINT, text STRING";

  private ExtraData() {}

  /**
   * Runs after the sample.
   *
   * @param engines role to engine
   * @throws IllegalStateException when a statement fails
   * @throws InterruptedException when interrupted; what was done so far stays
   */
  public static void load(World world, Map<String, SqlEngine> engines) throws InterruptedException {
    var source = world.workspace("source");
    var target = world.workspace("target");
    Metastore here = world.metastore(source);
    Metastore there = world.metastore(target);
    credential(
        here, "lake_credential", "azure_managed_identity", "access_connector_id", connector());
    location(here, "lake_root", LAKE, "lake_credential", source.user());
    if (here == there) {
      location(here, "copy_root", COPY, "lake_credential", source.user());
    }
    credential(there, "standby_credential", "aws_iam_role", "role_arn", role());
    location(there, "standby_lake", "s3://standby-lake/", "standby_credential", target.user());
    location(
        there, "standby_finance", "s3://standby-finance/", "standby_credential", target.user());

    SqlEngine sql = engines.get("source");
    for (List<String> block : SampleData.blocks(SampleData.text(RESOURCE))) {
      SampleData.run(sql, source.user(), block);
    }
    pipelines(new Datasets(here, sql), "telemetry", true, source.user());

    String copy = here == there ? "telemetry_copy" : "telemetry";
    SqlEngine other = engines.get("target");
    SampleData.run(
        other,
        target.user(),
        List.of(
            "CREATE CATALOG " + copy,
            "CREATE SCHEMA " + copy + ".bronze",
            "CREATE SCHEMA " + copy + ".silver"));
    pipelines(new Datasets(there, other), copy, false, target.user());
  }

  private static String connector() {
    return "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/lake/providers/"
        + "Microsoft.Databricks/accessConnectors/lake";
  }

  private static String role() {
    return "arn:aws:iam::000000000000:role/standby-lake";
  }

  private static void credential(
      Metastore metastore, String name, String kind, String field, String value) {
    metastore
        .external()
        .createCredential(
            new StorageCredential(
                null,
                name,
                kind,
                Map.of(field, value),
                null,
                false,
                metastore.owner(),
                null,
                0,
                0));
  }

  private static void location(
      Metastore metastore, String name, String url, String credential, String owner) {
    metastore.external().createLocation(name, url, credential, null, owner);
  }

  /**
   * @param filled whether the tables have queries, and so rows
   */
  private static void pipelines(Datasets datasets, String catalog, boolean filled, String user)
      throws InterruptedException {
    pipeline(
        datasets,
        catalog + ".bronze ingest dpm",
        user,
        asked("readings", READINGS, filled),
        asked("devices", DEVICES, filled));
    pipeline(datasets, catalog + ".bronze alarms legacy_a", user, asked("alarms", ALARMS, filled));
    pipeline(
        datasets,
        catalog + ".silver clean legacy_b",
        user,
        asked("readings_clean", READINGS, filled));
    pipeline(
        datasets, catalog + ".silver open legacy_c", user, asked("alarms_open", ALARMS, filled));
    if (filled) {
      pipeline(
          datasets,
          catalog + ".silver totals dpm",
          user,
          new Asked(
              "readings_per_device",
              true,
              null,
              "SELECT device, count(*) AS readings FROM telemetry.bronze.readings GROUP BY device",
              Map.of()));
    }
  }

  private static Asked asked(String name, String columns, boolean filled) {
    String feed = name.startsWith("readings") ? "readings" : name.startsWith("a") ? "alarms" : name;
    return new Asked(
        name,
        false,
        columns,
        filled ? "SELECT * FROM STREAM(telemetry.feeds." + feed + ")" : null,
        Map.of());
  }

  /**
   * @param what {@code catalog.schema name layout}
   */
  private static void pipeline(Datasets datasets, String what, String user, Asked... asked)
      throws InterruptedException {
    String[] words = what.split("[. ]");
    try {
      datasets.create(
          words[2],
          words[0],
          words[1],
          Layout.valueOf(words[3].toUpperCase(java.util.Locale.ROOT)),
          List.of(asked),
          user);
    } catch (SqlFailure e) {
      throw new IllegalStateException("Sample pipeline " + what + ": " + e.getMessage(), e);
    }
  }
}
