package io.datareplicator.databricks.auth;

import io.datareplicator.databricks.http.Redactor;
import java.util.Map;
import java.util.Optional;

/** One profile of the Databricks configuration file. Its text form shows no values. */
public final class Profile {
  private final String name;
  private final Map<String, String> values;

  Profile(String name, Map<String, String> values) {
    this.name = name;
    this.values = Map.copyOf(values);
    Redactor.register(this.values.get("token"));
    Redactor.register(this.values.get("client_secret"));
  }

  public String name() {
    return name;
  }

  /** The value of a key such as {@code warehouse_id}; an empty one counts as absent. */
  public Optional<String> get(String key) {
    return Optional.ofNullable(values.get(key)).filter(v -> !v.isEmpty());
  }

  @Override
  public String toString() {
    return "profile " + name;
  }
}
