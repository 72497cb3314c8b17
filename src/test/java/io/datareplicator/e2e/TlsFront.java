package io.datareplicator.e2e;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Speaks https for a server that speaks plain http. */
final class TlsFront extends Relay {
  private final URI behind;
  private final AtomicInteger handshakes = new AtomicInteger();

  /** Listens on every address of this machine, on a free port. */
  TlsFront(SSLContext context, String behind) throws IOException {
    super(context.getServerSocketFactory().createServerSocket(0));
    this.behind = URI.create(behind);
  }

  /** Connections whose client accepted the certificate. */
  int handshakes() {
    return handshakes.get();
  }

  @Override
  void serve(Socket client) throws IOException {
    ((SSLSocket) client).startHandshake();
    int first = client.getInputStream().read();
    if (first < 0) {
      return;
    }
    handshakes.incrementAndGet();
    join(client, behind.getHost(), behind.getPort(), new byte[] {(byte) first});
  }
}
