package io.datareplicator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.config.Side;
import io.datareplicator.databricks.storage.StorageApi.AzureManagedIdentity;
import io.datareplicator.databricks.storage.StorageApi.AzureServicePrincipal;
import io.datareplicator.databricks.storage.StorageApi.CredentialInfo;
import io.datareplicator.databricks.storage.StorageApi.LocationInfo;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi.TagPolicy;
import io.datareplicator.databricks.tagpolicies.TagPoliciesApi.Value;
import io.datareplicator.model.uc.CloudIdentity;
import io.datareplicator.model.uc.CloudIdentity.Type;
import io.datareplicator.model.uc.CredentialMeta;
import io.datareplicator.model.uc.LocationMeta;
import io.datareplicator.model.uc.TagPolicyMeta;
import io.datareplicator.model.uc.UcKind;
import io.datareplicator.model.uc.UcName;
import io.datareplicator.testkit.FakeMetastore;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MetastoreReaderTest {
  private static CredentialInfo credential(
      String name, AzureManagedIdentity identity, AzureServicePrincipal principal) {
    return new CredentialInfo(
        name, null, null, identity, principal, null, null, "", null, null, null);
  }

  @Test
  void whatIsAbsentIsNothing() {
    assertThat(
            MetastoreReader.credential(
                credential("Cred", new AzureManagedIdentity("/c", ""), null)))
        .isEqualTo(
            new CredentialMeta(
                UcName.of(UcKind.STORAGE_CREDENTIAL, "cred"),
                CloudIdentity.azure("/c", null),
                null,
                null,
                false,
                false));
    assertThat(
            MetastoreReader.location(
                new LocationInfo("L", null, "", null, null, "", null, null, null, null)))
        .isEqualTo(
            new LocationMeta(
                UcName.of(UcKind.EXTERNAL_LOCATION, "l"),
                null,
                null,
                null,
                null,
                false,
                false,
                null,
                false));
    assertThat(MetastoreReader.tagPolicy(new TagPolicy("Key", "", null, null)))
        .isEqualTo(new TagPolicyMeta(UcName.of(UcKind.TAG_POLICY, "Key"), null, List.of()));
  }

  @Test
  void identitiesOfOtherTypesAreTheirTypes() {
    assertThat(
            MetastoreReader.credential(credential("c", null, new AzureServicePrincipal("d", "a")))
                .identity()
                .type())
        .isEqualTo(Type.AZURE_SERVICE_PRINCIPAL);
    assertThat(MetastoreReader.credential(credential("c", null, null)).identity().type())
        .isEqualTo(Type.OTHER);
  }

  @Test
  void allPagesAreRead() {
    FakeMetastore metastore = new FakeMetastore("aws:eu:1");
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      metastore.with(new TagPolicy("k" + i, null, List.of(new Value("v" + i)), null));
      keys.add("k" + i);
    }
    assertThat(MetastoreReader.tagPolicies(metastore.workspace(Side.SOURCE)).keySet())
        .extracting(UcName::object)
        .containsExactlyElementsOf(keys);
    assertThat(metastore.calls()).hasSize(3);
  }

  @Test
  void aNamelessObjectIsAnError() {
    assertThatThrownBy(() -> MetastoreReader.credential(credential(null, null, null)))
        .hasMessageContaining("storage credential without a name");
    assertThatThrownBy(() -> MetastoreReader.tagPolicy(new TagPolicy("", null, null, null)))
        .hasMessageContaining("tag policy without a name");
  }
}
