package io.datareplicator.databricks.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.databricks.WorkspaceSetupException;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriverParametersTest {
  private static final URI HOST = URI.create("https://adb-1.2.azuredatabricks.net");
  private static final ComputePath WAREHOUSE =
      ComputePath.parse("/sql/1.0/warehouses/abc").orElseThrow();

  private static DriverParameters of(URI host, ComputePath path) {
    return DriverParameters.of(host, path, "data-replicator/1", Map.of());
  }

  @Test
  void theUrlHoldsHostAndPortAlone() {
    DriverParameters parameters = of(HOST, WAREHOUSE);
    assertThat(parameters.url()).isEqualTo("jdbc:databricks://adb-1.2.azuredatabricks.net:443");
    assertThat(of(URI.create("http://localhost:8080"), WAREHOUSE).url())
        .isEqualTo("jdbc:databricks://localhost:8080");
  }

  @Test
  void theTokenIsAPropertyWhateverItHolds() {
    Properties properties = of(HOST, WAREHOUSE).with("dapi;AuthMech=0;Host=evil");
    assertThat(properties).containsEntry("PWD", "dapi;AuthMech=0;Host=evil");
    assertThat(properties).containsEntry("AuthMech", "3");
    assertThat(of(HOST, WAREHOUSE).url()).doesNotContain("dapi");
  }

  @Test
  void nothingIsSentToAnybodyElseAndNothingIsRepeatedBlindly() {
    assertThat(of(HOST, WAREHOUSE).with("t"))
        .containsEntry("EnableTelemetry", "0")
        .containsEntry("ForceEnableTelemetry", "0")
        .containsEntry("EnableTokenFederation", "0")
        .containsEntry("EnableQueryResultDownload", "0")
        .containsEntry("UseBoundedSeaApi", "0")
        .containsEntry("TemporarilyUnavailableRetry", "0")
        .containsEntry("ApiRetriableHttpCodes", "")
        .containsEntry("UserAgentEntry", "data-replicator/1")
        .containsEntry("ssl", "1");
  }

  @Test
  void clustersSpeakThriftAndWarehousesRest() {
    assertThat(of(HOST, WAREHOUSE).with("t")).containsEntry("UseThriftClient", "0");
    ComputePath cluster = ComputePath.ofCluster("0101-000000-abcdefgh").orElseThrow();
    assertThat(of(HOST, cluster).with("t"))
        .containsEntry("UseThriftClient", "1")
        .containsEntry("httpPath", "/sql/protocolv1/o/0/0101-000000-abcdefgh");
  }

  @Test
  void parametersForTlsAndProxiesWin() {
    Properties properties =
        DriverParameters.of(HOST, WAREHOUSE, "ua", Map.of("ProxyHost", "p", "socketTimeout", "9"))
            .with("t");
    assertThat(properties).containsEntry("ProxyHost", "p").containsEntry("socketTimeout", "9");
  }

  @Test
  void anIpv6AddressIsRefusedBecauseTheDriverMisreadsIt() {
    assertThatThrownBy(() -> of(URI.create("http://[::1]:8080"), WAREHOUSE))
        .isInstanceOf(WorkspaceSetupException.class)
        .hasMessageContaining("[::1]")
        .hasMessageContaining("warehouse_id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0101;AuthMech=0",
        "0101\nx",
        "0101/../../x",
        "a?b",
        "a#b",
        "a b",
        "ä",
        "a\u0000"
      })
  void whatIsNoClusterIdIsRefused(String id) {
    assertThat(ComputePath.ofCluster(id)).isEmpty();
    assertThat(ComputePath.parse("/sql/protocolv1/o/0/" + id)).isEmpty();
    assertThat(ComputePath.parse("/sql/1.0/warehouses/" + id)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/sql/1.0/warehouses/254a01034cd03eb1,WAREHOUSE,254a01034cd03eb1",
    "sql/1.0/warehouses/a,WAREHOUSE,a",
    "/sql/1.0/endpoints/a_b-c,WAREHOUSE,a_b-c",
    "/sql/protocolv1/o/1234567890123456/0101-000000-abcdefgh,CLUSTER,0101-000000-abcdefgh",
    "sql/protocolv1/o/0/x,CLUSTER,x"
  })
  void pathsAreRead(String text, ComputePath.Kind kind, String id) {
    ComputePath path = ComputePath.parse(text).orElseThrow();
    assertThat(path.kind()).isEqualTo(kind);
    assertThat(path.id()).isEqualTo(id);
    assertThat(path.httpPath()).startsWith("/sql/");
    assertThat(path.label()).endsWith(" " + id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/sql/2.0/warehouses/a",
        "/sql/1.0/warehouses/a/b",
        "/sql/protocolv1/o/x/c",
        "https://h/sql/1.0/warehouses/a",
        "//sql/1.0/warehouses/a",
        "cliservice"
      })
  void otherPathsAreNone(String text) {
    assertThat(ComputePath.parse(text)).isEmpty();
  }

  @Test
  void thisBuildHasTheDriver() {
    assertThat(JdbcDriver.isPresent()).isTrue();
  }
}
