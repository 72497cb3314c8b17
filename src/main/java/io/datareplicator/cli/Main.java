package io.datareplicator.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
    speakUtf8();
    CommandLine line = CommandLines.create();
    if (CommandLines.needsFramework(line, args)) {
      Quarkus.run(Started.class, null, args);
    } else {
      System.exit(line.execute(args));
    }
  }

  /**
   * In the locale C, usual in containers, a JVM of version 17 would print question marks for all
   * but ASCII.
   */
  private static void speakUtf8() {
    if (Charset.defaultCharset().equals(StandardCharsets.US_ASCII)) {
      System.setOut(
          new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
      System.setErr(
          new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
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
