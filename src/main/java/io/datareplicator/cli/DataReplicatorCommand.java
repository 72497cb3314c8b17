package io.datareplicator.cli;

import io.quarkus.picocli.runtime.annotations.TopCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command line's top command. */
@TopCommand
@Command(name = "data-replicator", mixinStandardHelpOptions = true)
public class DataReplicatorCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
