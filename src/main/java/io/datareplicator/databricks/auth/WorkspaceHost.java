package io.datareplicator.databricks.auth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Workspace URLs as they stand in profiles and variables. */
final class WorkspaceHost {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private WorkspaceHost() {}

  /**
   * The workspace that {@code raw} names: scheme, host and port only.
   *
   * @param where for messages
   * @throws CredentialException when it is no URL, or plain http to another machine without leave
   */
  static URI parse(String raw, String where, boolean allowHttp) {
    String text = raw.strip();
    URI uri = split(text.contains("://") ? text : "https://" + text);
    if (uri == null || uri.getHost() == null || uri.getUserInfo() != null) {
      throw new CredentialException(
          "the host of "
              + where
              + " is not a workspace URL such as https://name.cloud.databricks.com");
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https")
        && !(scheme.equals("http") && (allowHttp || LOOPBACK.contains(host)))) {
      throw new CredentialException("the host of " + where + " must be an https URL");
    }
    return URI.create(scheme + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
  }

  /** Whether {@code raw} names that workspace; without a scheme it may be either. */
  static boolean matches(String raw, URI workspace) {
    String text = raw.strip();
    URI uri = split(text.contains("://") ? text : workspace.getScheme() + "://" + text);
    return uri != null
        && uri.getHost() != null
        && uri.getUserInfo() == null
        && sameOrigin(uri, workspace);
  }

  /** Whether both have the same scheme, host and port. */
  static boolean sameOrigin(URI a, URI b) {
    return a.getScheme().equalsIgnoreCase(b.getScheme())
        && a.getHost().equalsIgnoreCase(b.getHost())
        && port(a) == port(b);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return uri.getScheme().equalsIgnoreCase("http") ? 80 : 443;
  }

  private static URI split(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException notAUrl) {
      return null;
    }
  }
}
