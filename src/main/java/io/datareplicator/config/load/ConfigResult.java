package io.datareplicator.config.load;

import io.datareplicator.config.ConfigProblem;
import io.datareplicator.config.RunConfig;
import io.datareplicator.config.tree.ConfigNode;
import java.util.List;

/**
 * Outcome of loading the configuration: either an effective configuration or what to mend.
 *
 * @param config effective configuration; null when there are problems
 * @param effective the same as a tree that knows where every value came from; null with problems
 * @param problems everything that must be mended, in the order of files and lines
 * @param warnings what is accepted but probably not meant
 */
public record ConfigResult(
    RunConfig config,
    ConfigNode.Mapping effective,
    List<ConfigProblem> problems,
    List<ConfigProblem> warnings) {

  /** Keeps its own copies. */
  public ConfigResult {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    if ((config == null) == problems.isEmpty()) {
      throw new IllegalArgumentException("either a configuration or problems");
    }
  }

  /** Whether there is an effective configuration. */
  public boolean ok() {
    return config != null;
  }
}
