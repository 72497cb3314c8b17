package io.datareplicator.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.apply.OperationResult;
import io.datareplicator.apply.OperationResult.Status;
import io.datareplicator.apply.StopCatalog;
import io.datareplicator.config.CatalogConfig;
import io.datareplicator.config.ObjectSelection;
import io.datareplicator.config.ReplicationConfig;
import io.datareplicator.config.SchemaConfig;
import io.datareplicator.config.TableType;
import io.datareplicator.config.VolumeConfig;
import io.datareplicator.config.VolumeType;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.testkit.Configs;
import io.datareplicator.testkit.FakeUnityCatalog;
import io.quarkus.test.junit.QuarkusTest;
import java.net.ConnectException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which volumes are replicated, where they are made, and what is said of the others. */
@QuarkusTest
@Timeout(60)
class VolumeReplicationTest extends VolumeBench {
  private void files(String... volumes) {
    for (String volume : volumes) {
      server.file("/Volumes/shared/s/" + volume + "/f", "of " + volume);
    }
  }

  private static CatalogConfig types(VolumeType... types) {
    return Configs.with(
        Configs.volumes(), "objects", new ObjectSelection(Set.of(), Set.of(), Set.of(types)));
  }

  private static SchemaConfig schema(CatalogConfig catalog, String... volumes) {
    SchemaConfig schema = Configs.schema(catalog, "s");
    return Configs.with(
        schema,
        "volumes",
        List.of(volumes).stream()
            .map(
                v ->
                    new VolumeConfig(
                        catalog.name(),
                        "s",
                        v,
                        catalog.backup(),
                        catalog.replication(),
                        null,
                        catalog.retry()))
            .toList());
  }

  private static CatalogConfig replication(String key, Object value) {
    CatalogConfig catalog = Configs.volumes();
    return Configs.with(catalog, "replication", Configs.with(catalog.replication(), key, value));
  }

  @Test
  void everyVolumeIsReplicated() throws Exception {
    managed("w");
    external("x", "s3://src/deep/x");
    managed("y");
    files("v", "w", "x", "y");

    replicate("r1", Configs.volumes(), null);

    assertThat(results.lines())
        .containsExactlyInAnyOrder(
            "schema s success",
            "volume v success",
            "volume w success",
            "volume x success",
            "volume y success");
    assertThat(target.changes())
        .containsExactlyInAnyOrder(
            "createSchema tgt.s",
            "createVolume tgt.s.v MANAGED null",
            "createVolume tgt.s.w MANAGED null",
            "createVolume tgt.s.x EXTERNAL abfss://tgt/deep/x",
            "createVolume tgt.s.y MANAGED null");
    assertThat(results.the("volume", "x").details())
        .containsEntry("action", "created at abfss://tgt/deep/x");
    assertThat(server.text("/Volumes/tgt/s/x/f")).isEqualTo("of x");
    assertThat(results.started()).containsExactly("v", "w", "x", "y");
  }

  @ParameterizedTest
  @CsvSource({"MANAGED,v", "EXTERNAL,x"})
  void typesOfTheSourceDecide(VolumeType type, String expected) throws Exception {
    external("x", "s3://src/x");
    files("v", "x");
    replicate("r1", types(type), null);
    assertThat(results.lines().stream().filter(l -> l.startsWith("volume")))
        .containsExactly("volume " + expected + " success");
  }

