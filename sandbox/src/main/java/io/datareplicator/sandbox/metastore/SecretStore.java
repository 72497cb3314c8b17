package io.datareplicator.sandbox.metastore;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The secret scopes of one workspace, durable; values are Base64. Thread-safe. */
public final class SecretStore {
  private final StateFile file;
  private SortedMap<String, SortedMap<String, String>> scopes;

  SecretStore(StateFile file) {
    this.file = file;
    this.scopes = file.exists() ? file.read(Content.class).scopes() : new TreeMap<>();
  }

  /**
   * @throws UcException RESOURCE_ALREADY_EXISTS when there is such a scope
   */
  public synchronized void createScope(String scope) {
    if (scopes.containsKey(scope)) {
      throw new UcException(400, "RESOURCE_ALREADY_EXISTS", "Scope " + scope + " already exists!");
    }
    SortedMap<String, SortedMap<String, String>> changed = new TreeMap<>(scopes);
    changed.put(scope, new TreeMap<>());
    store(changed);
  }

  public synchronized void deleteScope(String scope) {
    existing(scope);
    SortedMap<String, SortedMap<String, String>> changed = new TreeMap<>(scopes);
    changed.remove(scope);
    store(changed);
  }

  public synchronized List<String> scopes() {
    return List.copyOf(scopes.keySet());
  }

  public synchronized void put(String scope, String key, String base64) {
    SortedMap<String, String> secrets = new TreeMap<>(existing(scope));
    secrets.put(key, base64);
    SortedMap<String, SortedMap<String, String>> changed = new TreeMap<>(scopes);
    changed.put(scope, secrets);
    store(changed);
  }

  /**
   * @throws UcException RESOURCE_DOES_NOT_EXIST when there is no such scope or key
   */
  public synchronized String get(String scope, String key) {
    String value = existing(scope).get(key);
    if (value == null) {
      throw new UcException(
          404,
          "RESOURCE_DOES_NOT_EXIST",
          "Secret does not exist with scope: " + scope + " and key: " + key);
    }
    return value;
  }

  public synchronized List<String> keys(String scope) {
    return List.copyOf(existing(scope).keySet());
  }

  private SortedMap<String, String> existing(String scope) {
    SortedMap<String, String> found = scopes.get(scope);
    if (found == null) {
      throw new UcException(404, "RESOURCE_DOES_NOT_EXIST", "Scope " + scope + " does not exist!");
    }
    return found;
  }

  private void store(SortedMap<String, SortedMap<String, String>> changed) {
    file.write(new Content(changed));
    scopes = changed;
  }

  /** The file's content. */
  record Content(SortedMap<String, SortedMap<String, String>> scopes) {}
}
