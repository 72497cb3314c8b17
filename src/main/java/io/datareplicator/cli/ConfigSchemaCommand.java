package io.datareplicator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.datareplicator.config.show.ConfigSchema;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of the configuration files. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Print the JSON Schema of the configuration files, for editors.",
    footerHeading = "%nExample:%n",
    footer = "  data-replicator config schema > data-replicator.schema.json")
public class ConfigSchemaCommand implements Callable<Integer>, CommandLines.Immediate {
  @Spec CommandSpec spec;

  @Option(
      names = "--file",
      paramLabel = "KIND",
      description = "${COMPLETION-CANDIDATES} (default: either)")
  Kind kind = Kind.either;

  /** Which of the two files. */
  enum Kind {
    either,
    group,
    environments
  }

  @Override
  public Integer call() throws JsonProcessingException {
    Map<String, Object> schema =
        switch (kind) {
          case either -> ConfigSchema.eitherFile();
          case group -> ConfigSchema.groupFile();
          case environments -> ConfigSchema.environmentsFile();
        };
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    spec.commandLine().getOut().println(json.writeValueAsString(schema));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
