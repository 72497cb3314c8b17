package io.datareplicator.cli;

import io.datareplicator.config.CommandLineOption;
import io.datareplicator.config.CommandLineOverrides;
import io.datareplicator.config.ConfigProblem;
import io.datareplicator.config.Operation;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.load.ConfigLoader;
import io.datareplicator.config.load.ConfigResult;
import io.datareplicator.config.load.RecordConstraints;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.jdbc.JdbcDriver;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Collectors;

/** Loads configurations for commands and tells users what is wrong with them. */
final class Configurations {
  private Configurations() {}

  static ConfigResult load(Path file, CommandLineOverrides overrides) {
    return new ConfigLoader(RecordConstraints.validator(), JdbcDriver.isPresent())
        .load(file, System.getenv(), overrides);
  }

  /** Prints problems and warnings; true when there is a configuration. */
  static boolean report(ConfigResult result, PrintWriter err) {
    for (ConfigProblem warning : result.warnings()) {
      err.println("warning: " + warning.render());
    }
    for (ConfigProblem problem : result.problems()) {
      err.println("error: " + problem.render());
    }
    if (!result.ok()) {
      int count = result.problems().size();
      err.println(
          count
              + (count == 1 ? " problem" : " problems")
              + " in the configuration; nothing was done");
    }
    err.flush();
    return result.ok();
  }

  /**
   * How the workspaces of a configuration are reached; prints warnings.
   *
   * @throws io.datareplicator.databricks.WorkspaceSetupException when the file of authorities or a
   *     proxy variable cannot be used
   */
  static Network network(CommandLineOverrides given, RunConfig config, PrintWriter err) {
    Network network =
        Network.of(given.get(CommandLineOption.CA_FILE).orElse(null), System.getenv());
    network.check(config.source().host());
    network.check(config.target().host());
    network
        .warnings(Clock.systemUTC().instant())
        .forEach(warning -> err.println("warning: " + warning));
    err.flush();
    return network;
  }

  static String describeValid(Path file, RunConfig config) {
    String operations =
        config.operations().stream().map(Operation::yaml).collect(Collectors.joining(", "));
    return file
        + " is valid: group '"
        + config.replicationGroup()
        + "', environment '"
        + config.environmentName()
        + "', "
        + config.source().host()
        + " to "
        + config.target().host()
        + ", "
        + config.catalogs().size()
        + (config.catalogs().size() == 1 ? " catalog" : " catalogs")
        + ", operations: "
        + operations;
  }
}
