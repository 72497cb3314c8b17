package io.datareplicator.sandbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.datareplicator.sandbox.testkit.Http;
import io.datareplicator.sandbox.testkit.TestSandbox;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials and locations against the reference documents. */
class StorageShapesTest {
  private static final String UC = "/api/2.1/unity-catalog";
  @TempDir Path data;

  @Test
  void credentialsAndLocations() {
    try (TestSandbox box = TestSandbox.scripted(data, TestSandbox.SETTINGS)) {
      Http http = box.http(box.source());
      post(
          http,
          "storage-credentials",
          "{'name':'aws','aws_iam_role':{'role_arn':'arn:aws:iam::111122223333:role/uc'}}");
      post(
          http,
          "storage-credentials",
          "{'name':'az','azure_managed_identity':{'access_connector_id':'/subscriptions/s'}}");
      post(
          http,
          "storage-credentials",
          "{'name':'sp','azure_service_principal':{'directory_id':'d','application_id':'a',"
              + "'client_secret':'never shown'}}");
      post(http, "external-locations", "{'name':'l','url':'s3://b/x','credential_name':'aws'}");
      Shape.check(
          http.get(UC + "/storage-credentials/aws").json(),
          "storage_credential_aws",
          Set.of("comment"),
          "id",
          "full_name",
          "aws_iam_role.role_arn",
          "aws_iam_role.external_id",
          "isolation_mode",
          "created_by");
      Shape.check(
          http.get(UC + "/storage-credentials/az").json(),
          "storage_credential_azure",
          Set.of(
              "comment",
              "full_name",
              "read_only",
              "used_for_managed_storage",
              "created_by",
              "updated_by"),
          "azure_managed_identity.credential_id");
      assertThat(http.get(UC + "/storage-credentials/sp").body())
          .contains("application_id")
          .doesNotContain("never shown");
      JsonNode list = http.get(UC + "/external-locations").json();
      Shape.check(list, "external_locations_list", Set.of());
      assertThat(
              list.get("external_locations").get(0).get("effective_enable_file_events").asBoolean())
          .isTrue();
    }
  }

  private static void post(Http http, String path, String body) {
    var answer = http.post(UC + "/" + path, body.replace('\'', '"'));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }
}
