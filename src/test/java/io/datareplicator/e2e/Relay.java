package io.datareplicator.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does something with each connection, on a thread of its own. */
abstract class Relay implements AutoCloseable {
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  Relay(ServerSocket listening) {
    this.listening = listening;
    thread(this::accept, "accepts on " + listening.getLocalPort());
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Connections accepted until now. */
  int connections() {
    return connections.get();
  }

  /** Serves one connection; it is closed afterwards. */
  abstract void serve(Socket client) throws IOException;

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        connections.incrementAndGet();
        thread(() -> handle(client), "serves " + client.getRemoteSocketAddress());
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void handle(Socket client) {
    open.add(client);
    try (client) {
      serve(client);
    } catch (IOException brokenOff) {
      // A client that does not like a certificate or an answer hangs up; tests see it by its words.
    } finally {
      open.remove(client);
    }
  }

  /**
   * Moves bytes in both directions until both sides have ended.
   *
   * @param taken what was read from the client already
   */
  final void join(Socket client, String host, int port, byte[] taken) throws IOException {
    try (Socket server = new Socket(host, port)) {
      server.getOutputStream().write(taken);
      join(client, server);
    }
  }

  private void join(Socket client, Socket server) throws IOException {
    open.add(server);
    Thread answers =
        thread(
            () -> {
              try {
                copy(server.getInputStream(), client.getOutputStream());
                client.shutdownOutput();
              } catch (IOException brokenOff) {
                close(client);
              }
            },
            "answers");
    try {
      copy(client.getInputStream(), server.getOutputStream());
      server.shutdownOutput();
      answers.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(server);
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      out.flush();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread thread(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    open.forEach(Relay::close);
  }
}
