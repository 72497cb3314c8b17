package io.datareplicator.databricks.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP proxy. Its text form shows no user and no password.
 *
 * @param host name or address, without brackets
 * @param user null when the proxy wants none
 * @param password empty when there is a user without one; null without a user
 * @param variable environment variable that named it
 */
record Proxy(String host, int port, String user, String password, String variable) {
  private static final int STANDARD_PORT = 80;
  private static final Pattern URL =
      Pattern.compile(
          "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:(?<user>.*)@)?"
              + "(?<host>\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(?::(?<port>[0-9]{1,5}))?/?");

  /**
   * Reads the value of a variable: {@code [http://][user[:password]@]host[:port]}, user and
   * password percent-encoded. The value never appears in a message, since it may hold a password.
   *
   * @throws NetworkSetupException when it is no such URL, or a kind of proxy that is not supported
   */
  static Proxy parse(String variable, String value) {
    Matcher url = URL.matcher(value);
    if (!url.matches()) {
      throw invalid(variable);
    }
    String scheme = url.group("scheme");
    if (scheme != null && !scheme.equalsIgnoreCase("http")) {
      throw new NetworkSetupException(
          variable
              + " names a proxy that is spoken to by "
              + scheme.toLowerCase(Locale.ROOT)
              + "; only http proxies are supported (their address starts with http://, also when they"
              + " carry https)");
    }
    int port = url.group("port") == null ? STANDARD_PORT : Integer.parseInt(url.group("port"));
    if (port == 0 || port > 65535) {
      throw invalid(variable);
    }
    String host = url.group("host").replaceAll("[\\[\\]]", "");
    String credentials = url.group("user");
    if (credentials == null) {
      return new Proxy(host, port, null, null, variable);
    }
    int colon = credentials.indexOf(':');
    String user = decode(colon < 0 ? credentials : credentials.substring(0, colon), variable);
    String password = colon < 0 ? "" : decode(credentials.substring(colon + 1), variable);
    if (user.isEmpty()) {
      throw invalid(variable);
    }
    if (colon >= 0) {
      Redactor.register(credentials.substring(colon + 1));
    }
    Redactor.register(password);
    Redactor.register(
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    return new Proxy(host, port, user, password, variable);
  }

  private static NetworkSetupException invalid(String variable) {
    return new NetworkSetupException(
        variable
            + " is not the address of a proxy; write it as http://proxy.example.com:3128 or"
            + " http://user:password@proxy.example.com:3128, special characters percent-encoded");
  }

  /** Unlike form encoding, a plus sign means itself. */
  private static String decode(String text, String variable) {
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        decoded.put(raw[i]);
        continue;
      }
      int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw invalid(variable);
      }
      decoded.put((byte) ((high << 4) | low));
      i += 2;
    }
    try {
      String result = StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
      if (result.chars().anyMatch(Character::isISOControl)) {
        throw invalid(variable);
      }
      return result;
    } catch (CharacterCodingException notUtf8) {
      throw invalid(variable);
    }
  }

  boolean hasUser() {
    return user != null;
  }

  /** Address and where it comes from, for messages. */
  @Override
  public String toString() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return "http://" + name + ":" + port + " (" + variable + ")";
  }
}
