package io.datareplicator.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.error.platform.BadRequest;
import com.databricks.sdk.core.error.platform.InvalidParameterValue;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.service.catalog.AwsIamRoleRequest;
import com.databricks.sdk.service.catalog.AzureManagedIdentityRequest;
import com.databricks.sdk.service.catalog.CreateExternalLocation;
import com.databricks.sdk.service.catalog.CreateStorageCredential;
import com.databricks.sdk.service.catalog.DatabricksGcpServiceAccountRequest;
import com.databricks.sdk.service.catalog.DeleteExternalLocationRequest;
import com.databricks.sdk.service.catalog.ExternalLocationInfo;
import com.databricks.sdk.service.catalog.IsolationMode;
import com.databricks.sdk.service.catalog.ListExternalLocationsRequest;
import com.databricks.sdk.service.catalog.ListStorageCredentialsRequest;
import com.databricks.sdk.service.catalog.StorageCredentialInfo;
import com.databricks.sdk.service.catalog.UpdateExternalLocation;
import com.databricks.sdk.service.catalog.UpdateStorageCredential;
import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.Settings;
import io.datareplicator.sandbox.metastore.TableEntry;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** databricks-sdk-java, unmodified, against storage credentials and external locations. */
class SdkStorageTest {
  private static final Settings SMALL_PAGES =
      new Settings(2, 100, 60_000, 4_000, 64L << 20, 60_000, 3_600, 2, true, true);
  private static final String ROLE = "arn:aws:iam::111122223333:role/uc";
  private static final String UC = "/api/2.1/unity-catalog";
  @TempDir static Path data;
  private static TestSandbox box;
  private static WorkspaceClient sdk;
  private static Http http;

  @BeforeAll
  static void start() {
    box = TestSandbox.scripted(data, SMALL_PAGES);
    sdk =
        new WorkspaceClient(
            new DatabricksConfig()
                .setHost(box.url(box.source()))
                .setToken(box.source().token())
                .setAuthType("pat"));
    http = box.http(box.source());
  }

  @AfterAll
  static void stop() {
    box.close();
  }

  private static <T> List<T> list(Iterable<T> iterable) {
    List<T> all = new ArrayList<>();
    iterable.forEach(all::add);
    return all;
  }

  private static StorageCredentialInfo aws(String name) {
    return sdk.storageCredentials()
        .create(
            new CreateStorageCredential()
                .setName(name)
                .setComment("c")
                .setAwsIamRole(new AwsIamRoleRequest().setRoleArn(ROLE)));
  }

  private static ExternalLocationInfo location(String name, String url, String credential) {
    return sdk.externalLocations()
        .create(
            new CreateExternalLocation().setName(name).setUrl(url).setCredentialName(credential));
  }

  @Test
  void credentialLifeCycle() {
    StorageCredentialInfo made = aws("Cred-1");
    assertThat(made.getName()).isEqualTo("cred-1");
    assertThat(made.getAwsIamRole().getRoleArn()).isEqualTo(ROLE);
    assertThat(made.getAwsIamRole().getExternalId()).isNotBlank();
    assertThat(made.getIsolationMode()).isEqualTo(IsolationMode.ISOLATION_MODE_OPEN);
    assertThatThrownBy(() -> aws("cred-1"))
        .isInstanceOf(BadRequest.class)
        .extracting(e -> ((BadRequest) e).getErrorCode())
        .isEqualTo("STORAGE_CREDENTIAL_ALREADY_EXISTS");
    StorageCredentialInfo gcp =
        sdk.storageCredentials()
            .create(
                new CreateStorageCredential()
                    .setName("gcp")
                    .setDatabricksGcpServiceAccount(new DatabricksGcpServiceAccountRequest())
                    .setSkipValidation(true));
    assertThat(gcp.getDatabricksGcpServiceAccount().getEmail()).contains("@");
    StorageCredentialInfo azure =
        sdk.storageCredentials()
            .create(
                new CreateStorageCredential()
                    .setName("az")
                    .setReadOnly(true)
                    .setAzureManagedIdentity(
                        new AzureManagedIdentityRequest()
                            .setAccessConnectorId("/subscriptions/x")));
    assertThat(azure.getReadOnly()).isTrue();
    assertThat(
            list(sdk.storageCredentials().list(new ListStorageCredentialsRequest())).stream()
                .map(StorageCredentialInfo::getName))
        .contains("az", "cred-1", "gcp");
    StorageCredentialInfo updated =
        sdk.storageCredentials()
            .update(
                new UpdateStorageCredential()
                    .setName("az")
                    .setNewName("az2")
                    .setOwner("someone")
                    .setReadOnly(false));
    assertThat(updated.getOwner()).isEqualTo("someone");
    assertThat(updated.getReadOnly()).isFalse();
    assertThat(updated.getAzureManagedIdentity().getAccessConnectorId())
        .isEqualTo("/subscriptions/x");
    sdk.storageCredentials().delete("az2");
    assertThatThrownBy(() -> sdk.storageCredentials().get("az2")).isInstanceOf(NotFound.class);
    assertThatThrownBy(
            () ->
                sdk.storageCredentials()
                    .create(
                        new CreateStorageCredential()
                            .setName("bad")
                            .setAwsIamRole(new AwsIamRoleRequest().setRoleArn("nonsense"))))
        .isInstanceOf(InvalidParameterValue.class);
    assertThatThrownBy(
            () -> sdk.storageCredentials().create(new CreateStorageCredential().setName("none")))
        .isInstanceOf(InvalidParameterValue.class);
  }

