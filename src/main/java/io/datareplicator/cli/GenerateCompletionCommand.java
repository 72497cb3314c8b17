package io.datareplicator.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion script of this very version, for bash and zsh (cli.md). */
@Command(
    name = "generate-completion",
    mixinStandardHelpOptions = true,
    description = "Print the shell completion script, for bash and zsh.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(data-replicator generate-completion)",
      "      in this shell",
      "  data-replicator generate-completion > completion.sh",
      "      a file to source at every start: ~/.bashrc, or ~/.zshrc after",
      "      autoload -U compinit bashcompinit && compinit && bashcompinit"
    })
public class GenerateCompletionCommand implements Callable<Integer>, CommandLines.Immediate {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine top = spec.root().commandLine();
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(top.getCommandName(), top));
    out.print('\n');
    out.flush();
    return ExitCode.OK;
  }
}
