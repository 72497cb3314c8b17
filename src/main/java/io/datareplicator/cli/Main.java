package io.datareplicator.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/**
 * Entry point. Help, the version, the schema and wrong usage are answered before the framework
 * starts: they need nothing of it.
 */
@QuarkusMain
public final class Main {
  private Main() {}

  /** Runs a command line and ends the process with its exit code. */
  public static void main(String[] args) {
    CommandLine line = CommandLines.create();
    if (CommandLines.needsFramework(line, args)) {
      Quarkus.run(Started.class, null, args);
    } else {
      System.exit(line.execute(args));
    }
  }

  /** The command line, with the framework started. */
  public static final class Started implements QuarkusApplication {
    @Override
    public int run(String... args) {
      return CommandLines.create().execute(args);
    }
  }
}
