package io.datareplicator.databricks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datareplicator.config.AuthType;
import io.datareplicator.config.Side;
import io.datareplicator.config.SideConfig;
import io.datareplicator.config.TokenSecrets;
import io.datareplicator.databricks.WorkspaceSetupException;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Redactor;
import io.datareplicator.databricks.http.TokenSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialResolverTest {
  private static final URI HOST = URI.create("https://source.example.test");
  private static final String DEFAULT_HOST = "https://default.example.test";

  @TempDir Path home;

  private final Map<String, String> environment = new HashMap<>();
  private final Network network = new Network();
  private String namedProfile;

  /** Secrets by "host scope key"; OAuth tokens show what they were made of. */
  private static final class Network implements Connections {
    private final Map<String, String> secrets = new HashMap<>();
    private final List<String> reads = new ArrayList<>();

    @Override
    public SecretReader secrets(URI host, TokenSource tokens) {
      return (scope, key) -> {
        reads.add(host + " as " + tokens.token() + ": " + scope + "/" + key);
        String value = secrets.get(scope + "/" + key);
        if (value == null) {
          throw new WorkspaceSetupException(
              "secret '" + key + "' of scope '" + scope + "' is missing");
        }
        return value;
      };
    }

    @Override
    public TokenSource oauth(URI host, String clientId, String clientSecret) {
      return new OAuthM2mTokenSource(
          () -> new AccessToken(host + " " + clientId + " " + clientSecret, Duration.ofHours(1)),
          Clock.systemUTC());
    }
  }

  private static SideConfig side(AuthType type, TokenSecrets token, String profile) {
    return new SideConfig(
        Side.SOURCE, "src", null, HOST, type, token, null, null, null, null, profile, false);
  }

  private static SideConfig plain() {
    return side(AuthType.PAT, null, null);
  }

  private ResolvedCredential resolve(SideConfig side) {
    return new CredentialResolver(environment, home, namedProfile, network).resolve(side);
  }

  private void config(String text) throws IOException {
    Files.writeString(home.resolve(".databrickscfg"), text);
  }

  private void everythingThereIs() throws IOException {
    config(
        """
        [DEFAULT]
        host = https://default.example.test
        token = default-token
        [mine]
        host = https://source.example.test
        token = profile-token
        warehouse_id = wh-mine
        """);
    network.secrets.put("sc/pat", "secret-token");
    environment.put("DATA_REPLICATOR_SOURCE_TOKEN", "variable-token");
  }

  @Test
  void secretsComeFirst() throws IOException {
    everythingThereIs();

    ResolvedCredential found =
        resolve(side(AuthType.PAT, new TokenSecrets("sc", "pat", null, null), "mine"));

    assertThat(found.tokens().token()).isEqualTo("secret-token");
    assertThat(found.origin()).isEqualTo("secrets of scope sc in the default workspace");
    assertThat(found.profileWarehouseId()).contains("wh-mine");
    assertThat(network.reads).containsExactly(DEFAULT_HOST + " as default-token: sc/pat");
  }

  @Test
  void profileComesSecond() throws IOException {
    everythingThereIs();

    ResolvedCredential found = resolve(side(AuthType.PAT, null, "mine"));

    assertThat(found.tokens().token()).isEqualTo("profile-token");
    assertThat(found.origin()).isEqualTo("profile mine of ~/.databrickscfg");
    assertThat(found.profileWarehouseId()).contains("wh-mine");
  }

  @Test
  void variablesComeThird() throws IOException {
    everythingThereIs();
    environment.put("DATA_REPLICATOR_TARGET_TOKEN", "other-side");
    environment.put("DATABRICKS_HOST", HOST.toString());
    environment.put("DATABRICKS_TOKEN", "databricks-token");

    assertThat(resolve(plain()).tokens().token()).isEqualTo("variable-token");
  }

  @Test
  void defaultsComeLastAndOnlyForTheSameHost() throws IOException {
    config("[DEFAULT]\nhost = source.example.test\ntoken = default-token\nwarehouse_id = wh-1\n");

    ResolvedCredential found = resolve(plain());

    assertThat(found.tokens().token()).isEqualTo("default-token");
    assertThat(found.profileWarehouseId()).contains("wh-1");
  }

  @Test
  void databricksVariablesBeatTheDefaultProfile() throws IOException {
    config("[DEFAULT]\nhost = source.example.test\ntoken = default-token\n");
    environment.put("DATABRICKS_HOST", "https://source.example.test/?o=1");
    environment.put("DATABRICKS_TOKEN", "databricks-token");
    environment.put("DATABRICKS_WAREHOUSE_ID", "wh-env");

    ResolvedCredential found = resolve(plain());

    assertThat(found.tokens().token()).isEqualTo("databricks-token");
    assertThat(found.profileWarehouseId()).contains("wh-env");
  }

  @Test
  void otherHostsCredentialIsNeverUsed() throws IOException {
    config("[DEFAULT]\nhost = https://source.example.test.evil.test\ntoken = default-token\n");
    environment.put("DATABRICKS_HOST", DEFAULT_HOST);
    environment.put("DATABRICKS_TOKEN", "databricks-token");

    assertThatThrownBy(() -> resolve(plain()))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("belongs to another host")
        .hasMessageNotContainingAny("databricks-token", "default-token");
  }

  @Test
  void profileOfAnotherHostIsAnError() throws IOException {
    config("[mine]\nhost = https://other.example.test\ntoken = profile-token\n");
    environment.put("DATA_REPLICATOR_SOURCE_TOKEN", "variable-token");

    assertThatThrownBy(() -> resolve(side(AuthType.PAT, null, "mine")))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("profile mine of ~/.databrickscfg belongs to another workspace");
  }

  @Test
  void profileWithoutHostBelongsToTheSide() throws IOException {
    config("[mine]\ntoken = profile-token\n");

    assertThat(resolve(side(AuthType.PAT, null, "mine")).tokens().token())
        .isEqualTo("profile-token");
  }

  @Test
  void missingProfileListsTheNames() throws IOException {
    config("[a]\n[b]\n");

    assertThatThrownBy(() -> resolve(side(AuthType.PAT, null, "mine")))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("it has a, b");
  }

  @Test
  void profileWithoutCredentialGivesWayButKeepsItsWarehouse() throws IOException {
    config("[mine]\nhost = source.example.test\nauth_type = databricks-cli\nwarehouse_id = wh-9\n");
    environment.put("DATA_REPLICATOR_SOURCE_TOKEN", "variable-token");

    ResolvedCredential found = resolve(side(AuthType.PAT, null, "mine"));

    assertThat(found.tokens().token()).isEqualTo("variable-token");
    assertThat(found.profileWarehouseId()).contains("wh-9");
    environment.clear();
    assertThatThrownBy(() -> resolve(side(AuthType.PAT, null, "mine")))
        .hasMessageContaining("auth_type databricks-cli is not supported");
  }

  @ParameterizedTest
  @EnumSource(AuthType.class)
  void authTypeChoosesWhereBothKindsStand(AuthType type) throws IOException {
    config("[mine]\ntoken = profile-token\nclient_id = id\nclient_secret = profile-secret\n");
    environment.put("DATA_REPLICATOR_SOURCE_TOKEN", "variable-token");
    environment.put("DATA_REPLICATOR_SOURCE_CLIENT_ID", "env-id");
    environment.put("DATA_REPLICATOR_SOURCE_CLIENT_SECRET", "env-secret");

    boolean oauth = type == AuthType.OAUTH;
    assertThat(resolve(side(type, null, "mine")).tokens().token())
        .isEqualTo(oauth ? HOST + " id profile-secret" : "profile-token");
    assertThat(resolve(side(type, null, null)).tokens().token())
        .isEqualTo(oauth ? HOST + " env-id env-secret" : "variable-token");
  }

  @ParameterizedTest
  @EnumSource(AuthType.class)
  void onlyKindThereIsTakenWhateverTheAuthType(AuthType type) {
    environment.put("DATA_REPLICATOR_SOURCE_TOKEN", "variable-token");
    assertThat(resolve(side(type, null, null)).tokens().kind()).isEqualTo("pat");

    environment.clear();
    environment.put("DATA_REPLICATOR_SOURCE_CLIENT_ID", "env-id");
    environment.put("DATA_REPLICATOR_SOURCE_CLIENT_SECRET", "env-secret");
    assertThat(resolve(side(type, null, null)).tokens().kind()).isEqualTo("oauth-m2m");
  }

  @ParameterizedTest
  @EnumSource(AuthType.class)
  void onlyTheNeededSecretsAreRead(AuthType type) throws IOException {
    everythingThereIs();
    network.secrets.put("sc/id", "secret-client-id");
    network.secrets.put("sc/cs", "secret-client-secret");

    ResolvedCredential found = resolve(side(type, new TokenSecrets("sc", "pat", "id", "cs"), null));

    if (type == AuthType.OAUTH) {
      assertThat(found.tokens().token()).isEqualTo(HOST + " secret-client-id secret-client-secret");
      assertThat(network.reads).hasSize(2);
    } else {
      assertThat(found.tokens().token()).isEqualTo("secret-token");
      assertThat(network.reads).hasSize(1);
    }
  }

  @Test
  void missingSecretIsNotPassedOver() throws IOException {
    everythingThereIs();

    assertThatThrownBy(
            () -> resolve(side(AuthType.PAT, new TokenSecrets("sc", "gone", null, null), null)))
        .isInstanceOf(WorkspaceSetupException.class)
        .hasMessageContaining("'gone' of scope 'sc'");
  }

  @Test
  void withoutDefaultWorkspaceTheSearchGoesOn() {
    environment.put("DATA_REPLICATOR_SOURCE_TOKEN", "variable-token");
    SideConfig side = side(AuthType.PAT, new TokenSecrets("sc", "pat", null, null), null);

    assertThat(resolve(side).tokens().token()).isEqualTo("variable-token");
    environment.clear();
    assertThatThrownBy(() -> resolve(side))
        .hasMessageContaining("token secrets: no default workspace");
  }

  @Test
  void namedProfileIsTheDefaultWorkspace() throws IOException {
    everythingThereIs();
    environment.put("DATABRICKS_HOST", "https://env.example.test");
    environment.put("DATABRICKS_TOKEN", "databricks-token");
    SideConfig side = side(AuthType.PAT, new TokenSecrets("sc", "pat", null, null), null);

    resolve(side);
    namedProfile = "mine";
    resolve(side);

    assertThat(network.reads)
        .containsExactly(
            "https://env.example.test as databricks-token: sc/pat",
            HOST + " as profile-token: sc/pat");
  }

  @Test
  void configuredDefaultProfilesAreFollowed() throws IOException {
    config(
        """
        [__settings__]
        default_profile = work
        [work]
        host = source.example.test
        token = work-token
        [ci]
        host = source.example.test
        token = ci-token
        """);

    assertThat(resolve(plain()).tokens().token()).isEqualTo("work-token");
    environment.put("DATABRICKS_CONFIG_PROFILE", "ci");
    assertThat(resolve(plain()).tokens().token()).isEqualTo("ci-token");
    environment.put("DATABRICKS_CONFIG_PROFILE", "gone");
    assertThatThrownBy(() -> resolve(plain())).hasMessageContaining("no profile 'gone'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://default.example.test", "https://u:p@default.example.test"})
  void defaultWorkspaceMustBeSafeToTalkTo(String host) throws IOException {
    config("[DEFAULT]\nhost = " + host + "\ntoken = default-token\n");

    assertThatThrownBy(
            () -> resolve(side(AuthType.PAT, new TokenSecrets("sc", "pat", null, null), null)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("profile DEFAULT");
    assertThat(network.reads).isEmpty();
  }

  @Test
  void nothingFoundListsEverythingWithoutValues() throws IOException {
    config("[DEFAULT]\nhost = https://default.example.test\ntoken = default-token\n");
    environment.put("DATA_REPLICATOR_SOURCE_CLIENT_ID", "lonely-client-id");
    environment.put("DATABRICKS_HOST", "source.example.test");
    environment.put("DATABRICKS_CLIENT_SECRET", "lonely-secret");

    CredentialException e = catchThrowableOfType(CredentialException.class, () -> resolve(plain()));

    assertThat(e.getMessage().lines())
        .containsExactly(
            "no credential for the source workspace https://source.example.test; tried in this order:",
            "  - token secrets: not configured",
            "  - profile: not configured",
            "  - DATA_REPLICATOR_SOURCE_TOKEN or DATA_REPLICATOR_SOURCE_CLIENT_ID with"
                + " DATA_REPLICATOR_SOURCE_CLIENT_SECRET: has a client id but no client secret",
            "  - DATABRICKS_TOKEN or DATABRICKS_CLIENT_ID with DATABRICKS_CLIENT_SECRET:"
                + " has a client secret but no client id",
            "  - profile DEFAULT of ~/.databrickscfg: belongs to another host");
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> resolve(plain()))
        .hasMessageContaining("profile DEFAULT of ~/.databrickscfg: the file does not exist")
        .hasMessageContaining("DATABRICKS_HOST is not set");
  }

  @Test
  void emptyVariablesCountAsNotSet() {
    environment.put("DATA_REPLICATOR_SOURCE_TOKEN", "  ");
    environment.put("DATABRICKS_CONFIG_PROFILE", "");
    environment.put("DATABRICKS_HOST", "");

    assertThatThrownBy(() -> resolve(plain())).isInstanceOf(CredentialException.class);
  }

  @Test
  void twoSidesShareNothing() {
    environment.put("DATABRICKS_HOST", HOST.toString());
    environment.put("DATABRICKS_CLIENT_ID", "id");
    environment.put("DATABRICKS_CLIENT_SECRET", "shared-secret");
    CredentialResolver resolver = new CredentialResolver(environment, home, null, network);

    assertThat(resolver.resolve(plain()).tokens()).isNotSameAs(resolver.resolve(plain()).tokens());
  }

  @Test
  void whateverIsReadIsRedacted() {
    environment.put("DATA_REPLICATOR_SOURCE_CLIENT_ID", "id");
    environment.put("DATA_REPLICATOR_SOURCE_CLIENT_SECRET", "redact-me-secret");

    resolve(plain());

    assertThat(Redactor.redact("redact-me-secret")).isEqualTo("[redacted]");
  }

  @Test
  void unreachableDefaultWorkspaceIsNotPassedOver() throws IOException {
    everythingThereIs();
    Connections down =
        new Connections() {
          @Override
          public SecretReader secrets(URI host, TokenSource tokens) {
            return (scope, key) -> {
              throw new ApiException(503, "", "down", null, null, null);
            };
          }

          @Override
          public TokenSource oauth(URI host, String clientId, String clientSecret) {
            throw new AssertionError("not asked for");
          }
        };
    CredentialResolver resolver = new CredentialResolver(environment, home, null, down);

    assertThatThrownBy(
            () ->
                resolver.resolve(
                    side(AuthType.PAT, new TokenSecrets("sc", "pat", null, null), null)))
        .isInstanceOf(ApiException.class);
  }
}
