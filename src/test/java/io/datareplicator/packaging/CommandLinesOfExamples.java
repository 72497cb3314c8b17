package io.datareplicator.packaging;

import static io.datareplicator.packaging.Checkout.DEPLOY;
import static io.datareplicator.packaging.Checkout.at;
import static io.datareplicator.packaging.Checkout.strings;
import static io.datareplicator.packaging.Checkout.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every command line of data-replicator that an example under deploy/ contains. */
final class CommandLinesOfExamples {
  private static final Pattern IN_SHELL =
      Pattern.compile("(?m)^\\s*(?:run: )?data-replicator ([^>|&\\n]+)");
  private static final Pattern IN_PYTHON = Pattern.compile("(?s)arguments=\\[(.*?)],?\\n");
  private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");

  private final Map<String, List<String>> found = new LinkedHashMap<>();

  static Map<String, List<String>> all() {
    CommandLinesOfExamples lines = new CommandLinesOfExamples();
    lines.bundle("replicate_from_volume.yml");
    lines.bundle("replicate_from_container.yml");
    lines.found.put(
        "cronjob.yaml",
        strings(
            at(
                yaml(DEPLOY.resolve("kubernetes/cronjob.yaml")),
                "spec",
                "jobTemplate",
                "spec",
                "template",
                "spec",
                "containers",
                0,
                "args")));
    lines.shell("github-actions/replicate.yml");
    lines.shell("gitlab/.gitlab-ci.yml");
    lines.shell("README.md");
    lines.python("airflow/replicate_dag.py");
    lines.python("airflow/replicate_pod_dag.py");
    return lines.found;
  }

  private void bundle(String file) {
    Path path = DEPLOY.resolve("databricks-bundle/resources").resolve(file);
    List<String> parameters =
        strings(
            at(
                yaml(path),
                "resources",
                "jobs",
                "replicate",
                "tasks",
                0,
                "spark_python_task",
                "parameters"));
    found.put(file, parameters.subList(parameters.indexOf("--") + 1, parameters.size()));
  }

  private void shell(String file) {
    Matcher matcher = IN_SHELL.matcher(Checkout.text(DEPLOY.resolve(file)));
    while (matcher.find()) {
      List<String> words = List.of(matcher.group(1).strip().replace("\"", "").split("\\s+"));
      found.put(file + " at " + matcher.start(), words);
    }
  }

  private void python(String file) {
    String text = Checkout.text(DEPLOY.resolve(file));
    Matcher list = IN_PYTHON.matcher(text);
    while (list.find()) {
      List<String> words = new ArrayList<>();
      Matcher matcher = STRING.matcher(list.group(1).replace("CONFIG", "\"config.yaml\""));
      while (matcher.find()) {
        words.add(matcher.group(1));
      }
      found.put(file + " at " + list.start(), words);
    }
  }
}
