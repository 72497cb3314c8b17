package io.datareplicator.cli;

import io.datareplicator.config.CommandLineOverrides;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.load.ConfigResult;
import io.datareplicator.databricks.http.Network;
import io.datareplicator.report.SummaryJson;
import io.datareplicator.report.SummaryText;
import io.datareplicator.run.RunOutcome;
import io.quarkus.arc.Arc;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the operations of a configuration. */
@Command(
    name = "data-replicator",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = {"data-replicator [OPTIONS] CONFIG", "data-replicator COMMAND"},
    description =
        "Replicates Delta tables between Databricks workspaces, incrementally and provably.",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  data-replicator configs/cross_metastore/delta_tables_defaults.yaml",
      "      all operations that the file enables",
      "  data-replicator run.yaml -o replication -tc sales -ts orders,returns",
      "      data of two schemas, without touching the shares",
      "  data-replicator run.yaml -o reconciliation --since last",
      "      compares what changed since it was last found equal",
      "  data-replicator run.yaml --validate-only",
      "      checks both files, without any network",
      "  data-replicator config show run.yaml",
      "      the effective settings and where each comes from",
      "",
      "Exit codes: 0 all done or skipped, 1 the run could not be done, 2 usage or configuration,",
      "  3 some objects failed, 4 reconciliation found differences,",
      "  130 interrupted (143 by SIGTERM)"
    },
    subcommands = {ConfigCommand.class, SqlCommand.class, GenerateCompletionCommand.class})
public class ReplicateCommand implements Callable<Integer>, CommandLines.Immediate {
  @Spec CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CONFIG",
      description = "Replication-group file (YAML).")
  Path file;

  @Option(
      names = {"--validate-only", "-v"},
      description = "Check the configuration and stop; touches no network.")
  boolean validateOnly;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description =
          "Form of the result on standard output: ${COMPLETION-CANDIDATES} (default: text).")
  OutputFormat output = OutputFormat.text;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "Where journals of runs are kept (default: DATA_REPLICATOR_STATE_DIR, else ~/.local/state/data-replicator).")
  Path stateDir;

  @Option(names = "--debug", description = "Show stack traces of errors.")
  boolean debug;

  @Mixin OverrideOptions overrides;

  /** Forms of output. */
  enum OutputFormat {
    text,
    json
  }

  @Override
  public boolean isImmediate() {
    return validateOnly || file == null;
  }

  @Override
  public Integer call() throws Exception {
    if (file == null) {
      throw new ParameterException(
          spec.commandLine(), "Missing required parameter: CONFIG, the replication-group file");
    }
    CommandLineOverrides given = overrides.toOverrides();
    ConfigResult loaded = Configurations.load(file, given);
    PrintWriter err = spec.commandLine().getErr();
    if (!Configurations.report(loaded, err)) {
      return ExitCode.USAGE;
    }
    PrintWriter out = spec.commandLine().getOut();
    RunConfig config = loaded.config();
    Network network = Configurations.network(given, config, err);
    if (validateOnly) {
      out.println(Configurations.describeValid(file, config));
      out.flush();
      return ExitCode.OK;
    }
    RunOutcome outcome = new RunSession(config, network, stateDir).execute();
    int exitCode =
        ExitCode.of(outcome, Arc.container().instance(Interruption.class).get().exitCode());
    out.print(
        output == OutputFormat.json
            ? SummaryJson.render(outcome, exitCode)
            : SummaryText.render(outcome, exitCode));
    out.flush();
    return exitCode;
  }
}