  @Test
  void externalWithoutAMappingFailsAndNoOther() throws Exception {
    external("x", "gs://elsewhere/x");
    files("v", "x");
    replicate("r1", Configs.volumes(), null);
    assertThat(results.the("volume", "x").error()).contains("gs://elsewhere/x");
    assertThat(results.the("volume", "v").status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void externalBecomesManagedWhenAskedFor() throws Exception {
    external("x", "gs://elsewhere/x");
    files("v", "x");
    replicate("r1", replication("replicateAsManaged", true), null);
    assertThat(target.changes()).contains("createVolume tgt.s.x MANAGED null");
  }

  @Test
  void namedVolumesAlone() throws Exception {
    managed("w");
    files("v", "w");
    CatalogConfig catalog = Configs.volumes();
    replicate("r1", Configs.with(catalog, "schemas", List.of(schema(catalog, "w", "typo"))), null);
    assertThat(results.the("volume", "typo").error()).contains("no such volume in schema 's'");
    assertThat(results.the("volume", "w").status()).isEqualTo(Status.SUCCESS);
    assertThat(results.lines()).noneMatch(l -> l.startsWith("volume v"));
  }

  @Test
  void excludedVolumesAreLeftOut() throws Exception {
    managed("w");
    files("v", "w");
    CatalogConfig catalog = Configs.volumes();
    SchemaConfig schema = Configs.with(Configs.schema(catalog, "s"), "excludeVolumes", Set.of("w"));
    replicate("r1", Configs.with(catalog, "schemas", List.of(schema)), null);
    assertThat(results.lines()).noneMatch(l -> l.contains(" w "));
  }

  @Test
  void volumeThatTheShareHidesIsAFailure() throws Exception {
    source.volume("src", "s", "hidden", "MANAGED", "s3://m/h");
    files("v");
    replicate("r1", Configs.volumes(), null);
    assertThat(results.the("volume", "hidden").error())
        .contains("exists at the source but not in shared catalog 'shared'");
    assertThat(results.the("volume", "v").status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void sourceThatCannotBeReachedIsDoneWithout() throws Exception {
    files("v");
    source.refuse(
        c -> c.startsWith("listVolumes"),
        new ApiException(0, "", "no route", null, null, new ConnectException("no route")));
    replicate("r1", replication("providerName", "prov"), null);
    OperationResult result = results.the("volume", "v");
    assertThat(result.status()).isEqualTo(Status.SUCCESS);
    assertThat(result.details().get("warnings").toString()).contains("only the source knows");
  }

  @ParameterizedTest
  @CsvSource({"shared.s", "src.s", "tgt.s"})
  void failedListingIsAFailureNotAnEmptySchema(String listing) throws Exception {
    files("v");
    FakeUnityCatalog side = listing.startsWith("src") ? source : target;
    side.refuse(
        c -> c.equals("listVolumes " + listing),
        FakeUnityCatalog.error(403, "PERMISSION_DENIED", "no USE SCHEMA"));
    replicate("r1", Configs.volumes(), null);
    assertThat(results.the("schema", "s").error()).contains("no USE SCHEMA");
    assertThat(results.lines()).noneMatch(l -> l.startsWith("volume"));
  }

  @Test
  void catalogOfTheSameMetastoreIsReadDirectly() throws Exception {
    target.catalog("plain").volume("plain", "s", "v", "MANAGED", "s3://m/v");
    target.volume("plain", "s", "ext", "EXTERNAL", "s3://src/e");
    server.file("/Volumes/plain/s/v/f", "plain").file("/Volumes/plain/s/ext/f", "ext");
    ReplicationConfig settings =
        Configs.with(
            Configs.with(Configs.replication(), "sourceCatalog", "plain"),
            "createSharedCatalog",
            false);
    replicate("r1", Configs.with(Configs.volumes(), "replication", settings), null);
    assertThat(results.lines())
        .contains("volume v success", "volume ext success")
        .noneMatch(l -> l.endsWith("failed"));
    assertThat(server.text("/Volumes/tgt/s/v/f")).isEqualTo("plain");
    assertThat(target.changes()).contains("createVolume tgt.s.ext EXTERNAL abfss://tgt/e");
    assertThat(source.calls()).isEmpty();
  }

  @Test
  void schemaThatCannotBeMadeFailsItsVolumes() throws Exception {
    files("v");
    target.refuse(
        c -> c.startsWith("createSchema"),
        FakeUnityCatalog.error(403, "PERMISSION_DENIED", "no CREATE SCHEMA"));
    replicate("r1", Configs.volumes(), null);
    assertThat(results.the("volume", "v").error()).contains("no CREATE SCHEMA");
    assertThat(server.asked("PUT")).isEmpty();
  }

  @Test
  void volumeThatCannotBeMadeFailsAlone() throws Exception {
    managed("w");
    files("v", "w");
    target.refuse(
        c -> c.startsWith("createVolume tgt.s.v"),
        FakeUnityCatalog.error(403, "PERMISSION_DENIED", "no CREATE VOLUME"));
    replicate("r1", Configs.volumes(), null);
    assertThat(results.the("volume", "v").error()).contains("no CREATE VOLUME");
    assertThat(results.the("volume", "w").status()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void logIsMadeWithItsCatalogWhenAllowed() throws Exception {
    files("v");
    log = new io.datareplicator.testkit.FakeIngestionLog(false);
    sql = log.on(new io.datareplicator.testkit.FakeSql());
    CatalogConfig catalog = with("fileIngestionLoggingCatalog", "newlog");
    assertThat(run("r1", catalog).error())
        .contains("catalog 'newlog'", "create_file_ingestion_logging_catalog");
    CatalogConfig allowed = Configs.withVolume(catalog, "createFileIngestionLoggingCatalog", true);
    assertThat(run("r2", allowed).status()).isEqualTo(Status.SUCCESS);
    assertThat(target.changes())
        .containsSubsequence("createCatalog newlog null.null", "createSchema newlog.s");
  }

  @Test
  void schemasOneAfterTheOther() throws Exception {
    source.volume("src", "t", "v2", "MANAGED", null);
    target.volume("shared", "t", "v2", "MANAGED", null);
    files("v");
    server.file("/Volumes/shared/t/v2/f", "2");
    CatalogConfig catalog = Configs.volumes();
    replicate(
        "r1",
        Configs.with(
            catalog,
            "concurrency",
            Configs.with(catalog.concurrency(), "processSchemasInSerial", true)),
        Set.of("s", "t"));
    assertThat(results.started()).containsExactly("v", "v2");
  }

  @Test
  void otherObjectsAreRefused() throws Exception {
    files("v");
    CatalogConfig catalog = Configs.volumes();
    SchemaConfig tables =
        Configs.with(Configs.schema(catalog, "s"), "objects", Configs.tables(TableType.MANAGED));
    replicate("r1", Configs.with(catalog, "schemas", List.of(tables)), null);
    assertThat(results.the("schema", "s").error()).contains("table_types");
    CatalogConfig filtered = Configs.with(catalog, "schemaTableFilter", "1 = 1");
    assertThatThrownBy(() -> replicate("r2", filtered, null))
        .isInstanceOf(StopCatalog.class)
        .hasMessageContaining("schema_table_filter_expression");
  }
}
