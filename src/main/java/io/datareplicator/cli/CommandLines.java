package io.datareplicator.cli;

import io.datareplicator.apply.StopRun;
import io.datareplicator.databricks.WorkspaceSetupException;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Redactor;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Configures picocli: errors become exit codes and one sentence. */
final class CommandLines {
  private CommandLines() {}

  /** A command of which some or all uses need neither the network nor the framework. */
  interface Immediate {
    /** Whether this use is one of them; asked after the options were parsed. */
    default boolean isImmediate() {
      return true;
    }
  }

  static CommandLine create() {
    return new CommandLine(new ReplicateCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(CommandLines::handle);
  }

  /** False for help, the version, wrong usage and {@link Immediate} uses. */
  static boolean needsFramework(CommandLine line, String[] args) {
    ParseResult parsed;
    try {
      parsed = line.parseArgs(args);
    } catch (ParameterException wrongUsage) {
      return false;
    }
    while (true) {
      if (parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()) {
        return false;
      }
      if (!parsed.hasSubcommand()) {
        return !(parsed.commandSpec().userObject() instanceof Immediate command
            && command.isImmediate());
      }
      parsed = parsed.subcommand();
    }
  }

  private static int handle(Exception failure, CommandLine command, ParseResult parsed) {
    boolean debug = parsed.hasMatchedOption("--debug");
    boolean known =
        failure instanceof WorkspaceSetupException
            || failure instanceof StopRun
            || failure instanceof ApiException;
    String message =
        known
            ? failure.getMessage()
            : "unexpected error: " + failure + (debug ? "" : " (--debug shows the stack trace)");
    command.getErr().println("error: " + Redactor.redact(message));
    if (debug) {
      failure.printStackTrace(command.getErr());
    }
    command.getErr().flush();
    return failure instanceof WorkspaceSetupException ? ExitCode.USAGE : ExitCode.RUN_FAILED;
  }
}
