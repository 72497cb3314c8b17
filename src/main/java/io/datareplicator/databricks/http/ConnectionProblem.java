package io.datareplicator.databricks.http;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Why a connection did not come about, in words that say what to mend.
 *
 * @param lasting whether every other attempt would end in the same way
 */
record ConnectionProblem(String message, boolean lasting) {
  private static final Pattern PROXY_STATUS =
      Pattern.compile("status: (\\d{3})\\b\\s*([^\\r\\n]*)");

  /** The problem behind {@code failure}; empty when it is about something else. */
  static Optional<ConnectionProblem> of(Throwable failure, URI host, Network network) {
    List<Throwable> chain = chain(failure);
    return tls(chain, host, network).or(() -> proxy(chain, host, network));
  }

  /** A proxy that answers 407 to a plain http request. */
  static ConnectionProblem refusedUser(URI host, Network network) {
    return network
        .proxy(host)
        .map(ConnectionProblem::refusedUser)
        .orElseGet(
            () ->
                lasting(
                    "something on the way to "
                        + host
                        + " answers like a proxy that wants a user (HTTP 407); name the proxy in "
                        + "HTTPS_PROXY"));
  }

  private static Optional<ConnectionProblem> tls(List<Throwable> chain, URI host, Network network) {
    String certificate = "the certificate of " + host;
    if (has(chain, NotSslRecordException.class)) {
      return Optional.of(
          lasting(host + " does not speak TLS on that port; check scheme and port of the host"));
    }
    if (has(chain, CertificateExpiredException.class)) {
      return Optional.of(
          lasting(
              certificate
                  + ", or of an authority that signed it, has expired; have it renewed, or set the"
                  + " clock of this machine"));
    }
    if (has(chain, CertificateNotYetValidException.class)) {
      return Optional.of(
          lasting(certificate + " is not valid yet; is the clock of this machine right?"));
    }
    if (has(chain, CertPathBuilderException.class)) {
      return Optional.of(
          lasting(
              network
                  .authoritiesFile()
                  .map(
                      file ->
                          certificate
                              + " is signed neither by a known authority nor by one of "
                              + file
                              + ": add the PEM of the CA that signed it to that file")
                  .orElse(
                      certificate
                          + " is not signed by a known authority: give the PEM of your CA with "
                          + "--ca-file or DATA_REPLICATOR_CA_FILE")));
    }
    for (Throwable t : chain) {
      if (t instanceof CertificateException && isAboutTheName(t)) {
        return Optional.of(
            lasting(
                certificate
                    + " belongs to another host ("
                    + t.getMessage()
                    + "); use the host name that the certificate is for, or have it issued for this"
                    + " one"));
      }
    }
    for (Throwable t : chain) {
      if (t instanceof SSLException && !RetryRules.isAbruptEnd(t)) {
        return Optional.of(
            lasting("no TLS connection to " + host + " could be made: " + rootMessage(chain)));
      }
    }
    return Optional.empty();
  }

  private static boolean isAboutTheName(Throwable t) {
    String message = String.valueOf(t.getMessage());
    return message.startsWith("No subject alternative")
        || message.startsWith("No name matching")
        || message.startsWith("Illegal given domain name");
  }

  private static Optional<ConnectionProblem> proxy(
      List<Throwable> chain, URI host, Network network) {
    Proxy proxy = network.proxy(host).orElse(null);
    if (proxy == null) {
      return Optional.empty();
    }
    for (Throwable t : chain) {
      if (t instanceof ProxyConnectException) {
        return Optional.of(answerOf(proxy, host, String.valueOf(t.getMessage())));
      }
    }
    boolean unreachable =
        has(chain, ConnectException.class)
            || has(chain, ConnectTimeoutException.class)
            || has(chain, UnknownHostException.class)
            || has(chain, NoRouteToHostException.class);
    return unreachable
        ? Optional.of(
            new ConnectionProblem(
                "the proxy " + proxy + " cannot be reached: " + rootMessage(chain), false))
        : Optional.empty();
  }

  private static ConnectionProblem answerOf(Proxy proxy, URI host, String message) {
    Matcher status = PROXY_STATUS.matcher(message);
    if (!status.find()) {
      return new ConnectionProblem(
          "the proxy " + proxy + " gives no usable answer to CONNECT " + host.getAuthority(),
          false);
    }
    int code = Integer.parseInt(status.group(1));
    if (code == 407) {
      return refusedUser(proxy);
    }
    String answer = (code + " " + status.group(2)).strip();
    String refusal =
        "the proxy "
            + proxy
            + " refuses to connect to "
            + host.getAuthority()
            + " ("
            + answer
            + ")";
    return code < 500
        ? lasting(refusal + "; have the host allowed there, or list it in NO_PROXY")
        : new ConnectionProblem(refusal, false);
  }

  private static ConnectionProblem refusedUser(Proxy proxy) {
    return lasting(
        proxy.hasUser()
            ? "the proxy " + proxy + " refuses the user or the password of " + proxy.variable()
            : "the proxy "
                + proxy
                + " wants a user and a password: http://user:password@host:port in "
                + proxy.variable());
  }

  private static ConnectionProblem lasting(String message) {
    return new ConnectionProblem(message, true);
  }

  private static boolean has(List<Throwable> chain, Class<? extends Throwable> type) {
    return chain.stream().anyMatch(type::isInstance);
  }

  private static String rootMessage(List<Throwable> chain) {
    Throwable root = chain.get(chain.size() - 1);
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  private static List<Throwable> chain(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }
}
