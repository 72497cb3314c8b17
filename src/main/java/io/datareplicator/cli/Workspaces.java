package io.datareplicator.cli;

import io.datareplicator.config.RunConfig;
import io.datareplicator.databricks.WorkspaceFactory;
import io.datareplicator.databricks.auth.CredentialResolver;
import io.datareplicator.databricks.auth.HttpConnections;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.http.RetryBudget;
import io.datareplicator.databricks.http.RetryPolicy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/** Opens workspaces from the configuration and the process it runs in. */
final class Workspaces {
  private Workspaces() {}

  static WorkspaceFactory of(
      RunConfig config, Network network, Map<String, String> environment, Clock clock) {
    String userAgent =
        "data-replicator/"
            + VersionProvider.version()
            + " jvm/"
            + System.getProperty("java.version")
            + " os/"
            + System.getProperty("os.name").toLowerCase(Locale.ROOT).replace(' ', '-');
    RetryBudget budget = new RetryBudget();
    SecureRandom random = new SecureRandom();
    CredentialResolver credentials =
        new CredentialResolver(
            environment,
            home(environment),
            config.profile(),
            new HttpConnections(userAgent, network, RetryPolicy.DEFAULT, budget, random, clock));
    return new WorkspaceFactory(
        credentials, environment, userAgent, network, RetryPolicy.DEFAULT, budget, random, clock);
  }

  /** HOME first: a container often runs under a user id that no user data base knows. */
  static Path home(Map<String, String> environment) {
    String home = environment.get("HOME");
    return Path.of(home == null || home.isBlank() ? System.getProperty("user.home") : home);
  }
}
