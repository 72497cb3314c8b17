package io.datareplicator.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the commands about configuration. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Show the effective configuration, or its JSON Schema.",
    subcommands = {ConfigShowCommand.class, ConfigSchemaCommand.class})
public class ConfigCommand implements Callable<Integer>, CommandLines.Immediate {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Choose a command: show or schema");
  }
}
