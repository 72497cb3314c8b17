package io.datareplicator.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy that knows a few names by heart and refuses all others. It carries https (CONNECT)
 * and plain http, and wants a user when told so.
 */
final class TestProxy extends Relay {
  private final Map<String, Integer> routes = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String credentials;

  TestProxy() throws IOException {
    super(new ServerSocket(0));
  }

  /** Lets {@code authority} (host:port) through to a port of this machine. */
  TestProxy route(String authority, int port) {
    routes.put(authority, port);
    return this;
  }

  /** From now on wants user and password. */
  TestProxy wants(String userAndPassword) {
    credentials = userAndPassword;
    return this;
  }

  /** What came in: method and authority of each first request of a connection. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  String authority() {
    return "127.0.0.1:" + port();
  }

  @Override
  void serve(Socket client) throws IOException {
    String head = head(client.getInputStream());
    String[] line = head.substring(0, head.indexOf("\r\n")).split(" ");
    boolean tunnel = line[0].equals("CONNECT");
    String authority = tunnel ? line[1] : URI.create(line[1]).getAuthority();
    asked.add(line[0] + " " + authority);
    if (credentials != null && head.lines().noneMatch(this::isExpected)) {
      answer(
          client, "407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"t\"\r\n");
      return;
    }
    Integer port = routes.get(authority);
    if (port == null) {
      answer(client, "403 Forbidden", "");
      return;
    }
    if (tunnel) {
      client
          .getOutputStream()
          .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      join(client, "127.0.0.1", port, new byte[0]);
    } else {
      join(client, "127.0.0.1", port, head.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private boolean isExpected(String header) {
    byte[] wanted = credentials.getBytes(StandardCharsets.UTF_8);
    return header.equalsIgnoreCase("Proxy-Authorization: Basic " + encoded(wanted))
        && header.endsWith(encoded(wanted));
  }

  private static String encoded(byte[] text) {
    return Base64.getEncoder().encodeToString(text);
  }

  private static void answer(Socket client, String status, String headers) throws IOException {
    client
        .getOutputStream()
        .write(
            ("HTTP/1.1 "
                    + status
                    + "\r\n"
                    + headers
                    + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
  }

  /** Everything up to the empty line. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client hung up");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }
}
