package io.datareplicator.databricks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datareplicator.databricks.http.Redactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabricksConfigFileTest {
  private static final Map<String, String> NO_VARIABLES = Map.of();

  @TempDir Path home;

  private void write(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void homeDirectoryIsTheDefaultPlace() throws IOException {
    write(".databrickscfg", "[prod]\nhost=https://h.test\ntoken=\n");

    DatabricksConfigFile file = DatabricksConfigFile.load(NO_VARIABLES, home);

    assertThat(file.name()).isEqualTo("~/.databrickscfg");
    assertThat(file.require("prod").get("host")).contains("https://h.test");
    assertThat(file.require("prod").get("token")).isEmpty();
    assertThat(file.find("PROD")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"~/conf/my cfg", " ~/conf/my cfg "})
  void variableNamesAnotherFileAndTildeIsHome(String value) throws IOException {
    write("conf/my cfg", "[a]\nhost=h\n");

    DatabricksConfigFile file =
        DatabricksConfigFile.load(Map.of("DATABRICKS_CONFIG_FILE", value), home);

    assertThat(file.profileNames()).containsExactly("a");
  }

  @Test
  void absoluteNameIsTakenAsItIs() throws IOException {
    write("x.cfg", "[a]\n");

    assertThat(
            DatabricksConfigFile.load(
                    Map.of("DATABRICKS_CONFIG_FILE", home.resolve("x.cfg").toString()), home)
                .exists())
        .isTrue();
  }

  @Test
  void missingFileHasNoProfilesAndSaysSoWhenOneIsNamed() {
    DatabricksConfigFile file = DatabricksConfigFile.load(NO_VARIABLES, home);

    assertThat(file.exists()).isFalse();
    assertThat(file.find("DEFAULT")).isEmpty();
    assertThatThrownBy(() -> file.require("prod"))
        .isInstanceOf(CredentialException.class)
        .hasMessage("there is no profile 'prod' in ~/.databrickscfg; the file does not exist");
  }

  @Test
  void missingProfileListsWhatThereIs() throws IOException {
    write(".databrickscfg", "[__settings__]\ndefault_profile=b\n[b]\n[a]\n");

    DatabricksConfigFile file = DatabricksConfigFile.load(NO_VARIABLES, home);

    assertThatThrownBy(() -> file.require("prod")).hasMessageEndingWith("it has b, a");
    assertThatThrownBy(() -> file.require("__settings__")).isInstanceOf(CredentialException.class);
  }

  @Test
  void emptyFileHasNone() throws IOException {
    write(".databrickscfg", "");

    DatabricksConfigFile file = DatabricksConfigFile.load(NO_VARIABLES, home);

    assertThatThrownBy(() -> file.require("prod")).hasMessageEndingWith("it has none");
  }

  @Test
  void settingsChooseTheDefaultProfile() throws IOException {
    write(".databrickscfg", "[__settings__]\ndefault_profile = work\n[DEFAULT]\n[work]\n");
    assertThat(DatabricksConfigFile.load(NO_VARIABLES, home).defaultProfile()).isEqualTo("work");

    write(".databrickscfg", "[DEFAULT]\n");
    assertThat(DatabricksConfigFile.load(NO_VARIABLES, home).defaultProfile()).isEqualTo("DEFAULT");
  }

  @Test
  void noProfileInheritsFromDefault() throws IOException {
    write(".databrickscfg", "[DEFAULT]\ntoken=default-token\n[a]\nhost=h\n");

    assertThat(DatabricksConfigFile.load(NO_VARIABLES, home).require("a").get("token")).isEmpty();
  }

  @Test
  void secretsAreKnownToTheRedactorAndNotInTheTextForm() throws IOException {
    write(".databrickscfg", "[a]\ntoken=cfg-token-77\nclient_secret=cfg-secret-88\n");

    Profile profile = DatabricksConfigFile.load(NO_VARIABLES, home).require("a");

    assertThat(profile.toString()).isEqualTo("profile a");
    assertThat(Redactor.redact("cfg-token-77 cfg-secret-88")).isEqualTo("[redacted] [redacted]");
  }

  @Test
  void strayBytesDoNotHideTheProfiles() throws IOException {
    byte[] text = "# caf\u00e9\n[a]\nhost=h\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(home.resolve(".databrickscfg"), text);

    assertThat(DatabricksConfigFile.load(NO_VARIABLES, home).profileNames()).containsExactly("a");
  }

  @Test
  void directoryOrHugeFileIsRefused() throws IOException {
    Files.createDirectories(home.resolve("dir"));
    Files.write(home.resolve("huge"), new byte[2 << 20]);

    for (String name : new String[] {"~/dir", "~/huge", "~"}) {
      assertThatThrownBy(
              () -> DatabricksConfigFile.load(Map.of("DATABRICKS_CONFIG_FILE", name), home))
          .isInstanceOf(CredentialException.class)
          .hasMessage(name + " is not a Databricks configuration file");
    }
  }
}
