package io.datareplicator.sandbox.statement;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.sql.SqlEngine.SessionState;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions of JDBC drivers: USE and SET last as long as they do. Thread-safe; not durable. */
public final class Sessions {
  private static final int MAX_SESSIONS = 10_000;

  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  private record Session(String computeId, SessionState state) {}

  /** Opens a session on a warehouse or cluster; returns its id. */
  public String open(String computeId, String catalog, String schema, Map<String, String> confs) {
    if (sessions.size() >= MAX_SESSIONS) {
      throw new ApiException(429, "RESOURCE_EXHAUSTED", "Too many open sessions");
    }
    SessionState state = new SessionState();
    state.catalog = catalog;
    state.schema = schema;
    confs.forEach(
        (key, value) -> {
          if (value != null) {
            state.confs.put(key, value);
          }
        });
    String id = UUID.randomUUID().toString();
    sessions.put(id, new Session(computeId, state));
    return id;
  }

  /**
   * @throws ApiException 404 when there is no such session on the warehouse or cluster
   */
  public SessionState get(String id, String computeId) {
    Session session = sessions.get(id);
    if (session == null || !session.computeId().equals(computeId)) {
      throw ApiException.notFound("The session " + id + " was not found.");
    }
    return session.state();
  }

  public void close(String id, String computeId) {
    get(id, computeId);
    sessions.remove(id);
  }

  /** Forgets all sessions of a warehouse or cluster. */
  public void closeAll(String computeId) {
    sessions.values().removeIf(s -> s.computeId().equals(computeId));
  }
}
