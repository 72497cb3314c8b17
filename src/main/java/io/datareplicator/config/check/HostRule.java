package io.datareplicator.config.check;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Normal form of workspace URLs (configuration, section 2). */
public final class HostRule {

  /** A refusal, with the reason as its message. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private HostRule() {}

  /**
   * Scheme, host and port of a workspace URL.
   *
   * @param text URL; the scheme may be missing, a path is ignored
   * @param allowHttp plain http is allowed for any host, not for loopback only
   * @throws Refused when it is not a usable URL
   */
  public static URI parse(String text, boolean allowHttp) throws Refused {
    String trimmed = text.strip();
    URI uri;
    try {
      uri = new URI(trimmed.contains("://") ? trimmed : "https://" + trimmed);
    } catch (URISyntaxException e) {
      throw new Refused("not a URL");
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (uri.getUserInfo() != null) {
      throw new Refused("a workspace URL must not contain credentials");
    }
    if (uri.getHost() == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
      throw new Refused("not a URL with a host name");
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new Refused("a workspace URL begins with https://");
    }
    if (scheme.equals("http") && !allowHttp && !loopback(host)) {
      throw new Refused("plain http is for loopback hosts; use https or --allow-http");
    }
    try {
      return new URI(scheme, null, host, uri.getPort(), null, null, null);
    } catch (URISyntaxException e) {
      throw new Refused("not a URL");
    }
  }

  private static boolean loopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.matches("127(\\.\\d{1,3}){3}")
        || host.equals("[::1]");
  }
}
