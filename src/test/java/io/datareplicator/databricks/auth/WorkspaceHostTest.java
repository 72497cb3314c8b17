package io.datareplicator.databricks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceHostTest {
  @ParameterizedTest
  @CsvSource({
    "h.test, https://h.test",
    "' https://H.Test/?o=12#x ', https://h.test",
    "HTTPS://h.test:8443/path, https://h.test:8443",
    "h.test:8443, https://h.test:8443",
    "http://localhost:8080, http://localhost:8080",
    "http://127.0.0.1, http://127.0.0.1",
    "http://[::1]:9, http://[::1]:9"
  })
  void hostIsNormalised(String raw, String expected) {
    assertThat(WorkspaceHost.parse(raw, "x", false)).isEqualTo(URI.create(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://h.test",
        "ftp://h.test",
        "https://",
        "https://user:pw-secret@h.test",
        "a b",
        "://",
        "https://h_under",
        "http://localhost.evil.test",
        "file:///etc/passwd"
      })
  void otherHostsAreRefused(String raw) {
    assertThatThrownBy(() -> WorkspaceHost.parse(raw, "profile x", false))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("profile x")
        .hasMessageNotContaining("pw-secret");
  }

  @ParameterizedTest
  @CsvSource({
    "h.test, https://h.test, true",
    "https://h.test/?o=1, https://h.test, true",
    "H.TEST:443, https://h.test, true",
    "localhost:8080, http://localhost:8080, true",
    "http://h.test, https://h.test, false",
    "https://h.test, https://h.test:8443, false",
    "https://h.test.evil.test, https://h.test, false",
    "https://h.test@evil.test, https://h.test, false",
    "https://x@h.test, https://h.test, false",
    "not a host, https://h.test, false"
  })
  void sameWorkspaceMeansSameSchemeHostAndPort(String raw, String workspace, boolean same) {
    assertThat(WorkspaceHost.matches(raw, URI.create(workspace))).isEqualTo(same);
  }
}
