package io.datareplicator.cli;

import io.datareplicator.config.CommandLineOverrides;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.SideConfig;
import io.datareplicator.config.load.ConfigResult;
import io.datareplicator.databricks.Workspace;
import io.datareplicator.databricks.http.ApiException;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.databricks.sql.Statement;
import io.datareplicator.databricks.sql.StatementFailure;
import io.datareplicator.databricks.sql.StatementFailure.Kind;
import io.datareplicator.databricks.sql.StatementResult;
import io.quarkus.arc.Arc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs one statement where a run would run its own: shows that compute and privileges are right.
 */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "data-replicator sql [OPTIONS] --side SIDE CONFIG STATEMENT",
    description = "Run one SQL statement on the compute that the configuration names.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  data-replicator sql run.yaml --side source \"SELECT current_metastore()\"",
      "      is the compute reachable, and which metastore does it see?",
      "  data-replicator sql run.yaml --side target --output json - < check.sql",
      "      a statement from standard input, its rows as JSON",
      "",
      "Exit codes: 0 succeeded, 1 the workspace or compute could not be used, 2 usage or",
      "  configuration, 3 the statement failed, 130 interrupted (the statement is cancelled)"
    })
public class SqlCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "CONFIG", description = "Replication-group file (YAML).")
  Path file;

  @Parameters(
      index = "1",
      paramLabel = "STATEMENT",
      description = "The statement; - reads it from standard input.")
  String statement;

  @Option(
      names = "--side",
      required = true,
      paramLabel = "SIDE",
      description = "Which workspace: ${COMPLETION-CANDIDATES}.")
  Which side;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description =
          "Form of the result on standard output: ${COMPLETION-CANDIDATES} (default: text).")
  ReplicateCommand.OutputFormat output = ReplicateCommand.OutputFormat.text;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Longest running time; then the statement is cancelled (default: 600).")
  int timeout = 600;

  @Option(names = "--debug", description = "Show stack traces of errors.")
  boolean debug;

  @Mixin OverrideOptions overrides;

  private volatile boolean interrupted;

  /** The two workspaces. */
  enum Which {
    source,
    target
  }

  @Override
  public Integer call() throws IOException {
    if (timeout < 1) {
      throw new ParameterException(
          spec.commandLine(), "--timeout must be a whole number of at least 1");
    }
    String text = text();
    CommandLineOverrides given = overrides.toOverrides();
    ConfigResult loaded = Configurations.load(file, given);
    if (!Configurations.report(loaded, spec.commandLine().getErr())) {
      return ExitCode.USAGE;
    }
    RunConfig config = loaded.config();
    Network network = Configurations.network(given, config, spec.commandLine().getErr());
    String runId = config.runId() == null ? UUID.randomUUID().toString() : config.runId();
    LogSetup.apply(config.logging(), runId);
    SideConfig chosen = side == Which.source ? config.source() : config.target();
    try (Workspace workspace =
        Workspaces.of(config, network, System.getenv(), Clock.systemUTC()).open(chosen)) {
      return run(workspace, statement(text, runId));
    }
  }

  private String text() throws IOException {
    String text =
        statement.equals("-")
            ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
            : statement;
    if (text.isBlank()) {
      throw new ParameterException(spec.commandLine(), "The statement is empty");
    }
    return text.strip();
  }

  /** Nobody can look for the effect of a statement of the user's, so it is never sent again. */
  private Statement statement(String text, String runId) {
    return Statement.longRunning(
        text,
        Duration.ofSeconds(timeout),
        Map.of("tool", "data-replicator", "version", VersionProvider.version(), "run_id", runId),
        () -> {
          throw new StatementFailure(
              Kind.UNKNOWN,
              null,
              null,
              null,
              "the connection was lost after the statement had been sent; it may have had its"
                  + " effect, and was not sent again");
        });
  }

  private int run(Workspace workspace, Statement toRun) {
    Interruption interruption = Arc.container().instance(Interruption.class).get();
    interruption.cancels(
        () -> {
          interrupted = true;
          workspace.sql().cancelAll();
        });
    try {
      StatementResult result = workspace.sql().run(toRun);
      print(
          output == ReplicateCommand.OutputFormat.json
              ? SqlOutput.json(result)
              : SqlOutput.text(result));
      return ExitCode.OK;
    } catch (StatementFailure e) {
      report(SqlOutput.failure(e), SqlOutput.describe(e));
      return interrupted ? interruption.exitCode() : ExitCode.SOME_FAILED;
    } catch (CancellationException e) {
      report(SqlOutput.cancelled(e.getMessage()), e.getMessage());
      return interrupted ? interruption.exitCode() : ExitCode.RUN_FAILED;
    } catch (ApiException e) {
      report(SqlOutput.failure(e), SqlOutput.describe(e));
      return ExitCode.RUN_FAILED;
    } finally {
      interruption.over();
    }
  }

  private void report(String json, String text) {
    if (output == ReplicateCommand.OutputFormat.json) {
      print(json);
    } else {
      spec.commandLine().getErr().println("error: " + text);
      spec.commandLine().getErr().flush();
    }
  }

  private void print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
