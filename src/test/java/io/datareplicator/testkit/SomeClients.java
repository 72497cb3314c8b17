package io.datareplicator.testkit;

import io.datareplicator.databricks.Clients;

/** Clients of a workspace of which a test uses few. */
public final class SomeClients {
  /** None at all. */
  public static final Clients NONE =
      new Clients(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  private SomeClients() {}

  /** Those that have no client get none; each argument takes the place of its type. */
  public static Clients of(Object... clients) {
    Clients some = NONE;
    for (Object client : clients) {
      if (client != null) {
        String type = client.getClass().getSimpleName();
        some = Configs.with(some, type.substring(0, 1).toLowerCase() + type.substring(1), client);
      }
    }
    return some;
  }
}
