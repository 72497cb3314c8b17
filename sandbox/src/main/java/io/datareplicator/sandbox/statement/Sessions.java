package io.datareplicator.sandbox.statement;

import io.datareplicator.sandbox.http.ApiException;
import io.datareplicator.sandbox.sql.SqlEngine.SessionState;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions of the JDBC driver: USE and SET last as long as they do. Thread-safe; not durable. */
public final class Sessions {
  private static final int MAX_SESSIONS = 10_000;

  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  private record Session(String warehouseId, SessionState state) {}

  /** Opens a session; returns its id. */
  public String open(String warehouseId, String catalog, String schema, Map<String, String> confs) {
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
    sessions.put(id, new Session(warehouseId, state));
    return id;
  }

  /**
   * @throws ApiException 404 when there is no such session on the warehouse
   */
  public SessionState get(String id, String warehouseId) {
    Session session = sessions.get(id);
    if (session == null || !session.warehouseId().equals(warehouseId)) {
      throw ApiException.notFound("The session " + id + " was not found.");
    }
    return session.state();
  }

  public void close(String id, String warehouseId) {
    get(id, warehouseId);
    sessions.remove(id);
  }
}
