package io.datareplicator.databricks.jdbc;

import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.HttpPipeline;
import io.datareplicator.databricks.http.TokenSource;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * The one session in which all statements of an engine run. One is enough: the driver locks nothing
 * between the statements of a connection (each request has a client of its own or a thread-safe
 * one, over a pool of a hundred connections), and one session is one login, one token to renew and
 * one thing to close. It is opened by the first statement, which so waits for the compute to start,
 * and opened again when it was lost.
 */
final class JdbcSession {
  private static final Logger LOG = Logger.getLogger(JdbcSession.class);
  private static final Duration WAIT_FOR_COMPUTE = Duration.ofMinutes(20);
  private static final long LOOK_AGAIN_MILLIS = 5_000;
  private static final long CLOSE_SECONDS = 10;
  private static final long SAY_AGAIN_SECONDS = 60;
  private static final String TOKEN = "Auth_AccessToken";

  private final URI host;
  private final ComputePath path;
  private final DriverParameters parameters;
  private final TokenSource tokens;
  private final HttpPipeline http;
  private final Clock clock;
  private final List<Connection> retired = new ArrayList<>();
  private Connection connection;
  private String token;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger cancellations = new AtomicInteger();
  private volatile boolean closed;

  JdbcSession(
      URI host,
      ComputePath path,
      DriverParameters parameters,
      TokenSource tokens,
      HttpPipeline http,
      Clock clock) {
    this.host = host;
    this.path = path;
    this.parameters = parameters;
    this.tokens = tokens;
    this.http = http;
    this.clock = clock;
  }

  /** What runs the statements, for messages. */
  String target() {
    return path.label() + " of " + host;
  }

  /** Whoever waits for the compute to start stops waiting. */
  void stopWaiting() {
    cancellations.incrementAndGet();
  }

  /**
   * The open session, with a token that is valid now.
   *
   * @throws ApiException when it cannot be opened
   */
  Connection open() {
    String now = tokens.token();
    lock.lock();
    try {
      if (closed) {
        throw new CancellationException("the SQL engine is closed");
      }
      if (connection == null) {
        connection = connect(now);
      } else {
        renew(now);
      }
      return connection;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the running session another token when there is one; called while statements run. */
  void keepFresh() {
    String now = tokens.token();
    if (lock.tryLock()) {
      try {
        if (connection != null) {
          renew(now);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private void renew(String now) {
    if (now.equals(token)) {
      return;
    }
    try {
      connection.setClientInfo(TOKEN, now);
      token = now;
      LOG.debugf("the session on %s has a new token", target());
    } catch (SQLException e) {
      LOG.debugf("the session on %s is opened again for its token: %s", target(), e.getMessage());
      forget(connection);
      connection = connect(now);
    }
  }

  /**
   * The workspace refused the session's token.
   *
   * @return whether another one can be had
   */
  boolean refused() {
    lock.lock();
    try {
      return token != null && tokens.refused(token);
    } finally {
      lock.unlock();
    }
  }

  /** The session may be gone; the next statement opens another. */
  void forget(Connection lost) {
    lock.lock();
    try {
      if (lost == connection) {
        // Other statements may still run in it: it is closed at the end.
        retired.add(lost);
        connection = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the session; a connect that hangs is not waited for. */
  void close() {
    closed = true;
    stopWaiting();
    try {
      if (lock.tryLock(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        try {
          if (connection != null) {
            retired.add(connection);
            connection = null;
          }
          retired.forEach(this::closeQuietly);
          retired.clear();
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeQuietly(Connection old) {
    try {
      old.close();
    } catch (SQLException | RuntimeException e) {
      LOG.debugf("the session on %s could not be closed: %s", target(), e.getMessage());
    }
  }

  /** Opens a session; compute that is not ready yet is waited for. */
  private Connection connect(String bearer) {
    Instant begin = clock.instant();
    Instant said = null;
    String current = bearer;
    int before = cancellations.get();
    boolean refreshed = false;
    while (true) {
      ApiException failure;
      try {
        Connection opened = connectOnce(current);
        token = current;
        return opened;
      } catch (SQLException | RuntimeException e) {
        failure = asApiException(e);
      }
      if (failure.isUnauthenticated() && !refreshed && tokens.refused(current)) {
        refreshed = true;
        current = tokens.token();
        continue;
      }
      Instant now = clock.instant();
      if (!isStarting(failure) || now.isAfter(begin.plus(WAIT_FOR_COMPUTE))) {
        throw failure;
      }
      if (said == null || now.isAfter(said.plusSeconds(SAY_AGAIN_SECONDS))) {
        LOG.infof("waiting for %s to start: %s", target(), failure.getMessage());
        said = now;
      }
      pause(before);
    }
  }

  private Connection connectOnce(String bearer) throws SQLException {
    Properties properties = parameters.with(bearer);
    http.counter().sent("JDBC session");
    LOG.debugf("opening a session on %s", target());
    DriverLogs.route();
    Thread notice = noticeAfterAWhile();
    try {
      Connection opened = JdbcDriver.connect(parameters.url(), properties);
      awaitCompute(opened);
      return opened;
    } finally {
      notice.interrupt();
      DriverLogs.route();
    }
  }

  /**
   * A cluster runs when it has opened a session; a warehouse may still have to start, and the
   * driver does not tell when a statement stops waiting for that and begins to run. So the first
   * one is ours, and the time of all others is their own.
   */
  private void awaitCompute(Connection opened) throws SQLException {
    if (path.kind() == ComputePath.Kind.CLUSTER) {
      return;
    }
    try (Statement first = opened.createStatement()) {
      first.setQueryTimeout((int) WAIT_FOR_COMPUTE.toSeconds());
      first.execute("SELECT 1");
    } catch (SQLException | RuntimeException e) {
      closeQuietly(opened);
      throw e;
    }
  }

  /** Some gateways hold the request until the cluster is there instead of refusing it. */
  private Thread noticeAfterAWhile() {
    Thread notice =
        new Thread(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
                LOG.infof("waiting for %s to start", target());
              } catch (InterruptedException connected) {
                Thread.currentThread().interrupt();
              }
            },
            "jdbc-notice");
    notice.setDaemon(true);
    notice.start();
    return notice;
  }

  private ApiException asApiException(Exception failure) {
    if (failure instanceof ApiException api) {
      return api;
    }
    ApiException request = DriverFailures.ofRequest(failure, "JDBC session", target());
    return http.unconnectable(request.getCause()).orElse(request);
  }

  /** A stopped cluster is started by the request itself, which is refused until it runs. */
  private boolean isStarting(ApiException failure) {
    return path.kind() == ComputePath.Kind.CLUSTER && failure.status() == 503;
  }

  private void pause(int before) {
    Instant until = clock.instant().plusMillis(LOOK_AGAIN_MILLIS);
    while (clock.instant().isBefore(until)) {
      if (cancellations.get() != before) {
        throw new CancellationException("cancelled while it waited for " + target());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while it waited for " + target());
      }
    }
  }
}
