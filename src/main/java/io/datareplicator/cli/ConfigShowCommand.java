package io.datareplicator.cli;

import io.datareplicator.config.load.ConfigResult;
import io.datareplicator.config.show.ConfigShow;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the effective configuration with the layer of each value. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    customSynopsis = "data-replicator config show [OPTIONS] CONFIG",
    description = "Print the effective configuration and where each value comes from.",
    footerHeading = "%nExample:%n",
    footer = "  data-replicator config show run.yaml --environment prod")
public class ConfigShowCommand implements Callable<Integer>, CommandLines.Immediate {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "CONFIG", description = "Replication-group file (YAML).")
  Path file;

  @Mixin OverrideOptions overrides;

  @Override
  public Integer call() {
    ConfigResult loaded = Configurations.load(file, overrides.toOverrides());
    if (!Configurations.report(loaded, spec.commandLine().getErr())) {
      return ExitCode.USAGE;
    }
    spec.commandLine().getOut().print(ConfigShow.render(loaded.effective()));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
