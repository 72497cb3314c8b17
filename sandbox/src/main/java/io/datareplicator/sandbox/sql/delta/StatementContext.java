package io.datareplicator.sandbox.sql.delta;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** What code deep inside Spark must know about the statement that its thread is running. */
public final class StatementContext {
  private static final ThreadLocal<StatementContext> CURRENT = new ThreadLocal<>();

  private final String user;
  private final Set<String> readOnlyLocations = new HashSet<>();
  private JsonNode lastCommit;
  private boolean internal;

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

  /** Whether a pipeline, not the user, is at work. */
  public boolean internal() {
    return internal;
  }

  public void internal(boolean on) {
    internal = on;
  }

  /** Notes that this statement reads a table that nobody may write through it. */
  public void protect(String location) {
    readOnlyLocations.add(location);
  }

  boolean isProtected(String commitFile) {
    String path = withoutScheme(commitFile);
    return readOnlyLocations.stream()
        .anyMatch(location -> path.startsWith(withoutScheme(location) + "/_delta_log/"));
  }

  private static String withoutScheme(String location) {
    return location.replaceFirst("^file:/*", "/").replaceFirst("/+$", "");
  }

  void committed(JsonNode commitInfo) {
    lastCommit = commitInfo;
  }

  /** The commitInfo of the last commit of this statement, or null. */
  public JsonNode lastCommit() {
    return lastCommit;
  }
}