  @Test
  void locationLifeCycle() {
    aws("cred-2");
    ExternalLocationInfo made = location("Loc", "s3://life/cycle/", "cred-2");
    assertThat(made.getName()).isEqualTo("loc");
    assertThat(made.getUrl()).isEqualTo("s3://life/cycle");
    assertThat(made.getCredentialId()).isEqualTo(sdk.storageCredentials().get("cred-2").getId());
    for (String url : new String[] {"s3://life/cycle", "s3://life", "s3a://life/cycle/deeper"}) {
      assertThatThrownBy(() -> location("other", url, "cred-2"))
          .isInstanceOf(InvalidParameterValue.class)
          .hasMessageContaining(
              "Input path url '"
                  + url
                  + "' overlaps with an existing external location within"
                  + " 'CreateExternalLocation' call. Conflicting location: loc.");
    }
    location("beside", "s3://life/cycle2", "cred-2");
    assertThatThrownBy(() -> location("azure", "abfss://c@a.dfs.core.windows.net/", "cred-2"))
        .isInstanceOf(InvalidParameterValue.class)
        .hasMessageContaining("aws_iam_role");
    assertThatThrownBy(() -> location("x", "s3://x", "nobody"))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("Storage Credential 'nobody' does not exist.");
    ExternalLocationInfo updated =
        sdk.externalLocations()
            .update(
                new UpdateExternalLocation()
                    .setName("loc")
                    .setNewName("loc2")
                    .setComment("new")
                    .setReadOnly(true)
                    .setFallback(true)
                    .setEnableFileEvents(false)
                    .setUrl("s3://life/cycle/deeper"));
    assertThat(updated.getFallback()).isTrue();
    assertThat(updated.getEnableFileEvents()).isFalse();
    assertThat(updated.getUrl()).isEqualTo("s3://life/cycle/deeper");
    assertThat(updated.getReadOnly()).isTrue();
    assertThatThrownBy(
            () ->
                sdk.externalLocations()
                    .update(
                        new UpdateExternalLocation().setName("loc2").setUrl("s3://life/cycle2/x")))
        .isInstanceOf(InvalidParameterValue.class);
    assertThat(
            list(sdk.externalLocations().list(new ListExternalLocationsRequest())).stream()
                .map(ExternalLocationInfo::getName))
        .contains("beside", "loc2");
    assertThatThrownBy(() -> sdk.storageCredentials().delete("cred-2"))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("uses it");
    sdk.externalLocations().delete("loc2");
    assertThatThrownBy(() -> sdk.externalLocations().get("loc2")).isInstanceOf(NotFound.class);
  }

  @Test
  void tablesDependOnLocations() {
    aws("cred-3");
    location("dep", "s3://dep", "cred-3");
    TableEntry table = TestSandbox.table("ext", "EXTERNAL").at("s3://dep/t");
    box.metastore(box.source()).putTable("main", "default", table, false);
    JsonNode got = http.get(UC + "/tables/main.default.ext").json();
    assertThat(got.get("storage_location").asText()).isEqualTo("s3://dep/t");
    assertThat(got.get("storage_credential_name").asText()).isEqualTo("cred-3");
    assertThatThrownBy(() -> sdk.externalLocations().delete("dep"))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("main.default.ext");
    sdk.externalLocations()
        .delete(new DeleteExternalLocationRequest().setName("dep").setForce(true));
    assertThat(http.get(UC + "/tables/main.default.ext").json().has("storage_credential_name"))
        .isFalse();
  }
}
