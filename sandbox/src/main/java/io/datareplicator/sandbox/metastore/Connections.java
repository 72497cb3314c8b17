package io.datareplicator.sandbox.metastore;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Connections to other systems: kept, never opened, and without the secrets among their options.
 * Thread-safe; changes are durable.
 */
public final class Connections {
  private static final Set<String> TYPES =
      Set.of(
          "BIGQUERY",
          "DATABRICKS",
          "GLUE",
          "HIVE_METASTORE",
          "HTTP",
          "MYSQL",
          "ORACLE",
          "POSTGRESQL",
          "REDSHIFT",
          "SALESFORCE",
          "SALESFORCE_DATA_CLOUD",
          "SERVICENOW",
          "SNOWFLAKE",
          "SQLDW",
          "SQLSERVER",
          "TERADATA");
  private static final List<String> SECRETS =
      List.of("password", "secret", "token", "pem_private_key", "googleserviceaccountkeyjson");

  private final Guarded state;
  private final Grants grants;

  Connections(Guarded state, Grants grants) {
    this.state = state;
    this.grants = grants;
  }

  /**
   * @param options without secrets
   */
  public record Connection(
      String id,
      String name,
      String type,
      Map<String, String> options,
      Map<String, String> properties,
      String comment,
      boolean readOnly,
      String owner,
      long createdAt,
      long updatedAt) {}

  /** By name. */
  public List<Connection> list() {
    return state.read(s -> List.copyOf(s.governed.connections.values()));
  }

  /**
   * @throws UcException CONNECTION_DOES_NOT_EXIST
   */
  public Connection get(String name) {
    return state.read(s -> required(s, name));
  }

  /**
   * Makes a connection.
   *
   * @throws UcException CONNECTION_ALREADY_EXISTS, or INVALID_PARAMETER_VALUE for an unknown type
   */
  public Connection create(
      String name,
      String type,
      Map<String, String> options,
      Map<String, String> properties,
      String comment,
      boolean readOnly,
      String owner) {
    return state.write(
        s -> {
          String key = Names.valid(name);
          if (!TYPES.contains(type)) {
            throw UcException.invalid("connection_type '" + type + "' does not exist");
          }
          if (s.governed.connections.containsKey(key)) {
            throw UcException.alreadyExists("CONNECTION", "Connection", key);
          }
          long now = System.currentTimeMillis();
          Connection connection =
              new Connection(
                  UUID.randomUUID().toString(),
                  key,
                  type,
                  withoutSecrets(options),
                  properties == null ? Map.of() : properties,
                  comment,
                  readOnly,
                  owner,
                  now,
                  now);
          s.governed.connections.put(key, connection);
          return connection;
        });
  }

  /**
   * Sets the options, and what else is not null.
   *
   * @throws UcException CONNECTION_DOES_NOT_EXIST or CONNECTION_ALREADY_EXISTS
   */
  public Connection update(String name, String newName, Map<String, String> options, String owner) {
    String checkedOwner = owner == null ? null : grants.checked(owner);
    return state.write(
        s -> {
          Connection old = required(s, name);
          String key = newName == null ? old.name() : Names.valid(newName);
          if (!key.equals(old.name()) && s.governed.connections.containsKey(key)) {
            throw UcException.alreadyExists("CONNECTION", "Connection", key);
          }
          Connection connection =
              new Connection(
                  old.id(),
                  key,
                  old.type(),
                  withoutSecrets(options),
                  old.properties(),
                  old.comment(),
                  old.readOnly(),
                  checkedOwner == null ? old.owner() : checkedOwner,
                  old.createdAt(),
                  System.currentTimeMillis());
          s.governed.connections.remove(old.name());
          s.governed.connections.put(key, connection);
          return connection;
        });
  }

  public void drop(String name) {
    state.write(s -> s.governed.connections.remove(required(s, name).name()));
  }

  private static Connection required(MetastoreState state, String name) {
    Connection found = state.governed.connections.get(Names.key(name));
    if (found == null) {
      throw UcException.notFound("CONNECTION", "Connection", Names.key(name));
    }
    return found;
  }

  private static Map<String, String> withoutSecrets(Map<String, String> options) {
    Map<String, String> shown = new TreeMap<>(options);
    shown.keySet().removeIf(k -> SECRETS.stream().anyMatch(Names.key(k)::contains));
    return shown;
  }
}
