package io.datareplicator.sandbox.sql.engine;

import com.fasterxml.jackson.databind.JsonNode;

/** What code deep inside Spark must know about the statement that its thread is running. */
public final class StatementContext {
  private static final ThreadLocal<StatementContext> CURRENT = new ThreadLocal<>();

  private final String user;
  private JsonNode lastCommit;

  public StatementContext(String user) {
    this.user = user;
  }

  /** The context of the calling thread, null outside a statement. */
  public static StatementContext current() {
    return CURRENT.get();
  }

  public static void enter(StatementContext context) {
    CURRENT.set(context);
  }

  public static void leave() {
    CURRENT.remove();
  }

  public String user() {
    return user;
  }

  void committed(JsonNode commitInfo) {
    lastCommit = commitInfo;
  }

  /** The commitInfo of the last commit of this statement, or null. */
  public JsonNode lastCommit() {
    return lastCommit;
  }
}
