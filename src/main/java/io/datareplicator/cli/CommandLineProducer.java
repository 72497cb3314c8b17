package io.datareplicator.cli;

import io.datareplicator.apply.StopRun;
import io.datareplicator.databricks.WorkspaceSetupException;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Redactor;
import io.quarkus.picocli.runtime.PicocliCommandLineFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Configures picocli: errors become exit codes and one sentence. */
@ApplicationScoped
class CommandLineProducer {
  @Produces
  CommandLine commandLine(PicocliCommandLineFactory factory) {
    return factory
        .create()
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(CommandLineProducer::handle);
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
